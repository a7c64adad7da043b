"""`landmark-gui measure`: the angles and lengths of films whose landmarks a table has."""

import argparse
import json

from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.streams import STREAM, from_stdin, to_stdout
from landmark_gui.cli.targets import check_target
from landmark_gui.domain.measurement import Analysis
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import CannotWrite, ExchangeError
from landmark_gui.exchange.measurements import as_dict, measured, render
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.paths import analysis_file


def run(args: argparse.Namespace) -> int:
    """Measure, and write or print the table.

    Raises:
        CommandFailed: the table cannot be read, or the other one not be written.
    """
    target = None if args.csv == STREAM else args.csv
    if args.csv is not None and args.json:
        raise CommandFailed("--csv and --json are alternatives; choose one.")
    if target is not None:
        check_target(target, overwrite=args.overwrite, read=[args.table])
    with failing_with(Exit.USAGE, ExchangeError), from_stdin(args.table) as table:
        scheme = read_scheme(args.scheme)
        films = read_marks(table, scheme)
    analysis = Analysis.read(analysis_file()).of(scheme)
    with failing_with(Exit.USAGE, ValueError):
        found = [measured(film, analysis, args.spacing) for film in films.values()]
    if args.json:
        say(json.dumps(as_dict(found, analysis), indent=2, allow_nan=False))
    elif target is None:
        to_stdout(render(found, analysis))
    else:
        with failing_with(Exit.FAILED, CannotWrite):
            write_over(target, render(found, analysis))
    return Exit.OK

"""`landmark-gui measure`: the angles and lengths of films whose landmarks a table has."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.streams import STREAM, from_stdin, to_stdout
from landmark_gui.cli.targets import check_target
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.exchange.analyses import analysis_of, nothing_to_measure
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import CannotWrite, ExchangeError
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.measurements import as_dict, measured, render
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import read_scheme


def run(args: argparse.Namespace) -> int:
    """Measure, and write or print the table.

    Raises:
        CommandFailed: the table cannot be read, nothing in it can be measured, or the other one
            not be written.
    """
    target = None if args.csv == STREAM else args.csv
    if args.csv is not None and args.json:
        raise CommandFailed("--csv and --json are alternatives; choose one.")
    if target is not None:
        check_target(target, overwrite=args.overwrite, read=[args.table])
    with failing_with(Exit.USAGE, ExchangeError), from_stdin(args.table) as table:
        scheme = read_scheme(args.scheme)
        films, analysis = read_marks(table, scheme), analysis_of(scheme)
        _check(table, films, scheme, analysis)
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


def _check(
    table: Path, films: Mapping[str, LabelledFilm], scheme: LandmarkScheme, analysis: Analysis
) -> None:
    """Refuse to write a table that would be empty, however the landmarks lie."""
    if not analysis.measurements:
        raise CommandFailed(nothing_to_measure(scheme))
    named = frozenset[str]().union(*(film.annotations for film in films.values()))
    if named and named.isdisjoint(scheme.abbreviations):
        raise CommandFailed(
            f"{table.name}: {scheme.title} has none of its landmarks; name another scheme."
        )

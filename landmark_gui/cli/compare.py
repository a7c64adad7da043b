"""`landmark-gui compare`: how far readers are from each other."""

import argparse
import json
from contextlib import ExitStack

from landmark_gui.cli.figures import check_figures, made_by, write_figures
from landmark_gui.cli.outcome import Exit, failing_with, say, say_lines
from landmark_gui.cli.spacings import offering_spacing
from landmark_gui.cli.streams import from_stdin
from landmark_gui.evaluation.readers import ComparisonError
from landmark_gui.evaluation.readers_table import comparison_text
from landmark_gui.evaluation.truth import TruthError, read_film_names
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.figures import comparison_csv, comparison_points_csv
from landmark_gui.exchange.readings import compared
from landmark_gui.exchange.schemes import read_scheme


def run(args: argparse.Namespace) -> int:
    """Print the figures, and write those that are wanted as tables.

    Raises:
        CommandFailed: a table cannot be read or written, or nothing can be compared.
    """
    check_figures(args, [*args.tables, *filter(None, [args.films, args.spacing_of])])
    with failing_with(Exit.USAGE, TruthError, ExchangeError, ComparisonError), ExitStack() as stack:
        tables = [stack.enter_context(from_stdin(table)) for table in args.tables]
        scheme = read_scheme(args.scheme)
        films = read_film_names(args.films) if args.films else None
        with offering_spacing():
            comparison = compared(
                tables, scheme, args.spacing, films=films, spacing_of=args.spacing_of
            )
        origin = made_by(tables=tables)
    write_figures(args.csv, comparison_csv, comparison)
    write_figures(args.points, comparison_points_csv, comparison)
    if args.json:
        told = {**comparison.as_dict(), "made_by": origin}
        say(json.dumps(told, indent=2, allow_nan=False))
    else:
        say_lines(comparison_text(comparison))
    return Exit.OK

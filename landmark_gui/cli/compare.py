"""`landmark-gui compare`: how far readers are from each other."""

import argparse
from contextlib import ExitStack
from functools import partial

from landmark_gui.cli.figures import Forms, check_figures, made_by, tell_figures
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.cli.spacings import offering_spacing
from landmark_gui.cli.streams import from_stdin
from landmark_gui.evaluation.measured_table import measured_text
from landmark_gui.evaluation.readers import ComparisonError
from landmark_gui.evaluation.readers_table import comparison_text
from landmark_gui.evaluation.truth import TruthError, read_film_names
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.figures import comparison_csv, comparison_points_csv
from landmark_gui.exchange.measured_figures import measured_csv, measured_points_csv
from landmark_gui.exchange.measured_readings import compared_measurements
from landmark_gui.exchange.readings import Wanted, compared
from landmark_gui.exchange.schemes import read_scheme

_PLACES = Forms(comparison_csv, comparison_points_csv, comparison_text)
_MEASUREMENTS = Forms(measured_csv, measured_points_csv, measured_text)


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
        wanted = Wanted(films, args.spacing, args.spacing_of, args.blind)
        with offering_spacing():
            if args.measurements:
                analysis = analysis_of(scheme)
                measured = compared_measurements(tables, scheme, analysis, wanted)
                tell = partial(tell_figures, measured, _MEASUREMENTS)
            else:
                tell = partial(tell_figures, compared(tables, scheme, wanted), _PLACES)
        origin = made_by(tables=tables)
    tell(args, {"blind": args.blind, "made_by": origin})
    return Exit.OK

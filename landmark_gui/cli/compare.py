"""`landmark-gui compare`: how far readers are from each other."""

import argparse
import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from landmark_gui.cli.figures import check_figures, made_by, write_figures
from landmark_gui.cli.outcome import Exit, failing_with, say, say_lines
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


class _Figures(Protocol):
    def as_dict(self) -> dict[str, Any]: ...


Figures = TypeVar("Figures", bound=_Figures)


@dataclass(frozen=True, slots=True)
class _Forms(Generic[Figures]):
    """In which forms figures go out."""

    csv: Callable[[Figures], bytes]
    points: Callable[[Figures], bytes]
    text: Callable[[Figures], str]


_PLACES = _Forms(comparison_csv, comparison_points_csv, comparison_text)
_MEASUREMENTS = _Forms(measured_csv, measured_points_csv, measured_text)


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
                tell = partial(_tell, measured, _MEASUREMENTS)
            else:
                tell = partial(_tell, compared(tables, scheme, wanted), _PLACES)
        origin = made_by(tables=tables)
    tell(args, origin)
    return Exit.OK


def _tell(
    figures: Figures,
    forms: _Forms[Figures],
    args: argparse.Namespace,
    origin: Mapping[str, object],
) -> None:
    write_figures(args.csv, forms.csv, figures)
    write_figures(args.points, forms.points, figures)
    if args.json:
        told = {**figures.as_dict(), "blind": args.blind, "made_by": origin}
        say(json.dumps(told, indent=2, allow_nan=False))
    else:
        say_lines(forms.text(figures))

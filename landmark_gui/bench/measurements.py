"""`landmark-gui bench measurements`: are angles and lengths as far off as is expected of them?"""

import argparse
from collections.abc import Sequence

from landmark_gui.bench.predicted import add_words, known_films
from landmark_gui.bench.tables import tell
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.domain.measurement import Analysis
from landmark_gui.domain.measurement_error import expected_errors
from landmark_gui.evaluation.measured_errors import film_errors
from landmark_gui.evaluation.stated_errors import Pair, judge
from landmark_gui.evaluation.truth import Reading
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.schemes import USUAL, read_scheme


def run(words: Sequence[str]) -> int:
    """Print the figures.

    Raises:
        CommandFailed: a table cannot be read, or nothing can be compared.
    """
    args = _parse(words)
    scheme = read_scheme(USUAL)
    analysis = analysis_of(scheme)
    known = known_films(args, scheme)
    with failing_with(Exit.USAGE, ValueError):
        films = [_errors(film, truth, analysis, args.spacing) for film, truth in known]
        figures = judge(films, {m.name: m.unit for m in analysis.measurements})
    tell(figures.as_dict(), figures.table(), as_json=args.json)
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench measurements",
        description="Compares measurements of predictions with those of the readers' points: how "
        "far off they are, how far that was expected, and which share of the errors is within the "
        "expected error and within twice that (58 and 89 % of errors that are normal).",
    )
    add_words(parser)
    return parser.parse_args(words)


def _errors(
    film: LabelledFilm, truth: Reading, analysis: Analysis, width_mm: float
) -> dict[str, Pair]:
    """Return how far off a film's measurements are, and how far that was expected.

    Raises:
        ValueError: no film has such a spacing.
    """
    points, spacing = film.predicted, film.film.stated(width_mm)
    doubts = {name: said.doubt for name, said in film.found.items()}
    expected = expected_errors(analysis, points, doubts, spacing)
    found, true = analysis.values(points, spacing), analysis.values(truth, spacing)
    errors = {e.measurement: e.error for e in film_errors(film.film.name, found, true)}
    return {n: (error, expected[n]) for n, error in errors.items() if expected.get(n)}

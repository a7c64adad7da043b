"""`landmark-gui bench habit`: what some corrected films tell of where the reader puts the others.

Films are drawn as those that a reader has corrected; what is learnt from them moves the predictions
on all others. Every number of films is drawn many times, and the errors of all draws are pooled:
one film is among them many times over.
"""

import argparse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from landmark_gui import paths
from landmark_gui.bench.predicted import add_words
from landmark_gui.bench.tables import tell
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.habit import Habit
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.evaluation.radial_error import RadialErrors
from landmark_gui.evaluation.truth import TruthError, read_film_names
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.readings import matched, mean_of_tables
from landmark_gui.exchange.schemes import USUAL, read_scheme

NUMBERS = (0, 3, 5, 10, 20, 40)  # of corrected films
DRAWS = 50

#: Where the model saw the landmarks of a film, and where a reader did.
Film: TypeAlias = tuple[Mapping[str, Point], Mapping[str, Point]]


def run(words: Sequence[str]) -> int:
    """Print the figures.

    Raises:
        CommandFailed: a table cannot be read, or too few films can be compared.
    """
    args = _parse(words)
    scheme = read_scheme(USUAL)
    with failing_with(Exit.USAGE, TruthError, ExchangeError):
        films, wanted, corrected = _films(args, scheme)
    others = [films[name] for name in wanted if name in films and name not in corrected]
    shape = ShapeModel.read(paths.shape_file(scheme.name))
    if args.corrected:
        learnt_from = [films[name] for name in corrected if name in films]
        errors = {
            0: [_errors(others, [], shape)],
            len(learnt_from): [_errors(others, learnt_from, shape)],
        }
    else:
        errors = _by_chance(others, shape)
    if len(errors) < 2 or not all(map(any, errors.values())):  # noqa: PLR2004 - before learning, and after
        reason = "some are needed to learn from, and others to measure"
        raise CommandFailed(f"too few films have both a prediction and a reader: {reason}.")
    drawn = {count: [args.spacing * np.array(draw) for draw in of] for count, of in errors.items()}
    figures = {count: RadialErrors.of(np.concatenate(draws)) for count, draws in drawn.items()}
    told = {str(count): asdict(row) | _of_draws(drawn[count]) for count, row in figures.items()}
    tell(told, _table(figures, len(others)), as_json=args.json)
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench habit",
        description="Draws films as corrected by a reader, learns from them how that reader places "
        "landmarks, and measures how far the predictions on the other films then are from the "
        f"reader: figures of {DRAWS} draws, pooled.",
    )
    add_words(parser)
    parser.add_argument(
        "--corrected",
        type=Path,
        metavar="LIST.txt",
        help="the corrected films, instead of random draws",
    )
    return parser.parse_args(words)


def _films(
    args: argparse.Namespace, scheme: LandmarkScheme
) -> tuple[dict[str, Film], Collection[str], Collection[str]]:
    """Return the films that both have, those that are wanted, and those that are corrected."""
    lists = [path and read_film_names(path) for path in (args.films, args.corrected)]
    tables = [read_csv(args.predictions), *(read_marks(path, scheme) for path in args.truth)]
    ((found, *read), wanted), (_, corrected) = (matched(tables, listed) for listed in lists)
    truth = mean_of_tables(read, scheme)
    films: dict[str, Film] = {}
    for name in (name for name in truth if name in found):
        predicted, aspect = found[name].predicted, found[name].film.aspect
        films[name] = (_squared(predicted, aspect), _squared(truth[name], aspect))
    return films, films if wanted is None else wanted, corrected or ()


def _squared(points: Mapping[str, Point], aspect: float) -> dict[str, Point]:
    """Return points in widths of pixels that are so many times as high as wide."""
    return {name: Point(point.x, point.y * aspect) for name, point in points.items()}


def _by_chance(films: Sequence[Film], shape: ShapeModel) -> dict[int, list[list[float]]]:
    """Return the errors of each draw by the number of films that were corrected."""
    chance = np.random.default_rng(0)
    errors: dict[int, list[list[float]]] = {}
    for count in (number for number in NUMBERS if number < len(films)):
        errors[count] = []
        for _ in range(DRAWS if count else 1):
            drawn = [films[i] for i in chance.permutation(len(films))]
            errors[count].append(_errors(drawn[count:], drawn[:count], shape))
    return errors


def _of_draws(draws: Sequence[NDArray[np.float64]]) -> dict[str, float | None]:
    """Return how many draws are pooled, their points each, and how their means differ."""
    means = [draw.mean() for draw in draws if draw.size]
    return {
        "draws": len(draws),
        "points_per_draw": sum(draw.size for draw in draws) / len(draws),
        "sd_of_means_mm": float(np.std(means, ddof=1)) if len(means) > 1 else None,
    }


def _errors(films: Sequence[Film], corrected: Sequence[Film], shape: ShapeModel) -> list[float]:
    """Return the errors on films in pixels once the habit was learnt from the corrected ones."""
    habit = Habit.learnt(corrected, shape)
    placed = [({**predicted, **habit.on(predicted)}, read) for predicted, read in films]
    return [
        points[name].distance_px(point)
        for points, read in placed
        for name, point in read.items()
        if name in points
    ]


def _table(figures: Mapping[int, RadialErrors], films: int) -> str:
    heading = (
        f"{'corrected':>10}{'MRE mm':>10}{'median':>10}{'<= 2 mm':>10}{'> 4 mm':>10}{'> 6 mm':>10}"
    )
    rows = [
        f"{count:>10}{row.mean_mm:>10.3f}{row.median_mm:>10.3f}{row.sdr_2_mm:>10.1%}"
        f"{1 - row.sdr_4_mm:>10.1%}{row.beyond_6_mm:>10.1%}"
        for count, row in figures.items()
    ]
    what = f"{films} films, some of them corrected; figures of the others"
    return "\n".join([what, "", heading, *rows])

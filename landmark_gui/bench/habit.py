"""`landmark-gui bench habit`: what some corrected films tell of where the reader puts the others.

Films are drawn as those that a reader has corrected; what is learnt from them moves the predictions
on all others. Every number of films is drawn many times.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from landmark_gui import paths
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.habit import FEWEST_FILMS, Habit
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.evaluation.radial_error import RadialErrors
from landmark_gui.evaluation.truth import TruthError, film_stem, read_film_list, read_truth
from landmark_gui.exchange.csv import read_csv
from landmark_gui.exchange.errors import UnreadableTable

NUMBERS = (0, 3, 5, 10, 20, 40)  # of corrected films
DRAWS = 50

Points = Mapping[str, Point]


def run(words: Sequence[str]) -> int:
    """Print the figures.

    Raises:
        CommandFailed: a table cannot be read, or too few films can be compared.
    """
    args = _parse(words)
    scheme = LandmarkScheme.read(paths.scheme_file("isbi19"))
    with failing_with(Exit.USAGE, TruthError, UnreadableTable):
        truth = read_truth(args.truth, scheme)
        wanted = read_film_list(args.films) if args.films else tuple(truth)
        found = {film_stem(name): film.found for name, film in read_csv(args.predictions).items()}
    films = [
        ({name: said.point for name, said in found[stem].items()}, truth[stem])
        for stem in wanted
        if stem in found and stem in truth
    ]
    if len(films) <= FEWEST_FILMS:
        raise CommandFailed(f"{len(films)} films have a prediction and a reader; too few to learn.")
    shape = ShapeModel.read(paths.shape_file(scheme.name))
    figures = {
        count: RadialErrors.of([args.spacing * error for error in _left(films, count, shape)])
        for count in NUMBERS
        if count < len(films)
    }
    say(_as_json(figures) if args.json else _table(figures, len(films)))
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench habit",
        description="Draws films as corrected by a reader, learns from them where he puts "
        "landmarks, and tells how far the predictions on the other films are from him then.",
    )
    parser.add_argument("predictions", type=Path, metavar="PREDICTIONS.csv")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=float, required=True, metavar="MM")
    parser.add_argument("--films", type=Path, metavar="LIST.txt")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)


def _left(films: Sequence[tuple[Points, Points]], count: int, shape: ShapeModel) -> Iterator[float]:
    """Yield the errors in pixels on the films that were not learnt from, of all draws."""
    chance = np.random.default_rng(0)
    for _ in range(DRAWS if count else 1):
        order = chance.permutation(len(films))
        habit = Habit.learnt([films[i] for i in order[:count]], shape)
        for i in order[count:]:
            predicted, read = films[i]
            placed = {**predicted, **habit.on(predicted)}
            yield from (placed[name].distance_px(p) for name, p in read.items() if name in placed)


def _as_json(figures: Mapping[int, RadialErrors]) -> str:
    return json.dumps({str(count): asdict(row) for count, row in figures.items()}, indent=2)


def _table(figures: Mapping[int, RadialErrors], films: int) -> str:
    heading = (
        f"{'corrected':>10}{'MRE mm':>10}{'median':>10}{'<= 2 mm':>10}{'> 4 mm':>10}{'> 6 mm':>10}"
    )
    rows = [
        f"{count:>10}{row.mean_mm:>10.3f}{row.median_mm:>10.3f}{row.sdr_2_mm:>10.1%}"
        f"{1 - row.sdr_4_mm:>10.1%}{row.beyond_6_mm:>10.1%}"
        for count, row in figures.items()
    ]
    what = f"{films} films; {DRAWS} draws of the corrected ones, figures of the others"
    return "\n".join([what, "", heading, *rows])

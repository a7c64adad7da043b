"""`landmark-gui bench review`: how much a reader must look at with the queue, and without."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from landmark_gui import paths
from landmark_gui.bench.predicted import add_words, known_films
from landmark_gui.bench.tables import tell
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.document.case import Case
from landmark_gui.document.review import Review
from landmark_gui.domain.geometry import ImageGrid
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.evaluation.review_effort import Effort, effort
from landmark_gui.evaluation.truth import Reading
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.schemes import USUAL, read_scheme


@dataclass(frozen=True, slots=True)
class Look:
    """One landmark of one film.

    Attributes:
        film: place of the film in the list.
        number: of the landmark in its scheme.
        place_in_film: how many landmarks of the film are shown before it.
        film_rank: films with a larger one are shown before.
        error_mm: how far the prediction is from the truth.
        expected: how far the model expects it to be, in mm.
        implausible: whether the other landmarks contradict it.
        doubtful: whether the window marks it as one to look at.
    """

    film: int
    number: int
    place_in_film: int
    film_rank: tuple[bool, float]
    error_mm: float
    expected: float
    implausible: bool
    doubtful: bool


def run(words: Sequence[str]) -> int:
    """Print the figures.

    Raises:
        CommandFailed: a table cannot be read, or nothing can be compared.
    """
    args = _parse(words)
    scheme = read_scheme(USUAL)
    known = known_films(args, scheme)
    review = Review(ShapeModel.read(paths.shape_file(scheme.name)))
    with failing_with(Exit.USAGE, ValueError):
        looks = [
            look
            for place, (film, truth) in enumerate(known)
            for look in _looks(place, _case(film, scheme, args.spacing), truth, review)
        ]
        figures = _effort(looks)
    tell(figures.as_dict(), figures.table(), as_json=args.json)
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench review",
        description="Simulates a reader who corrects each landmark checked, in the order of the "
        "review queue and in file order.",
    )
    add_words(parser)
    return parser.parse_args(words)


def _case(film: LabelledFilm, scheme: LandmarkScheme, width_mm: float) -> Case:
    """Return a film as the window would have it, straight from its detection."""
    predictions = tuple(
        Prediction(name, f.point, f.radius50_px or 0, f.radius90_px or 0, f.expected_error_px or 0)
        for name, f in film.found.items()
        if name in scheme.abbreviations
    )
    none = Heatmap.bare(ImageGrid(1, 1, 1.0))
    model = Provenance("", "", Mode.MULTI, 1, 1, 0, "")
    info = replace(film.film, spacing=film.film.stated(width_mm))
    return Case.new(info, scheme).detected(Detection(info.sha256, predictions, none, model))


def _looks(film: int, case: Case, truth: Reading, review: Review) -> Iterator[Look]:
    standing, spacing, detection = review.of(case), case.film.spacing, case.detection
    if spacing is None or detection is None:
        return
    known = truth.keys() & detection.points.keys()
    for place, name in enumerate(standing.order):
        if name in known:
            said, odd = detection[name], name in standing.implausible
            error_mm = spacing.distance_mm(said.point, truth[name])
            number = case.scheme[name].id
            expected_mm = said.expected_error_px * spacing.mean_mm
            doubtful = name in standing.doubtful
            yield Look(film, number, place, standing.rank, error_mm, expected_mm, odd, doubtful)


def _effort(looks: Sequence[Look]) -> Effort:
    orders: dict[str, Callable[[Look], tuple[float, ...]]] = {
        "queue of landmarks": lambda look: (-look.implausible, -look.expected),
        "queue, film by film": lambda look: (
            *(-part for part in look.film_rank),
            look.film,
            look.place_in_film,
        ),
        "files in their order": lambda look: (look.film, look.number),
    }
    everything = range(len(looks))
    return effort(
        np.array([look.error_mm for look in looks]),
        np.array([look.expected for look in looks]),
        np.array([look.implausible for look in looks]),
        np.array([look.doubtful for look in looks]),
        {name: sorted(everything, key=lambda i: key(looks[i])) for name, key in orders.items()},
    )

import sys
from itertools import chain

import numpy as np

from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.packed import PackedPredictions, at_rest
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance
from landmark_gui.domain.region import SHARES, Candidate, Cells, Ellipse, Region

GRID = ImageGrid(4, 5, 2.5, 0.1, 0.2)


def said(number: int) -> Prediction:
    place = Point(1 / 3 + number, 2 / 3)
    cells = Cells(GRID, np.ones((5, 4), np.bool_))
    regions = tuple(Region(s, 7.1, Ellipse(place, 3.3 * s, 1.1, 0.7), cells) for s in SHARES)
    others = tuple(Candidate(Point(9.9, i / 7), 0.1) for i in range(number % 3))
    return Prediction(f"L{number}", place, 1.5, 2.5, 0.1 + number, regions, others)


def predictions(count: int = 19) -> tuple[Prediction, ...]:
    return (Prediction("bare", Point(1.0, 2.0), 3.0, 4.0, 5.0), *map(said, range(1, count)))


def test_what_was_packed_says_the_very_same() -> None:
    packed = PackedPredictions.of(predictions())
    assert tuple(packed) == predictions()
    assert packed == predictions()
    assert predictions() == packed
    assert hash(packed) == hash(predictions())
    assert (len(packed), packed[1], packed[1:3]) == (19, said(1), predictions()[1:3])


def test_what_says_something_else_is_not_equal() -> None:
    packed = PackedPredictions.of(predictions())
    assert packed != predictions(18)
    assert packed != PackedPredictions.of((said(5), *predictions()[1:]))
    assert packed != 19


def test_what_is_packed_is_not_packed_again() -> None:
    packed = PackedPredictions.of(predictions())
    assert PackedPredictions.of(packed) is packed


def test_predictions_of_a_film_at_rest_take_less_than_six_thousand_bytes() -> None:
    packed = PackedPredictions.of(predictions())
    parts = [packed, packed.landmarks, packed.numbers]
    assert sum(map(sys.getsizeof, parts)) < 6_000
    again = PackedPredictions.of(predictions())
    pairs = zip(packed.landmarks, again.landmarks, strict=True)
    assert all(one is other for one, other in pairs)


def test_a_detection_at_rest_says_the_same_without_its_maps() -> None:
    maps = Heatmap(GRID, ("S",), np.ones((1, 5, 4), np.float32))
    made = Provenance("m", "0", Mode.SINGLE, 1, 1, 0, "cpu")
    full = Detection("x", predictions(), maps, made)
    rests = at_rest(full)
    assert rests.predictions == full.predictions
    assert rests["L3"] == said(3)
    assert (rests.heatmap.grid, rests.heatmap.landmarks) == (GRID, ())
    assert (rests.film_sha256, rests.provenance, rests.finding) == ("x", made, full.finding)
    everywhere = chain.from_iterable(p.regions for p in rests.predictions)
    assert all(region.cells is None for region in everywhere)

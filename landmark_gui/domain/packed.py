"""The predictions of a film as numbers: a folder of thousands of films keeps those of each film.

As values the predictions of 19 landmarks take 27 kB, as numbers 4 kB. Values are made when they
are asked for, and those of the films asked for last stay at hand.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import overload

from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection, Heatmap, Prediction
from landmark_gui.domain.region import Candidate, Ellipse, Region

AT_HAND = 64  # films


@dataclass(frozen=True, slots=True, eq=False)
class PackedPredictions(Sequence[Prediction]):
    """The predictions of a film, in little memory; regions without their cells.

    Attributes:
        landmarks: abbreviations, in the order of the predictions.
        numbers: float64 of one prediction after another: x, y, both radii, the expected error,
            how many regions and candidates there are, and their numbers.
    """

    landmarks: tuple[str, ...]
    numbers: bytes

    @classmethod
    def of(cls, predictions: Sequence[Prediction]) -> "PackedPredictions":
        """Return predictions packed."""
        if isinstance(predictions, cls):
            return predictions
        numbers = array("d", [number for p in predictions for number in _numbers(p)])
        return cls(tuple(intern(p.landmark) for p in predictions), numbers.tobytes())

    @override
    def __len__(self) -> int:
        return len(self.landmarks)

    @overload
    def __getitem__(self, index: int) -> Prediction: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Prediction]: ...
    @override
    def __getitem__(self, index: int | slice) -> Prediction | Sequence[Prediction]:
        return _predictions(self.landmarks, self.numbers)[index]

    @override
    def __iter__(self) -> Iterator[Prediction]:
        return iter(_predictions(self.landmarks, self.numbers))

    @override
    def __eq__(self, other: object) -> bool:
        """Tell whether the same is said, packed or not."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    @override
    def __hash__(self) -> int:
        return hash(tuple(self))


def at_rest(detection: Detection) -> Detection:
    """Return a detection in little memory: without maps, and with its predictions packed."""
    packed = PackedPredictions.of(detection.predictions)
    return replace(detection, predictions=packed, heatmap=Heatmap.bare(detection.heatmap.grid))


def _numbers(said: Prediction) -> Iterator[float]:
    yield from (said.point.x, said.point.y, said.radius50_px, said.radius90_px)
    yield from (said.expected_error_px, len(said.regions), len(said.candidates))
    for region in said.regions:
        e = region.ellipse
        yield from (region.share, region.area_px2)
        yield from (e.centre.x, e.centre.y, e.major_px, e.minor_px, e.angle_rad)
    for candidate in said.candidates:
        yield from (candidate.point.x, candidate.point.y, candidate.probability)


@lru_cache(AT_HAND)
def _predictions(landmarks: tuple[str, ...], numbers: bytes) -> tuple[Prediction, ...]:
    rest = iter(array("d", numbers))
    return tuple(_prediction(landmark, rest) for landmark in landmarks)


def _prediction(landmark: str, rest: Iterator[float]) -> Prediction:
    x, y, radius50_px, radius90_px, error_px, regions, candidates = islice(rest, 7)
    return Prediction(
        landmark,
        Point(x, y),
        radius50_px,
        radius90_px,
        error_px,
        tuple(_region(rest) for _ in range(int(regions))),
        tuple(_candidate(rest) for _ in range(int(candidates))),
    )


def _region(rest: Iterator[float]) -> Region:
    share, area_px2, x, y, *axes = islice(rest, 7)
    return Region(share, area_px2, Ellipse(Point(x, y), *axes))


def _candidate(rest: Iterator[float]) -> Candidate:
    x, y, probability = islice(rest, 3)
    return Candidate(Point(x, y), probability)

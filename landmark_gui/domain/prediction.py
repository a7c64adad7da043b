"""What the model says about a film."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.orientation import Finding
from landmark_gui.domain.region import Candidate, Region


class Mode(StrEnum):
    """How the heatmaps are denoised: the whole chain, or x_0 straight from pure noise."""

    MULTI = "multi"
    SINGLE = "single"


class ReadOut(StrEnum):
    """How a point is taken from a heatmap."""

    LEAST_ERROR = "least-error"  # minimum expected radial error
    HOTTEST = "hottest"  # the hottest cell, as in the paper


@dataclass(frozen=True, slots=True)
class Prediction:
    """One landmark as the model sees it.

    Attributes:
        landmark: abbreviation in the scheme.
        point: position on the film in pixels.
        radius50_px: radius around the point that holds the landmark in half of the cases.
        radius90_px: the same for 90 %.
        expected_error_px: expected distance of the true position from the point.
        regions: where the landmark lies with 50, 90 and 95 %; none from a model that tells none.
        candidates: other places that come into question, the likeliest first.
    """

    landmark: str
    point: Point
    radius50_px: float
    radius90_px: float
    expected_error_px: float
    regions: tuple[Region, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def places(self) -> tuple[Point, ...]:
        """Where the model sees the landmark: the point first, then the candidates."""
        return (self.point, *(other.point for other in self.candidates))

    def region(self, share: float) -> Region | None:
        """Return the region that holds the landmark with that probability, if it is known."""
        return next((region for region in self.regions if region.share == share), None)


@dataclass(frozen=True, slots=True, eq=False)
class Heatmap:
    """Probability maps of all landmarks, as they lie on the film.

    Attributes:
        grid: where the maps lie.
        landmarks: abbreviations, in the order of the maps.
        maps: `(N, grid.height, grid.width)` float32, each map sums to 1.
    """

    grid: ImageGrid
    landmarks: tuple[str, ...]
    maps: NDArray[np.float32]

    @classmethod
    def bare(cls, grid: ImageGrid) -> "Heatmap":
        """Return where maps lie without any: those of a film take 1.6 MB."""
        return cls(grid, (), np.zeros((0, grid.height, grid.width), np.float32))


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything needed to get the same detection again."""

    model: str
    model_sha256: str
    mode: Mode
    steps: int
    samples: int
    seed: int
    device: str
    read_out: ReadOut = ReadOut.LEAST_ERROR


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """All landmarks of one film, in its coordinates as stored, however the model was shown it."""

    film_sha256: str
    predictions: Sequence[Prediction]
    heatmap: Heatmap
    provenance: Provenance
    finding: Finding = field(default_factory=Finding)

    @property
    def points(self) -> dict[str, Point]:
        """Where the landmarks are, by abbreviation."""
        return {said.landmark: said.point for said in self.predictions}

    def __getitem__(self, landmark: str) -> Prediction:
        """Return the prediction of a landmark.

        Raises:
            KeyError: the model does not know this landmark.
        """
        for prediction in self.predictions:
            if prediction.landmark == landmark:
                return prediction
        raise KeyError(landmark)

"""The port that every detector fits, and a small real one for tests and pictures."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from landmark_gui.detection.events import Finished, Ready, Request, StepDone
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.prediction import Detection, Heatmap, Prediction, Provenance
from landmark_gui.domain.region import SHARES, Candidate, Ellipse, Region


class Detector(Protocol):
    """Finds landmarks, one diffusion step at a time."""

    def ready(self) -> Ready:
        """Tell which weights are loaded and where they compute."""
        ...

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Yield after every step, and at last the result.

        Closing the iterator early cancels the work and frees its memory.
        """
        ...


def detected(detector: Detector, request: Request) -> Detection:
    """Return what a detector finds in the end.

    Raises:
        TypeError: it ended with something else, which no detector does.
    """
    *_, last = detector.detect(request)
    if not isinstance(last, Finished):
        raise TypeError(f"the detector ended with {last}")
    return last.detection


_SHA256 = "0" * 64


@dataclass(frozen=True, slots=True)
class FakeDetector:
    """Puts the landmarks on a diagonal; can be slow, and can break at a step."""

    landmarks: tuple[str, ...] = ("S", "N")
    step_seconds: float = 0.0
    fail_at: int | None = None

    def ready(self) -> Ready:
        """Tell its name."""
        return Ready("fake", "cpu", sha256=_SHA256)

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Pretend to work."""
        total = request.settings.steps
        heatmap = self._heatmap(request)
        for step in range(1, total + 1):
            time.sleep(self.step_seconds)
            if step == self.fail_at:
                raise RuntimeError(f"step {step} broke")
            yield StepDone(request.job, step, total, heatmap)
        yield Finished(request.job, self._detection(request, heatmap))

    def _points(self, request: Request) -> list[Point]:
        width, height = request.film.info.size_px
        shares = [(i + 1) / (len(self.landmarks) + 1) for i in range(len(self.landmarks))]
        return [Point(width * share, height * share) for share in shares]

    def _heatmap(self, request: Request) -> Heatmap:
        grid = ImageGrid.letterbox(request.film.info.size_px, (32, 40))
        maps = np.zeros((len(self.landmarks), grid.height, grid.width), np.float32)
        for index, point in enumerate(self._points(request)):
            cell = grid.to_grid(point)
            maps[index, int(cell.y), int(cell.x)] = 1.0
        return Heatmap(grid, self.landmarks, maps)

    def _detection(self, request: Request, heatmap: Heatmap) -> Detection:
        predictions = tuple(
            Prediction(name, point, 5.0, 10.0, 6.0 + i, _regions(point), _candidates(point))
            for i, (name, point) in enumerate(
                zip(self.landmarks, self._points(request), strict=True)
            )
        )
        asked = request.settings
        provenance = Provenance(
            "fake", _SHA256, asked.mode, *asked.chain, asked.seed, "cpu", asked.read_out
        )
        return Detection(request.film.info.sha256, predictions, heatmap, provenance)


def _regions(point: Point) -> tuple[Region, ...]:
    shapes = [(share, Ellipse(point, 20 * share, 10 * share, 0.5)) for share in SHARES]
    return tuple(Region(share, shape.area_px2, shape) for share, shape in shapes)


def _candidates(point: Point) -> tuple[Candidate, ...]:
    return (Candidate(point.moved(30.0, 5.0), 0.2),)

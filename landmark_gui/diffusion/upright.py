"""A detector that is shown every film upright, facing right, with bright bone and square pixels.

The film is recognised first; what the model then says is told in the film's coordinates as stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Finished, Ready, Request, StepDone
from landmark_gui.diffusion.detector import load_any_detector
from landmark_gui.diffusion.manifest import find_entry
from landmark_gui.diffusion.sparing import SparingDetector
from landmark_gui.diffusion.square_pixels import SquarePixels
from landmark_gui.domain.cephalogram import Cephalogram, Window
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.domain.prediction import Detection, Heatmap, Prediction
from landmark_gui.domain.region import Cells, Region
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.exchange.schemes import USUAL, mapping, read_scheme
from landmark_gui.imaging.recognition import recognise
from landmark_gui.paths import shape_file


@dataclass(frozen=True, slots=True)
class UprightDetector:
    """Another detector, for films that lie anyhow.

    Attributes:
        inner: the detector.
        judged: which of its landmarks are judged by how they lie to each other, each with what it
            is called there; None for all, by their own names.
    """

    inner: Detector
    judged: Mapping[str, str] | None = None

    def ready(self) -> Ready:
        """Tell which weights are loaded and where they compute."""
        return self.inner.ready()

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Yield after every step, and at last the result with what was recognised of the film."""
        asked = request.settings
        film, finding, way = _shown(request.film, asked.facing, asked.polarity)
        given = way.there(request.given)
        for event in self.inner.detect(replace(request, film=film, given=given)):
            match event:
                case StepDone():
                    yield replace(event, preview=event.preview and way.heatmap(event.preview))
                case Finished():
                    said = _judged(self._known(event.detection), film, finding)
                    yield replace(event, detection=way.detection(event.detection, said))

    def _known(self, detection: Detection) -> Detection:
        """Return a detection with the landmarks that are judged alone, as they are called there."""
        if self.judged is None:
            return detection
        said = (p for p in detection.predictions if p.landmark in self.judged)
        named = tuple(replace(p, landmark=self.judged[p.landmark]) for p in said)
        return replace(detection, predictions=named)


def load_upright_detector(weights: str | None = None, device: str = "auto") -> UprightDetector:
    """Load weights onto a device, or the CPU if that is full, for films that lie anyhow.

    Raises:
        WeightsError: the weights are not there, or not what their manifest says.
        ValueError: this machine has no such device.
    """
    same = mapping(find_entry(weights).scheme, read_scheme(USUAL)).names
    return UprightDetector(SparingDetector(partial(load_any_detector, weights), device), same)


def upright_film(film: Cephalogram, orientation: Orientation) -> Cephalogram:
    """Return a film as the model knows films; its identity stays that of the stored one."""
    return _laid(film, orientation.upright(film.pixels), orientation)


def stored_as(film: Cephalogram, orientation: Orientation) -> Cephalogram:
    """Return an upright film as it would be stored; the other way round than `upright_film`."""
    return _laid(film, orientation.stored(film.pixels), orientation)


def _laid(
    film: Cephalogram, pixels: NDArray[np.uint8 | np.uint16 | np.float32], orientation: Orientation
) -> Cephalogram:
    """Return a film whose pixels lie otherwise, with all that goes with that."""
    if orientation == Orientation():
        return film
    window, aspect = film.window, film.info.pixel_aspect
    if orientation.polarity is Polarity.INVERTED:
        # the sum of the extremes keeps every grey value within the type
        both = float(pixels.min()) + float(pixels.max())
        pixels = (both - pixels.astype(np.float64)).astype(pixels.dtype)
        window = Window(both - window.high, both - window.low)
    height_px, width_px = pixels.shape
    info = replace(
        film.info,
        width_px=width_px,
        height_px=height_px,
        spacing=orientation.upright_spacing(film.info.spacing),
        pixel_aspect=1 / aspect if orientation.sideways else aspect,
    )
    return Cephalogram(info, np.ascontiguousarray(pixels), window)


def upright_with(
    film: Cephalogram, *readings: Mapping[str, Point]
) -> tuple[Cephalogram, list[dict[str, Point]]]:
    """Return a film as the model is shown it, and what readers say of it as it lies there."""
    shown, _, way = _shown(film)
    return shown, list(map(way.there, readings))


def _shown(
    film: Cephalogram, facing: Facing | None = None, polarity: Polarity | None = None
) -> tuple[Cephalogram, Finding, "_Way"]:
    squares = SquarePixels.of(film)
    square = squares.film(film)
    finding = recognise(square, facing, polarity)
    upright = upright_film(square, finding.orientation)
    return upright, finding, _Way(squares, finding.orientation, upright.info.size_px)


def _judged(detection: Detection, film: Cephalogram, finding: Finding) -> Finding:
    """Add whether the landmarks, on the upright film, lie to each other as on films."""
    aspect = film.info.aspect
    points = {p.landmark: Point(p.point.x, p.point.y * aspect) for p in detection.predictions}
    if _shape().plausible(points):
        return finding
    return replace(finding, remarks=(Remark.IMPLAUSIBLE, *finding.remarks))


@cache
def _shape() -> ShapeModel:
    return ShapeModel.read(shape_file(USUAL))


@dataclass(frozen=True, slots=True)
class _Way:
    """Maps between a stored film and its upright version, which has `size_px`."""

    squares: SquarePixels
    orientation: Orientation
    size_px: tuple[int, int]

    def there(self, said: Mapping[str, Point]) -> dict[str, Point]:
        """Return where points of the film as stored lie on the upright one."""
        sizes = self.size_px[::-1] if self.orientation.sideways else self.size_px
        place, square = self.orientation.point_upright, self.squares.point_there
        return {name: place(square(point), sizes) for name, point in said.items()}

    def heatmap(self, heatmap: Heatmap) -> Heatmap:
        maps = np.ascontiguousarray(self.squares.maps(self.orientation.stored(heatmap.maps)))
        return Heatmap(self._grid(heatmap.grid), heatmap.landmarks, maps)

    def detection(self, detection: Detection, finding: Finding) -> Detection:
        predictions = tuple(map(self._prediction, detection.predictions))
        heatmap = self.heatmap(detection.heatmap)
        return replace(detection, predictions=predictions, heatmap=heatmap, finding=finding)

    def _prediction(self, said: Prediction) -> Prediction:
        return replace(
            said,
            point=self._place(said.point),
            radius50_px=self.squares.length_px(said.radius50_px),
            radius90_px=self.squares.length_px(said.radius90_px),
            expected_error_px=self.squares.length_px(said.expected_error_px),
            regions=tuple(map(self._region, said.regions)),
            candidates=tuple(replace(c, point=self._place(c.point)) for c in said.candidates),
        )

    def _region(self, region: Region) -> Region:
        ellipse = self.squares.ellipse(
            self.orientation.ellipse_as_stored(region.ellipse, self.size_px)
        )
        area, cells = region.area_px2 / self.squares.stretch, region.cells
        laid = cells and Cells(self._grid(cells.grid), self._inside(cells.inside))
        return replace(region, area_px2=area, ellipse=ellipse, cells=laid)

    def _inside(self, cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.ascontiguousarray(self.squares.inside(self.orientation.stored(cells)))

    def _grid(self, grid: ImageGrid) -> ImageGrid:
        return self.squares.grid(self.orientation.grid_as_stored(grid, self.size_px))

    def _place(self, point: Point) -> Point:
        return self.squares.point(self.orientation.point_as_stored(point, self.size_px))

"""Points, lengths and frames on a radiograph.

Image coordinates are (x, y) in pixels of the film as stored: x grows to the right, y downwards,
and (0.0, 0.0) is the top-left *corner* of the first pixel, as in DICOM SCOORD and in pyqtgraph.
The pixel in column i has its centre at i + 0.5, so resizing is a multiplication.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import hypot, isclose, isfinite

import numpy as np
from numpy.typing import NDArray

MAX_SIDE_PX = 1_000_000  # no film is larger; keeps a damaged number from becoming a memory size
PIXEL_CENTRE = 0.5  # from a pixel's index to the position of its centre
PLAUSIBLE_SPACING_MM = (0.01, 2.0)  # outside of it a file's spacing is nonsense, not a measure
PLAUSIBLE_ASPECT = (0.1, 10.0)  # height of a pixel divided by its width, stated without millimetres
_SAME_MM = 1e-6  # of the spacing


@dataclass(frozen=True, slots=True)
class Point:
    """A position in image coordinates (pixels)."""

    x: float
    y: float

    def moved(self, dx: float, dy: float) -> "Point":
        """Return the point shifted by that many pixels."""
        return Point(self.x + dx, self.y + dy)

    def distance_px(self, other: "Point") -> float:
        """Return the distance to another point in pixels."""
        return hypot(self.x - other.x, self.y - other.y)


class SpacingSource(StrEnum):
    """What a spacing rests on; a millimetre is never shown without it."""

    CALIBRATED = "calibrated"  # in some way that a table does not tell
    GEOMETRY = "calibrated, GEOMETRY"  # the two ways that DICOM knows (PS3.3 section 10.7.1.3)
    FIDUCIAL = "calibrated, FIDUCIAL"
    CALIBRATED_TYPE_UNKNOWN = "calibrated, type unknown"
    STATED_BY_FILE = "stated by the file, not confirmed"
    DETECTOR = "at the detector, not calibrated"
    SCANNED_FILM = "scanned film, not calibrated"
    SCAN_RESOLUTION = "scan resolution, not confirmed"
    MAGNIFICATION = "divided by a stated magnification"
    RULER = "calibrated by ruler"
    STATED_BY_USER = "stated by the user"

    @property
    def by_reader(self) -> bool:
        """Whether a reader vouches for it, whatever the film's file says."""
        return self in {self.MAGNIFICATION, self.RULER, self.STATED_BY_USER}

    @property
    def unconfirmed(self) -> bool:
        """Whether nobody vouches that it measures the patient."""
        return self in {
            self.STATED_BY_FILE,
            self.DETECTOR,
            self.SCANNED_FILM,
            self.SCAN_RESOLUTION,
        }

    @property
    def caution(self) -> str:
        """What is to be said of lengths measured in it; empty where they are the patient's."""
        if not self.unconfirmed:
            return ""
        are = "may be" if self is self.STATED_BY_FILE else "are"
        return f"lengths {are} those of the shadow, not of the patient"

    @property
    def divisible(self) -> bool:
        """Whether it may measure the shadow on the film, and be divided by a magnification."""
        return self.unconfirmed or self in {self.RULER, self.STATED_BY_USER}


@dataclass(frozen=True, slots=True)
class PixelSpacing:
    """Millimetres between neighbouring pixel centres, and where they come from.

    Raises:
        ValueError: a spacing that cannot measure a film (not finite, or outside 0.01 ... 2 mm).
    """

    x_mm: float
    y_mm: float
    source: SpacingSource

    def __post_init__(self) -> None:
        low, high = PLAUSIBLE_SPACING_MM
        if not all(isfinite(mm) and low <= mm <= high for mm in (self.x_mm, self.y_mm)):
            raise ValueError(f"a pixel spacing of {self.x_mm} x {self.y_mm} mm is not plausible")

    def is_about(self, other: "PixelSpacing") -> bool:
        """Tell whether another measures the same, but for last digits that a table has cut off."""
        pairs = ((self.x_mm, other.x_mm), (self.y_mm, other.y_mm))
        return all(isclose(a, b, rel_tol=_SAME_MM) for a, b in pairs)

    def distance_mm(self, a: Point, b: Point) -> float:
        """Return the distance between two points in millimetres."""
        return hypot((a.x - b.x) * self.x_mm, (a.y - b.y) * self.y_mm)

    def magnified(self, factor: float) -> "PixelSpacing":
        """Return the spacing in a patient whose shadow is `factor` times as large.

        Raises:
            ValueError: no plausible spacing is left.
        """
        return PixelSpacing(self.x_mm / factor, self.y_mm / factor, SpacingSource.MAGNIFICATION)

    @property
    def aspect(self) -> float:
        """The height of a pixel divided by its width."""
        return self.y_mm / self.x_mm

    @property
    def mean_mm(self) -> float:
        """The geometric mean of both directions, for lengths that have no direction."""
        return float((self.x_mm * self.y_mm) ** 0.5)


@dataclass(frozen=True, slots=True)
class ImageGrid:
    """A grid of square cells laid over a film: the one place where coordinates are converted.

    Attributes:
        width: number of columns.
        height: number of rows.
        cell_px: side of a cell in film pixels.
        left_px: film x of the grid's left edge.
        top_px: film y of the grid's top edge.
    """

    width: int
    height: int
    cell_px: float
    left_px: float = 0.0
    top_px: float = 0.0

    @classmethod
    def letterbox(cls, film_size_px: tuple[int, int], size: tuple[int, int]) -> "ImageGrid":
        """Return a grid of `size` (width, height) cells that holds the whole film, centred."""
        (film_width, film_height), (width, height) = film_size_px, size
        cell_px = max(film_width / width, film_height / height)
        left_px = (film_width - width * cell_px) / 2
        top_px = (film_height - height * cell_px) / 2
        return cls(width, height, cell_px, left_px, top_px)

    def to_grid(self, point: Point) -> Point:
        """Return where a film position lies in cells, corner-based."""
        return Point(
            (point.x - self.left_px) / self.cell_px, (point.y - self.top_px) / self.cell_px
        )

    def to_film(self, point: Point) -> Point:
        """Return where a position in cells lies on the film, in pixels."""
        return Point(point.x * self.cell_px + self.left_px, point.y * self.cell_px + self.top_px)

    def points_to_grid(self, points_px: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return film positions `(..., 2)` in cells."""
        corner = [self.left_px, self.top_px]
        return (np.asarray(points_px, np.float64) - corner) / self.cell_px

    @property
    def rect_px(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the grid on the film, in pixels."""
        return (self.left_px, self.top_px, self.width * self.cell_px, self.height * self.cell_px)

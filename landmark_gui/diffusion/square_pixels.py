"""Films whose pixels are not square, as they are with square ones; and what is said there, back."""

from dataclasses import dataclass, replace
from math import atan2, cos, pi, sin, sqrt
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.region import Ellipse

TOLERATED = 0.05  # heads differ by as much
BELIEVED = (
    4.0  # no scanner's pixels are so many times as long as wide; the film would grow too large
)
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, slots=True)
class SquarePixels:
    """How a film is brought to square pixels: it gets more rows, or fewer.

    Attributes:
        stretch: so many times as many rows; 1 where pixels are as good as square.
    """

    stretch: float = 1.0

    @classmethod
    def of(cls, film: Cephalogram) -> Self:
        """Return what a film calls for."""
        aspect, rows = film.aspect, film.info.height_px
        odd = abs(aspect - 1) > TOLERATED and 1 / BELIEVED <= aspect <= BELIEVED
        return cls(max(1, round(rows * aspect)) / rows) if odd else cls()

    def film(self, film: Cephalogram) -> Cephalogram:
        """Return the film with square pixels; its identity stays."""
        if self.stretch == 1:
            return film
        info, rows = film.info, round(film.info.height_px * self.stretch)
        picture = Image.fromarray(film.pixels.astype(np.float32))
        pixels = np.array(picture.resize((info.width_px, rows), Image.Resampling.BILINEAR))
        spacing = info.spacing and replace(info.spacing, y_mm=info.spacing.y_mm / self.stretch)
        square = replace(info, height_px=rows, spacing=spacing)
        return replace(film, info=square, pixels=pixels, pixel_aspect=1.0)

    def point_there(self, point: Point) -> Point:
        """Return where a point of the film lies with square pixels."""
        return Point(point.x, point.y * self.stretch)

    def point(self, there: Point) -> Point:
        """Return where a point lies on the film."""
        return Point(there.x, there.y / self.stretch)

    def length_px(self, there_px: float) -> float:
        """Return a length that has no direction, as the geometric mean of both ways to see it."""
        return there_px / sqrt(self.stretch)

    def ellipse(self, there: Ellipse) -> Ellipse:
        """Return an ellipse as it lies on the film."""
        if self.stretch == 1:
            return there
        c, s = cos(there.angle_rad), sin(there.angle_rad)
        axes = np.array([[c, -s], [s, c]]) * [there.major_px, there.minor_px]
        directions, (major, minor), _ = np.linalg.svd(axes / [[1.0], [self.stretch]])
        angle = atan2(directions[1, 0], directions[0, 0]) % pi
        return Ellipse(self.point(there.centre), float(major), float(minor), angle)

    def grid(self, there: ImageGrid) -> ImageGrid:
        """Return a grid of cells, square again, that covers the same part of the film."""
        height = max(1, round(there.height / self.stretch))
        return replace(there, height=height, top_px=there.top_px / self.stretch)

    def rows(self, there: NDArray[_T]) -> NDArray[_T]:
        """Return what the cells `(..., H, W)` of a grid hold in those of `grid`: the nearest."""
        count = there.shape[-2]
        height = max(1, round(count / self.stretch))
        nearest = ((np.arange(height) + 0.5) * self.stretch).astype(int).clip(max=count - 1)
        return there[..., nearest, :]

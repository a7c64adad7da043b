"""Brings films with oblong pixels to square ones, and results back.

Files may state a wrong ratio, and a wrong spacing must not move a landmark: a ratio is believed
where the film looks more like a head with it. From 0.8 to 1.25 the model finds landmarks as well as
on square pixels, and the looks tell too little.
"""

from dataclasses import dataclass, replace
from math import sqrt
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.region import Ellipse
from landmark_gui.imaging.recognition import in_all_positions, portrait, shipped_recogniser

ODD, BELIEVED = 1.25, 4.0  # times as long as wide; with more a film would grow too large


@dataclass(frozen=True, slots=True)
class SquarePixels:
    """How a film is brought to square pixels: it gets more rows, or fewer.

    Attributes:
        stretch: so many times as many rows; 1 where they stay.
    """

    stretch: float = 1.0

    @classmethod
    def of(cls, film: Cephalogram) -> Self:
        """Return what a film calls for."""
        aspect, rows = film.info.aspect, film.info.height_px
        odd = ODD < max(aspect, 1 / aspect) <= BELIEVED
        if not odd or _likeness(film, aspect) < _likeness(film, 1.0):
            return cls()
        return cls(max(1, round(rows * aspect)) / rows)

    def film(self, film: Cephalogram) -> Cephalogram:
        """Return the film with square pixels; its identity stays."""
        if self.stretch == 1:
            return film
        info, rows = film.info, round(film.info.height_px * self.stretch)
        picture = Image.fromarray(film.pixels.astype(np.float32))
        pixels = np.array(picture.resize((info.width_px, rows), Image.Resampling.BILINEAR))
        spacing = info.spacing and replace(info.spacing, y_mm=info.spacing.y_mm / self.stretch)
        square = replace(info, height_px=rows, spacing=spacing, pixel_aspect=1.0)
        return replace(film, info=square, pixels=pixels)

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
        return Ellipse.spanned(self.point(there.centre), there.axes / [1.0, self.stretch])

    def grid(self, there: ImageGrid) -> ImageGrid:
        """Return a grid of cells, square again, that covers the same part of the film."""
        height = max(1, round(there.height / self.stretch))
        return replace(there, height=height, top_px=there.top_px / self.stretch)

    def inside(self, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which cells of `grid` belong to a region of cells `(H, W)`: as the nearest do."""
        count = len(there)
        height = max(1, round(count / self.stretch))
        nearest = ((np.arange(height) + 0.5) * self.stretch).astype(int).clip(max=count - 1)
        return np.asarray(there[nearest])

    def maps(self, there: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return probabilities `(N, H, W)` of cells in those of `grid`; the sums stay."""
        if self.stretch == 1:
            return there
        count = there.shape[-2]
        rows, height = np.arange(count), max(1, round(count / self.stretch))
        edges = np.append((np.arange(height) * self.stretch).clip(max=count), count)
        shared = np.minimum(edges[1:, None], rows + 1) - np.maximum(edges[:-1, None], rows)
        return np.asarray(shared.clip(min=0).astype(np.float32) @ there)


def _likeness(film: Cephalogram, aspect: float) -> float:
    """Return how much a film looks like a head, however it lies, with pixels of that ratio."""
    positions = in_all_positions(portrait(film.pixels, aspect))
    return float(shipped_recogniser().likeness(positions).max())

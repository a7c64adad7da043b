"""A film whose pixels are oblong becomes one of square pixels in its picture."""

from dataclasses import dataclass, replace
from math import sqrt
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import Ellipse
from landmark_gui.domain.tracing import Line
from landmark_gui.exchange.labelled import Found, LabelledFilm

_MOST = 4.0  # times as many pixels: a picture must not grow without limit


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a film calls for: more rows or more columns, and only fewer where it would be too large.

    Attributes:
        size_px: width and height of the picture.
        across: pixels of the picture per film pixel, from left to right.
        down: the same from top to bottom.
    """

    size_px: tuple[int, int]
    across: float
    down: float

    @classmethod
    def of(cls, film: FilmInfo) -> Self:
        """Return how a film is drawn."""
        aspect = film.drawn_aspect
        longer = min(max(aspect, 1 / aspect), _MOST)
        across, down = (longer / aspect, longer) if aspect > 1 else (longer, longer * aspect)
        width, height = max(1, round(film.width_px * across)), max(1, round(film.height_px * down))
        return cls((width, height), width / film.width_px, height / film.height_px)

    def info(self, film: FilmInfo) -> FilmInfo:
        """Return what is known of the picture in place of the film; it has no spacing."""
        width, height = self.size_px
        return replace(film, width_px=width, height_px=height, spacing=None, pixel_aspect=1.0)

    def grey(self, film: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the grey values `(height, width)` of the film in those of the picture."""
        if self.size_px == film.shape[::-1]:
            return film
        return np.array(Image.fromarray(film).resize(self.size_px, Image.Resampling.BILINEAR))

    def labels(self, film: LabelledFilm) -> LabelledFilm:
        """Return where everything that is said of the film lies in the picture."""
        said = {
            name: replace(a, point=self._point(a.point)) if a.point else a
            for name, a in film.annotations.items()
        }
        found = {name: self._found(found) for name, found in film.found.items()}
        return replace(film, annotations=said, found=found)

    def line(self, line: Line) -> Line:
        """Return where a line on the film lies in the picture."""
        return replace(line, start=self._point(line.start), end=self._point(line.end))

    def _point(self, point: Point) -> Point:
        return Point(point.x * self.across, point.y * self.down)

    def _found(self, found: Found) -> Found:
        """Return what a model found; its radii have no direction, and are the mean of both."""
        mean = sqrt(self.across * self.down)
        radii = (r and r * mean for r in (found.radius50_px, found.radius90_px))
        region90 = found.region90 and self._ellipse(found.region90)
        return Found(self._point(found.point), *radii, region90=region90)

    def _ellipse(self, ellipse: Ellipse) -> Ellipse:
        if self.across == self.down == 1:
            return ellipse
        axes = ellipse.axes * [self.across, self.down]
        return Ellipse.spanned(self._point(ellipse.centre), axes)

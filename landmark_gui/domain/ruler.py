"""The scale of a film from marks along something of known length."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource

TWO = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """What marks along a ruler say.

    Attributes:
        spacing: millimetres per pixel, calibrated by ruler.
        residual_mm: root mean square distance of the marks from equal steps on a straight line;
            None for two marks, which always fit.
    """

    spacing: PixelSpacing
    residual_mm: float | None


def measured(marks: Sequence[Point], length_mm: float, pixel_aspect: float = 1.0) -> Measured:
    """Return the spacing by which marks at equal steps are `length_mm` long.

    A straight line p(i) = a + b i through the marks in their order, by least squares, gives the
    step b; every mark has its say in it, not the first and the last alone.

    Args:
        marks: film positions, in order along the ruler; two or more.
        length_mm: from the first mark to the last.
        pixel_aspect: height of a pixel divided by its width.

    Raises:
        ValueError: fewer than two marks, no length, or no plausible spacing.
    """
    if len(marks) < TWO or not (isfinite(length_mm) and length_mm > 0):
        raise ValueError("a ruler needs two marks and a length")
    across_px = np.array([(mark.x, mark.y * pixel_aspect) for mark in marks])  # in pixel widths
    place = np.arange(len(marks)) - (len(marks) - 1) / 2
    step_px = place @ across_px / (place @ place)
    off_px = across_px - across_px.mean(axis=0) - place[:, None] * step_px
    length_px = float(np.hypot(*step_px)) * (len(marks) - 1)
    x_mm = length_mm / length_px if length_px else 0.0
    residual_mm = float(np.sqrt(np.mean(np.sum(off_px**2, axis=1)))) * x_mm
    spacing = PixelSpacing(x_mm, x_mm * pixel_aspect, SpacingSource.RULER)
    return Measured(spacing, residual_mm if len(marks) > TWO else None)


@dataclass(frozen=True, slots=True)
class Ruler:
    """A millimetre ruler that is seen on a film.

    Attributes:
        px_per_mm: pixels per millimetre along the ruler.
        error: standard error of that, as a share.
        ticks: how many millimetres of it were measured.
        confidence: 0 ... 1, how much of the grey values' swing along the ruler is its ticks.
        start: where the longest straight piece of it begins.
        end: where that ends.
        length_mm: how long that is.
    """

    px_per_mm: float
    error: float
    ticks: int
    confidence: float
    start: Point
    end: Point
    length_mm: float

    def spacing(self, pixel_aspect: float = 1.0) -> PixelSpacing:
        """Return the millimetres per pixel of the film.

        Args:
            pixel_aspect: height of a pixel divided by its width.
        """
        return measured((self.start, self.end), self.length_mm, pixel_aspect).spacing

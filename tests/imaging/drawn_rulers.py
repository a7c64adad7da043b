"""Rulers drawn on films, with a scale that is known exactly."""

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Grey = NDArray[np.float32]


@dataclass(frozen=True)
class Drawn:
    """A bright bar with dark ticks at its side.

    Attributes:
        px_per_mm: the scale.
        at: (x, y) of its first tick.
        tilt_deg: of its axis, 0 points down and 90 to the right.
        length_mm: of the part with ticks.
        step_mm: between ticks.
        every: so many ticks apart are the longer ones, 10 apart the longest.
        long_mm: length of the longer ticks; the longest have half a millimetre more.
        tick_mm: length of the others.
    """

    px_per_mm: float
    at: tuple[float, float]
    tilt_deg: float = 0.0
    length_mm: float = 30.0
    step_mm: float = 1.0
    every: int = 5
    long_mm: float = 2.6
    tick_mm: float = 1.6

    def on(self, film: Grey) -> Grey:
        """Return the film with the ruler, a little blurred as all shadows are."""
        y, x = np.indices(film.shape) + 0.5
        x, y = (x - self.at[0]) / self.px_per_mm, (y - self.at[1]) / self.px_per_mm
        c, s = cos(radians(self.tilt_deg)), sin(radians(self.tilt_deg))
        along, across = x * s + y * c, x * c - y * s
        bar = (along > -3.0) & (along < self.length_mm + 3.0) & (across > 0) & (across < 5.0)
        place = along / self.step_mm
        tick = np.rint(place)
        longer = np.where(
            tick % self.every == 0, self.long_mm + 0.5 * (tick % 10 == 0), self.tick_mm
        )
        near = np.abs(place - tick) < 0.25
        ticks = near & (across < longer) & (across > 0)
        ticks &= (along > -0.5 * self.step_mm) & (along < self.length_mm + 0.5 * self.step_mm)
        drawn = np.where(bar, 0.85, film)
        drawn = np.where(ticks, 0.35, drawn)
        return ndimage.gaussian_filter(drawn, 0.08 * self.px_per_mm).astype(np.float32)

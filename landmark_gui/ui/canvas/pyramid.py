"""Smaller copies of a film, so that a reduced film is averaged instead of skipping pixels."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.cephalogram import Cephalogram

Pixels = NDArray[np.uint8 | np.uint16 | np.float32]
LEVELS = 3
STRIP = 256  # rows that are halved at a time: a large film in float32 would take twice its memory


@dataclass(frozen=True, slots=True, eq=False)
class ShownFilm:
    """A film with its reduced copies; level k has pixels of 2**k x 2**k film pixels.

    Attributes:
        film: the film in full.
        levels: `(H // 2**k, W // 2**k)` of the film's own dtype, k = 0, 1, 2.
        span: range of the film's grey values.
    """

    film: Cephalogram
    levels: tuple[Pixels, ...]
    span: float

    @classmethod
    def of(cls, film: Cephalogram) -> "ShownFilm":
        """Return a film made ready to be shown; takes about 20 ms, so not in the GUI thread."""
        levels: list[Pixels] = [film.pixels]
        while len(levels) < LEVELS and min(levels[-1].shape) > 1:
            levels.append(halved(levels[-1]))
        span = float(film.pixels.max()) - float(film.pixels.min())
        return cls(film, tuple(levels), max(span, 1e-6))

    @property
    def nbytes(self) -> int:
        """Memory that the film and its copies take."""
        return sum(level.nbytes for level in self.levels)

    def reduced(self, height_px: int) -> Cephalogram:
        """Return the smallest copy that is at least so high, as a film; it has no spacing."""
        tall = (level for level in reversed(self.levels) if level.shape[0] >= height_px)
        pixels = next(tall, self.film.pixels)
        height, width = pixels.shape
        info = replace(
            self.film.info,
            width_px=width,
            height_px=height,
            spacing=None,
            pixel_aspect=self.film.info.aspect,
        )
        return replace(self.film, info=info, pixels=pixels)

    def level_for(self, scale: float) -> int:
        """Return the coarsest level that still has a pixel for each on the screen."""
        level = 0
        while level + 1 < len(self.levels) and scale * 2 ** (level + 1) <= 1.0:
            level += 1
        return level


def halved(pixels: Pixels) -> Pixels:
    """Return the mean of 2 x 2 pixels in the same dtype; an odd last row or column is left out."""
    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2
    half = np.empty((height // 2, width // 2), pixels.dtype)
    for top in range(0, height, STRIP):
        even = pixels[top : min(top + STRIP, height), :width].astype(np.float32)
        rows = even[0::2] + even[1::2]
        half[top // 2 : top // 2 + len(rows)] = (rows[:, 0::2] + rows[:, 1::2]) / 4
    return half

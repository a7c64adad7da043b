"""The model's frame: a film of any size, letterboxed into the coarse grid and its finer copies.

The frame is the film, not the millimetre: a wrong spacing must not move a landmark.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.network import FILM_PER_CELL
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid

GREY_SHARES = (0.5, 99.5)  # percentiles that become black and white: a burnt-in label has no say
WIDEST = 8  # times as wide as high: letterboxed, a strip would take gigabytes
BILINEAR = Image.Resampling.BILINEAR
GREY_STRIDE = 4  # every fourth pixel is plenty to find them


@dataclass(frozen=True, slots=True, eq=False)
class FilmFrame:
    """A film as the networks read it.

    Attributes:
        grid: the coarse grid on the film.
        fine: `(H * config.fine, W * config.fine)` float32 in 0 ... 1, for the refiner.
    """

    grid: ImageGrid
    fine: NDArray[np.float32]

    @classmethod
    def of(cls, film: Cephalogram, config: ModelConfig) -> "FilmFrame":
        """Letterbox a film; its position in the grid is exact to a fraction of a pixel.

        Raises:
            ValueError: the film is a strip, in which no head can be.
        """
        if max(film.info.size_px) > WIDEST * min(film.info.size_px):
            width, height = film.info.size_px
            raise ValueError(f"A film of {width} x {height} pixels is too narrow to show a head.")
        grid = ImageGrid.letterbox(film.info.size_px, config.grid_size)
        size = (config.grid_width * config.fine, config.grid_height * config.fine)
        return cls(grid, resample(normalised_greys(film.pixels), grid, size))

    def for_encoder(self) -> Tensor:
        """Return the film at the encoder's resolution, `(1, 1, 2H, 2W)` float32."""
        size = (self.grid.width * FILM_PER_CELL, self.grid.height * FILM_PER_CELL)
        return torch.from_numpy(resize(self.fine, size))[None, None]


def normalised_greys(pixels: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return the pixels between their near-extreme grey values as float32 in 0 ... 1.

    The display's window has no part in it: changing it never moves a prediction.
    """
    low, high = np.percentile(pixels[::GREY_STRIDE, ::GREY_STRIDE].astype(np.float32), GREY_SHARES)
    greys = (pixels.astype(np.float32) - np.float32(low)) / np.float32(max(high - low, 1e-6))
    return np.clip(greys, 0.0, 1.0, out=greys)


def resize(image: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Return the image at another (width, height), smoothed first where it shrinks."""
    picture = Image.fromarray(image).resize(size, BILINEAR)
    return np.array(picture, dtype=np.float32)


def resample(
    image: NDArray[np.float32], grid: ImageGrid, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Return what lies under the grid at `size` (width, height); black beside the film."""
    left, top, span_x, span_y = grid.rect_px
    height, width = image.shape
    rows, columns = (0, (top, top + span_y), size[1]), (1, (left, left + span_x), size[0])
    # first along the side that needs less black: the other way round a strip would take gigabytes
    passes = (columns, rows) if span_x - width <= span_y - height else (rows, columns)
    for axis, ends, count in passes:
        image = _resampled(image, axis, ends, count)
    return image


def _resampled(
    image: NDArray[np.float32], axis: int, ends: tuple[float, float], count: int
) -> NDArray[np.float32]:
    """Return what lies between two places along an axis, as `count` pixels."""
    beside = [(0, 0), (0, 0)]
    before = math.ceil(max(0.0, -ends[0]))
    beside[axis] = (before, math.ceil(max(0.0, ends[1] - image.shape[axis])))
    padded = np.pad(image, beside)
    low, high = ends[0] + before, min(ends[1] + before, padded.shape[axis])
    height, width = padded.shape
    picture = Image.fromarray(padded)
    if axis:
        picture = picture.resize((count, height), BILINEAR, (low, 0, high, height))
    else:
        picture = picture.resize((width, count), BILINEAR, (0, low, width, high))
    return np.array(picture, dtype=np.float32)

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
            raise ValueError(f"A film of {width} x {height} pixels can hold no head.")
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
    picture = Image.fromarray(image).resize(size, Image.Resampling.BILINEAR)
    return np.array(picture, dtype=np.float32)


def resample(
    image: NDArray[np.float32], grid: ImageGrid, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Return what lies under the grid at `size` (width, height); black beside the film."""
    height, width = image.shape
    left, top, span_x, span_y = grid.rect_px
    before_x, before_y = math.ceil(max(0.0, -left)), math.ceil(max(0.0, -top))
    after_x = math.ceil(max(0.0, left + span_x - width))
    after_y = math.ceil(max(0.0, top + span_y - height))
    padded = np.pad(image, ((before_y, after_y), (before_x, after_x)))
    left, top = left + before_x, top + before_y
    box = (left, top, min(left + span_x, padded.shape[1]), min(top + span_y, padded.shape[0]))
    picture = Image.fromarray(padded).resize(size, Image.Resampling.BILINEAR, box=box)
    return np.array(picture, dtype=np.float32)

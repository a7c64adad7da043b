"""The second look: crops of the fine film around coarse positions, and how both maps combine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.heatmaps import softmax

PRIOR_POWER = 0.5  # of the coarse map in the product: both maps have seen the same pixels
WIDE_POWER = 0.5  # likewise, of the refiners that look wider


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """Square windows of the fine film, aligned with its pixels so that nothing is resampled.

    Attributes:
        pixels: `(M, 1, crop, crop)` float32.
        origin: `(M, 2)` long, column and row of the first pixel on the fine film.
    """

    pixels: Tensor
    origin: Tensor


def cut(fine: NDArray[np.float32], centres: Tensor, config: ModelConfig) -> Crops:
    """Cut windows around `centres` `(M, 2)` in cells; black beside the film."""
    origin = (centres * config.fine - config.crop / 2).round().long()
    return Crops(_windows(fine, origin, config.crop), origin)


def seen(fine: NDArray[np.float32], crops: Crops, reach: int) -> Tensor:
    """Return what is seen around the crops `(M, 1, crop, crop)` at `reach` fine pixels a pixel."""
    if reach == 1:
        return crops.pixels
    side = crops.pixels.shape[-1]
    wide = _windows(fine, crops.origin - side * (reach - 1) // 2, side * reach)
    return functional.avg_pool2d(wide, reach)


def _windows(fine: NDArray[np.float32], origin: Tensor, side: int) -> Tensor:
    padded = np.pad(fine, side)
    height, width = fine.shape
    windows = []
    for column, row in origin.tolist():
        x = min(max(column, -side), width) + side
        y = min(max(row, -side), height) + side
        windows.append(padded[y : y + side, x : x + side])
    return torch.from_numpy(np.stack(windows))[:, None]


def joined(logits: Sequence[tuple[int, Tensor]]) -> Tensor:
    """Return the logits of all refiners as one, `(M, crop, crop)` on the crops of reach 1.

    Args:
        logits: the reach of each refiner, and what it says, `(M, crop, crop)`.
    """
    near = torch.stack([said for reach, said in logits if reach == 1]).mean(0)
    wide = [_centre(said, reach) for reach, said in logits if reach > 1]
    return near + WIDE_POWER * torch.stack(wide).mean(0) if wide else near


def _centre(said: Tensor, reach: int) -> Tensor:
    """Return the middle of wide maps in fine pixels."""
    side = said.shape[-1]
    margin = side * (reach - 1) // 2
    fine = functional.interpolate(
        said[:, None], scale_factor=float(reach), mode="bilinear", align_corners=False
    )
    return fine[:, 0, margin : margin + side, margin : margin + side]


def combine(logits: Tensor, prior: Tensor, crops: Crops, config: ModelConfig) -> Tensor:
    """Return refiner x coarse^0.5 in each crop.

    Args:
        logits: `(M, crop, crop)` of the refiners.
        prior: `(M, H, W)` coarse probabilities.
        crops: the windows that `logits` belong to.
        config: shape of the model.

    Returns:
        Probabilities `(M, crop, crop)`, each summing to 1.
    """
    return softmax(logits + PRIOR_POWER * _in_crops(_log(prior), crops, config))


def reweighed(
    maps: Tensor, before: Tensor, after: Tensor, crops: Crops, config: ModelConfig
) -> Tensor:
    """Return maps `(M, crop, crop)` of `combine` with another prior in the place of the one before.

    Args:
        maps: probabilities.
        before: `(M, H, W)`, the coarse probabilities in them.
        after: those that they shall have.
        crops: the windows of `maps`.
        config: shape of the model.
    """
    change = _in_crops(_log(after) - _log(before), crops, config)
    return softmax(maps.clamp_min(1e-20).log() + PRIOR_POWER * change)


def _log(probabilities: Tensor) -> Tensor:
    return (probabilities + 1e-7).log()


def _in_crops(coarse: Tensor, crops: Crops, config: ModelConfig) -> Tensor:
    """Return values of the grid `(M, H, W)` at the pixels of crops, `(M, crop, crop)`."""
    steps = (torch.arange(config.crop, device=coarse.device) + 0.5) / config.fine
    origin = crops.origin.to(coarse) / config.fine
    x = origin[:, 0, None, None] + steps[None, None, :]
    y = origin[:, 1, None, None] + steps[None, :, None]
    height, width = coarse.shape[-2:]
    where = _both(x * 2 / width - 1, y * 2 / height - 1)
    return functional.grid_sample(
        coarse[:, None], where, mode="bilinear", padding_mode="border", align_corners=False
    )[:, 0]


def _both(x: Tensor, y: Tensor) -> Tensor:
    """Return `(M, h, w, 2)` from x `(M, 1, w)` and y `(M, h, 1)`."""
    size = (len(x), y.shape[1], x.shape[2])
    return torch.stack([x.expand(size), y.expand(size)], -1)


def to_cells(points: Tensor, crops: Crops, config: ModelConfig) -> Tensor:
    """Return positions `(M, 2)` in crop pixels as positions in cells of the coarse grid."""
    return (points + crops.origin.to(points)) / config.fine


def onto_grid(fine_maps: Tensor, crops: Crops, config: ModelConfig) -> Tensor:
    """Gather crop probabilities `(M, crop, crop)` in the cells of the grid, `(M, H, W)`."""
    maps = torch.zeros(
        len(fine_maps), config.grid_height * config.grid_width, device=fine_maps.device
    )
    steps = torch.arange(config.crop, device=fine_maps.device)
    column = (crops.origin[:, :1] + steps).div(config.fine, rounding_mode="floor")
    row = (crops.origin[:, 1:] + steps).div(config.fine, rounding_mode="floor")
    column = column.clamp(0, config.grid_width - 1)
    row = row.clamp(0, config.grid_height - 1)
    cell = row[:, :, None] * config.grid_width + column[:, None, :]
    maps.scatter_add_(1, cell.flatten(1), fine_maps.flatten(1))
    return maps.view(-1, config.grid_height, config.grid_width)

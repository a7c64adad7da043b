"""Neighbours follow: answers that contradict what is set are sought where the others expect them.

The networks answer each landmark from the film; what is set of the others leaves them cold. So a
landmark's place y given the others comes from the shape model (`domain/shape.py`), a Gaussian
N(y): what is set counts as certain, each other answer as far as its map is sure. Where an answer
lies within 95 % of it, nothing changes. Else, from the maps that the film already has,

    coarse(y) N(y)                 says where the refiner looks, which may be another structure;
    refiner(y) coarse(y)^0.5 N(y)  is the landmark's map.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import torch
from torch import Tensor

from landmark_gui.diffusion import refinement
from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.heatmaps import (
    cell_centres,
    expected_distance,
    hottest,
    softmax,
)
from landmark_gui.diffusion.refinement import Crops
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel

SURPRISING = 5.991  # 95 % of chi^2 with 2 degrees of freedom
DISTRUST = 2.0  # maps are that much surer of themselves where they are wrong
LEAST_ERROR_CELLS = 0.5
APART_CELLS = 2.0  # from which on the refiner looks anew
_TIP_CELLS = 4.0  # around the hottest cell, whose middle the refiner looks at

#: Crops around centres `(M, 2)` in cells and the refiner's logits for landmarks `(M,)` in them.
LookCloser: TypeAlias = Callable[[Tensor, Tensor], tuple[Crops, Tensor]]
ReadPoints: TypeAlias = Callable[[Tensor], Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Priors:
    """Normal distributions of landmarks over the film, in cells.

    Attributes:
        landmarks: `(M,)` long, which ones.
        centre: `(M, 2)`.
        precision: `(M, 2, 2)`.
    """

    landmarks: Tensor
    centre: Tensor
    precision: Tensor

    def log_density(self, x: Tensor, y: Tensor) -> Tensor:
        """Return `(M, h, w)` up to a constant, at columns x `(M, w)` and rows y `(M, h)`."""
        dx = (x - self.centre[:, :1])[:, None, :]
        dy = (y - self.centre[:, 1:])[:, :, None]
        xx, xy, yy = (self.precision[:, i, j, None, None] for i, j in ((0, 0), (0, 1), (1, 1)))
        return -0.5 * (xx * dx**2 + 2 * xy * dx * dy + yy * dy**2)


def contradicted(
    refined: Refined, names: tuple[str, ...], given: Mapping[str, Point], shape: ShapeModel
) -> Priors | None:
    """Return what the others say of landmarks that are not where they let them be expected.

    Args:
        refined: what was said of the film before anything was set.
        names: of its landmarks.
        given: what is set, in cells.
        shape: how landmarks lie to each other.
    """
    errors = expected_distance(refined.fine, refined.points) / refined.config.fine
    errors = DISTRUST * errors + LEAST_ERROR_CELLS
    error_of = {n: e for n, e in zip(names, errors.tolist(), strict=True) if n not in given}
    answers = {n: Point(x, y) for n, (x, y) in zip(names, refined.cells.tolist(), strict=True)}
    said = shape.expectations(answers | dict(given), error_of)
    far = {n: e for n, e in said.items() if n not in given and e.surprise > SURPRISING}
    if not far:
        return None
    covariance = torch.tensor([e.covariance_px2 for e in far.values()])[:, [0, 1, 1, 2]]
    return Priors(
        torch.tensor([names.index(name) for name in far]),
        torch.tensor([(e.point.x, e.point.y) for e in far.values()]),
        torch.linalg.inv(covariance.view(-1, 2, 2)),
    )


def sought(said: Refined, priors: Priors, look: LookCloser, read: ReadPoints) -> Refined:
    """Return what is said of landmarks beside the others.

    Args:
        said: of the landmarks of the priors, before.
        priors: what the others say of them.
        look: the refiner.
        read: takes the points from maps.
    """
    config, crops, maps = said.config, said.crops, said.fine
    wanted = _expected_places(said.coarse, priors)
    middle = (crops.origin + config.crop / 2) / config.fine
    anew = (wanted - middle).norm(dim=1) >= APART_CELLS
    if anew.any():
        fresh, logits = look(wanted[anew], priors.landmarks[anew])
        crops = Crops(
            crops.pixels.masked_scatter(anew[:, None, None, None], fresh.pixels),
            crops.origin.masked_scatter(anew[:, None], fresh.origin),
        )
        seen = refinement.combine(logits, said.coarse[anew], fresh, config)
        maps = maps.masked_scatter(anew[:, None, None], seen)
    fine = _beside_others(maps, crops, priors, config.fine)
    return replace(said, fine=fine, points=read(fine), crops=crops)


def _expected_places(coarse: Tensor, priors: Priors) -> Tensor:
    """Return the middle of the best place `(M, 2)` on the grid for coarse maps `(M, H, W)`."""
    x, y = cell_centres(coarse.shape[-2], coarse.shape[-1], coarse)
    density = priors.log_density(x.expand(len(coarse), -1), y.expand(len(coarse), -1))
    both = softmax((coarse + 1e-7).log() + density)
    tip = hottest(both)
    away = (x - tip[:, :1])[:, None, :] ** 2 + (y - tip[:, 1:])[:, :, None] ** 2
    near = both * (away < _TIP_CELLS**2)
    weights = near / near.sum((1, 2), keepdim=True)
    return torch.stack([weights.sum(1) @ x, weights.sum(2) @ y], 1)


def _beside_others(maps: Tensor, crops: Crops, priors: Priors, fine: int) -> Tensor:
    """Return maps in crops times what the others say."""
    steps = (torch.arange(maps.shape[-1]) + 0.5) / fine
    corner = crops.origin / fine
    density = priors.log_density(corner[:, :1] + steps, corner[:, 1:] + steps)
    return softmax(maps.clamp_min(1e-20).log() + density)

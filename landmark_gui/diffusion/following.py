"""Neighbours follow: once some landmarks are set, the others are sought anew beside them.

A few steps of the chain run again from what the encoder read of the film, with what is set held in
its place and counted as certain (`neighbours`). Where their maps lead elsewhere the refiner looks
anew; else what it said before is weighed anew.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from torch import Tensor

from landmark_gui.diffusion import refinement
from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.heatmaps import least_error
from landmark_gui.diffusion.refinement import Crops

STEPS, SAMPLES = 4, 2  # of the chain that runs again: the hand waits for it
APART_CELLS = 2.0  # from which on the refiner looks anew
LEAST_CELLS = 0.2  # a landmark that would go less far stays: it is no answer to what was set

#: Crops around centres `(M, 2)` in cells and the refiner's logits for landmarks `(M,)` in them.
LookCloser: TypeAlias = Callable[[Tensor, Tensor], tuple[Crops, Tensor]]
ReadPoints: TypeAlias = Callable[[Tensor], Tensor]


def sought(
    before: Refined, coarse: Tensor, landmarks: Tensor, look: LookCloser, read: ReadPoints
) -> Refined:
    """Return what is said of landmarks beside those that are set.

    Args:
        before: what was said before any was.
        coarse: `(M, H, W)` probabilities since.
        landmarks: `(M,)` long, which ones.
        look: the refiner.
        read: takes the points from maps.
    """
    config, crops = before.config, before.crops
    maps = refinement.reweighed(before.fine, before.coarse, coarse, crops, config)
    wanted = least_error(coarse)
    middle = (crops.origin + config.crop / 2) / config.fine
    anew = (wanted - middle).norm(dim=1) >= APART_CELLS
    if anew.any():
        fresh, logits = look(wanted[anew], landmarks[anew])
        crops = Crops(
            crops.pixels.masked_scatter(anew[:, None, None, None], fresh.pixels),
            crops.origin.masked_scatter(anew[:, None], fresh.origin),
        )
        seen = refinement.combine(logits, coarse[anew], fresh, config)
        maps = maps.masked_scatter(anew[:, None, None], seen)
    return replace(before, fine=maps, points=read(maps), crops=crops, coarse=coarse)


def moved(before: Refined, after: Refined) -> Tensor:
    """Return which of the landmarks went far enough to be told, as indices."""
    far: Tensor = (after.cells - before.cells).norm(dim=1) >= LEAST_CELLS
    return far.nonzero()[:, 0]

"""The method with a part taken away, and what it costs: for `landmark-gui bench model`."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import torch
from torch.utils.flop_counter import FlopCounterMode

from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.heatmaps import least_error
from landmark_gui.domain.geometry import Point

T = TypeVar("T")


def without_skip(detector: DiffusionDetector) -> DiffusionDetector:
    """Return the detector without its analytic skip; the weights were trained with it."""
    model = copy.deepcopy(detector.model)
    with torch.no_grad():
        model.denoiser.skip_weight.zero_()
    return replace(detector, model=model)


def coarse_points(refined: Refined) -> tuple[Point, ...]:
    """Return the points as the coarse maps alone say, on the film."""
    cells = least_error(refined.coarse).double().tolist()
    return tuple(refined.grid.to_film(Point(x, y)) for x, y in cells)


def multiply_adds(work: Callable[[], T]) -> tuple[T, int]:
    """Return what some work gives, and how many multiply-adds its networks took."""
    counter = FlopCounterMode(display=False)
    with counter:
        given = work()
    return given, counter.get_total_flops() // 2

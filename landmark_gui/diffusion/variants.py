"""The method with a part taken away, and what it costs: for `landmark-gui bench model`."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import torch
from torch.utils.flop_counter import FlopCounterMode

from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.heatmaps import least_error
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point

T = TypeVar("T")


def without_skip(detector: DiffusionDetector) -> DiffusionDetector:
    """Return the detector without its analytic skip; the weights were trained with it."""
    model = copy.deepcopy(detector.model)
    with torch.no_grad():
        model.denoiser.skip_weight.zero_()
    return replace(detector, model=model)


def coarse_points(
    detector: DiffusionDetector, film: Cephalogram, settings: Settings
) -> tuple[Point, ...]:
    """Return the points as the coarse maps alone say, on the film; no refiner has a look."""
    frame, maps = detector.look_afar(film, settings)
    cells = least_error(maps).double().tolist()
    return tuple(frame.grid.to_film(Point(x, y)) for x, y in cells)


def multiply_adds(work: Callable[[], T]) -> tuple[T, int]:
    """Return what some work gives, and how many multiply-adds its networks took."""
    counter = FlopCounterMode(display=False)
    with counter:
        given = work()
    return given, counter.get_total_flops() // 2

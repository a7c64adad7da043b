"""The method with a part taken away, and what it costs: for `landmark-gui bench model`."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.heatmaps import hottest, least_error
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point

T = TypeVar("T")
Head: TypeAlias = dict[str, Point]


def without_neighbours(detector: DiffusionDetector) -> DiffusionDetector:
    """Return the detector without its prior of the shape."""
    return replace(detector, shape=None)


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


def draws(
    detector: DiffusionDetector, film: Cephalogram, settings: Settings
) -> tuple[list[Head], list[Head]]:
    """Return whole heads drawn for a film: by the chain, and landmark by landmark.

    The former are the samples of the chain, read where they are hottest at its end. The latter are
    as many draws from the maps of its first step, which is the single step.
    """
    frame, chain = detector.chain(film, settings)
    first, *_, last = (beliefs.cpu() for beliefs in chain)
    count, width = len(last), last.shape[-1]
    by_chance = torch.Generator().manual_seed(settings.seed)
    cells = torch.multinomial(first[0].flatten(1), count, replacement=True, generator=by_chance).T
    alone = torch.stack([cells % width, cells.div(width, rounding_mode="floor")], -1) + 0.5
    together = hottest(last.flatten(0, 1)).view(count, -1, 2)
    names = detector.scheme.abbreviations

    def heads(places: Tensor) -> list[Head]:
        return [
            {n: frame.grid.to_film(Point(x, y)) for n, (x, y) in zip(names, head, strict=True)}
            for head in places.double().tolist()
        ]

    return heads(together), heads(alone)


def multiply_adds(work: Callable[[], T]) -> tuple[T, int]:
    """Return what some work gives, and how many multiply-adds its networks took."""
    counter = FlopCounterMode(display=False)
    with counter:
        given = work()
    return given, counter.get_total_flops() // 2

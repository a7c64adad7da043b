"""Once some landmarks are set, the others are weighed anew, or sought where the chain leads."""

import pytest
import torch
from torch import Tensor

from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.following import moved, sought
from landmark_gui.diffusion.heatmaps import gaussian, least_error
from landmark_gui.diffusion.refinement import Crops, combine, reweighed
from landmark_gui.domain.geometry import ImageGrid

CONFIG = PRESETS["tiny"]  # 40 x 32 cells, 4 pixels a cell, crops of 32 pixels
CELLS = torch.tensor([[16.0, 20.0], [8.0, 10.0], [24.0, 30.0]])


def coarse(cells: Tensor) -> Tensor:
    return gaussian(cells, 0.7, CONFIG.grid_height, CONFIG.grid_width)


def seen() -> Refined:
    """Return sure maps of three landmarks."""
    side, fine = CONFIG.crop, CONFIG.fine
    origin = (CELLS * fine - side / 2).round().long()
    points = CELLS * fine - origin
    crops = Crops(torch.zeros(len(CELLS), 1, side, side), origin)
    grid = ImageGrid(CONFIG.grid_width, CONFIG.grid_height, 10.0)
    return Refined(grid, CONFIG, gaussian(points, 1.5, side, side), points, crops, coarse(CELLS))


def blank(centres: Tensor, landmarks: Tensor) -> tuple[Crops, Tensor]:
    """Look without seeing anything."""
    side = CONFIG.crop
    origin = (centres * CONFIG.fine - side / 2).round().long()
    zero = torch.zeros(len(landmarks), 1, side, side)
    return Crops(zero, origin), zero[:, 0]


def forbidden(centres: Tensor, landmarks: Tensor) -> tuple[Crops, Tensor]:
    raise AssertionError(f"{landmarks} need no other look at {centres}")


def test_answers_that_agree_are_left_alone() -> None:
    found = sought(seen(), coarse(CELLS), torch.arange(3), forbidden, least_error)
    assert moved(seen(), found).tolist() == []
    assert torch.allclose(found.cells, CELLS, atol=0.05)


def test_a_place_nearby_is_weighed_without_another_look() -> None:
    elsewhere = CELLS + torch.tensor([[1.5, 0.0], [0.0, 0.0], [0.0, 0.0]])
    found = sought(seen(), coarse(elsewhere), torch.arange(3), forbidden, least_error)
    shift = found.cells - CELLS
    assert 0.05 < shift[0, 0] < 1.5
    assert shift[1:].norm(dim=1).max() < 0.05
    assert torch.equal(found.crops.origin, seen().crops.origin)


def test_a_landmark_that_belongs_elsewhere_is_looked_at_there() -> None:
    elsewhere = CELLS.clone()
    elsewhere[1] = torch.tensor([20.0, 6.0])
    found = sought(seen(), coarse(elsewhere), torch.arange(3), blank, least_error)
    assert moved(seen(), found).tolist() == [1]
    assert (found.cells[1] - elsewhere[1]).norm() < 1.0
    assert torch.equal(found.crops.origin[[0, 2]], seen().crops.origin[[0, 2]])


def test_maps_beside_the_others_are_probabilities() -> None:
    elsewhere = CELLS + torch.tensor([[1.0, 0.0], [9.0, 0.0], [0.0, 0.0]])
    found = sought(seen(), coarse(elsewhere), torch.arange(3), blank, least_error)
    assert found.fine.sum((1, 2)).tolist() == pytest.approx([1.0] * 3)


def test_maps_weighed_anew_are_those_of_the_refiner_with_the_other_prior() -> None:
    crops = seen().crops
    logits = torch.randn(3, CONFIG.crop, CONFIG.crop, generator=torch.manual_seed(0))
    before, after = coarse(CELLS), coarse(CELLS + 1.0)
    maps = combine(logits, before, crops, CONFIG)
    again = reweighed(maps, before, after, crops, CONFIG)
    assert torch.allclose(again, combine(logits, after, crops, CONFIG), atol=1e-5)

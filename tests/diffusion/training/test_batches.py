"""Batches of training: an image and the place that it is said to show belong together."""

import dataclasses

import pytest
import torch
from torch import Tensor

from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.training import augmentation
from landmark_gui.diffusion.training.dataset import TrainingSet
from landmark_gui.diffusion.training.parts import RefinerPart, WholeFilms
from landmark_gui.diffusion.training.settings import PartSettings

MODEL = PRESETS["tiny"]
PLACE = (14.2, 17.7)  # in cells
PART = PartSettings(steps=1, batch=8, rotation_deg=20.0, scale=0.1, harshness=0.0)


def spot(cells_per_px: float) -> Tensor:
    """Return a film `(1, H, W)` uint8, black but for a round spot at the place."""
    shape = round(MODEL.grid_height / cells_per_px), round(MODEL.grid_width / cells_per_px)
    y, x = torch.meshgrid(
        *((torch.arange(side) + 0.5) * cells_per_px for side in shape), indexing="ij"
    )
    distance = (x - PLACE[0]) ** 2 + (y - PLACE[1]) ** 2
    return (255 * torch.exp(-distance / 2)).round().byte()[None]


@pytest.fixture
def films() -> TrainingSet:
    everywhere = torch.tensor(PLACE).expand(1, 1, MODEL.landmarks, 2)
    return TrainingSet(spot(1 / MODEL.fine), spot(1 / 2), everywhere, phantoms=0)


def middles(images: Tensor) -> Tensor:
    """Return the centres of brightness `(B, 2)` of images `(B, 1, H, W)`, in their pixels."""
    bright = (images[:, 0] - 0.02).clamp_min(0)
    along, down = (bright.sum(axis) for axis in (1, 2))
    both = [(of * (torch.arange(of.shape[1]) + 0.5)).sum(1) for of in (along, down)]
    return torch.stack(both, -1) / bright.sum((1, 2))[:, None]


def test_a_whole_film_shows_its_landmarks_where_they_are_said_to_be(
    films: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(augmentation, "HIDDEN_SHARE", -1.0)  # no rectangle lies over the spot
    batches = WholeFilms(MODEL, films, PART, 0.0)
    images, points = batches.draw(torch.Generator().manual_seed(0))
    assert float((points - torch.tensor(PLACE)).norm(dim=-1).min()) > 0.3  # they were moved
    assert float((middles(images) / 2 - points[:, 0]).abs().max()) < 0.05


@pytest.mark.parametrize("reach", [1, 2])
def test_a_crop_shows_its_landmark_where_it_is_said_to_be(films: TrainingSet, reach: int) -> None:
    near = dataclasses.replace(PART, shift=0.5, reach=reach)
    crops, points, _ = RefinerPart(MODEL, films, near, 0.0)._crops(torch.Generator().manual_seed(0))
    assert float((points[:, 0] - MODEL.crop / 2).norm(dim=-1).max()) > 1.0
    assert float((middles(crops) - points[:, 0]).abs().max()) < 0.1

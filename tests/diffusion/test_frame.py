"""Half-pixel honesty: a rendered point stays where it is through every resize and crop."""

import math
import tracemalloc

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from landmark_gui.diffusion import refinement
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.frame import FilmFrame, normalised_greys, resample, resize
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import ImageGrid, Point

CONFIG = PRESETS["small"]


def spot(size: tuple[int, int], place: NDArray[np.float64], sigma: float) -> NDArray[np.float32]:
    (width, height), (x, y) = size, place.tolist()
    columns, rows = np.arange(width) + 0.5, np.arange(height) + 0.5
    across = np.exp(-((columns - x) ** 2) / (2 * sigma**2))
    down = np.exp(-((rows - y) ** 2) / (2 * sigma**2))
    return np.outer(down, across).astype(np.float32)


def centroid(image: NDArray[np.float32]) -> NDArray[np.float64]:
    weight = image.astype(np.float64)
    columns, rows = np.arange(image.shape[1]) + 0.5, np.arange(image.shape[0]) + 0.5
    total = float(weight.sum())
    x, y = float(weight.sum(0) @ columns), float(weight.sum(1) @ rows)
    return np.array([x / total, y / total])


@pytest.mark.parametrize("size", [(1935, 2400), (1340, 1671), (640, 800), (2000, 900), (333, 501)])
def test_a_point_keeps_its_position_through_the_letterbox(size: tuple[int, int]) -> None:
    width, height = size
    place = np.array([0.413 * width, 0.377 * height])
    grid = ImageGrid.letterbox(size, CONFIG.grid_size)
    out = (CONFIG.grid_width * CONFIG.fine, CONFIG.grid_height * CONFIG.fine)
    image = spot(size, place, grid.cell_px)
    fine = resample(image, grid, out)
    back = grid.to_film(Point(*(centroid(fine) / CONFIG.fine)))
    assert np.abs(np.array([back.x, back.y]) - place).max() < 0.01 * max(
        1.0, grid.cell_px / CONFIG.fine
    )


def test_a_point_keeps_its_position_at_the_encoders_resolution() -> None:
    image = spot((640, 800), np.array([300.3, 411.7]), 9.0)
    small = resize(image, (256, 320))
    assert np.abs(centroid(small) * 2.5 - [300.3, 411.7]).max() < 0.01


@pytest.mark.parametrize("centre", [(64.0, 80.0), (20.33, 31.71), (101.9, 140.2)])
def test_a_point_keeps_its_position_in_a_crop(centre: tuple[float, float]) -> None:
    place = np.array(centre) + np.array([1.3, -2.1])
    fine = spot((640, 800), place * CONFIG.fine, 4.0)
    crops = refinement.cut(fine, torch.tensor([centre]), CONFIG)
    inside = torch.tensor(centroid(crops.pixels[0, 0].numpy()))[None]
    cells = refinement.to_cells(inside, crops, CONFIG)[0].numpy()
    assert np.abs(cells - place).max() < 0.01


@pytest.mark.parametrize("reach", [2, 3])
def test_what_is_seen_wider_keeps_its_position(reach: int) -> None:
    place = np.array([62.7, 79.1])
    fine = spot((640, 800), place * CONFIG.fine, 4.0)
    crops = refinement.cut(fine, torch.tensor([[64.0, 80.0]]), CONFIG)
    wide = refinement.seen(fine, crops, reach)
    assert wide.shape == crops.pixels.shape
    both = refinement.joined([(1, torch.zeros_like(crops.pixels[:, 0])), (reach, wide[:, 0])])
    inside = torch.tensor(centroid(both[0].numpy()))[None]
    cells = refinement.to_cells(inside, crops, CONFIG)[0].numpy()
    assert np.abs(cells - place).max() < 0.01


def test_refiners_are_heard_alike_and_the_wider_ones_together() -> None:
    ones = torch.ones(1, 32, 32)
    said = [(1, ones), (1, 3 * ones), (2, 4 * ones), (2, 8 * ones)]
    expected = 2.0 + 6.0 * refinement.WIDE_POWER
    assert torch.allclose(refinement.joined(said), expected * ones)


def test_a_strip_is_refused_before_it_takes_gigabytes() -> None:
    pixels = np.zeros((200, 8000), np.uint8)
    film = Cephalogram(FilmInfo("a", "x", 8000, 200), pixels, Window(0, 1))
    with pytest.raises(ValueError, match="8000 x 200 pixels is too narrow to show a head"):
        FilmFrame.of(film, CONFIG)


@pytest.mark.parametrize("size", [(2600, 340), (340, 2600), (97, 130), (130, 97)])
def test_the_letterbox_is_that_of_the_whole_padded_film_without_its_memory(
    size: tuple[int, int],
) -> None:
    width, height = size
    image = np.random.default_rng(0).random((height, width), np.float32)
    grid, out = ImageGrid.letterbox(size, CONFIG.grid_size), (256, 320)
    left, top, span_x, span_y = grid.rect_px
    wide, high = (math.ceil(max(0.0, -edge)) for edge in (left, top))
    padded = np.pad(image, ((high, high), (wide, wide)))
    corner = (left + wide, top + high)
    ends = (min(corner[0] + span_x, padded.shape[1]), min(corner[1] + span_y, padded.shape[0]))
    whole = Image.fromarray(padded).resize(out, Image.Resampling.BILINEAR, (*corner, *ends))
    tracemalloc.start()
    fine = resample(image, grid, out)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert np.abs(fine - np.array(whole)).max() < 1e-6
    assert peak < 2 * image.nbytes + 8 * fine.nbytes


def test_a_crop_that_reaches_beside_the_film_is_black_there() -> None:
    fine = np.ones((800, 640), np.float32)
    crops = refinement.cut(fine, torch.tensor([[0.0, 0.0], [-500.0, 900.0]]), CONFIG)
    assert float(crops.pixels[0, 0, 0, 0]) == 0.0
    assert float(crops.pixels[0, 0, -1, -1]) == 1.0
    assert float(crops.pixels[1].max()) == 0.0


def test_what_the_crops_hold_is_gathered_in_the_right_cells() -> None:
    crops = refinement.cut(np.zeros((800, 640), np.float32), torch.tensor([[40.2, 60.9]]), CONFIG)
    maps = torch.zeros(1, CONFIG.crop, CONFIG.crop)
    maps[0, 50, 30] = 1.0
    cell = refinement.to_cells(torch.tensor([[30.5, 50.5]]), crops, CONFIG)[0]
    gathered = refinement.onto_grid(maps, crops, CONFIG)[0]
    assert float(gathered[int(cell[1]), int(cell[0])]) == 1.0
    assert float(gathered.sum()) == 1.0


def test_the_coarse_map_decides_where_the_refiner_is_undecided() -> None:
    crops = refinement.cut(np.zeros((800, 640), np.float32), torch.tensor([[40.0, 60.0]]), CONFIG)
    prior = torch.full((1, CONFIG.grid_height, CONFIG.grid_width), 1e-6)
    prior[0, 62, 43] = 1.0
    combined = refinement.combine(torch.zeros(1, CONFIG.crop, CONFIG.crop), prior, crops, CONFIG)
    index = int(combined[0].flatten().argmax())
    hottest = torch.tensor([[index % CONFIG.crop + 0.5, index // CONFIG.crop + 0.5]])
    cell = refinement.to_cells(hottest, crops, CONFIG)[0]
    assert float((cell - torch.tensor([43.5, 62.5])).abs().max()) <= 0.11
    assert float(combined.sum()) == pytest.approx(1.0, abs=1e-4)


def test_the_model_sees_the_same_film_whatever_the_depth_and_the_window() -> None:
    image = spot((64, 80), np.array([30.0, 40.0]), 9.0)
    eight = np.round(image * 255).astype(np.uint8)
    sixteen = eight.astype(np.uint16) * 40 + 1000
    assert np.allclose(normalised_greys(eight), normalised_greys(sixteen), atol=1e-5)
    info = FilmInfo("a", "", 64, 80)
    wide, narrow = (Cephalogram(info, eight, Window(0, high)) for high in (255, 30))
    one, other = (FilmFrame.of(film, PRESETS["tiny"]).fine for film in (wide, narrow))
    assert np.array_equal(one, other)

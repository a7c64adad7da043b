import numpy as np
import pytest
from numpy.typing import DTypeLike

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, SpacingSource
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.ui.canvas.image_item import coloured
from landmark_gui.ui.canvas.pyramid import ShownFilm, halved


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_half_a_film_is_the_mean_of_its_pixels_in_its_own_depth(dtype: DTypeLike) -> None:
    pixels = np.array([[0, 4, 9], [8, 4, 9], [1, 1, 1]], dtype)
    assert halved(pixels).dtype == dtype
    assert halved(pixels).tolist() == [[4]]


def test_a_tall_film_is_halved_without_a_seam() -> None:
    pixels = np.arange(1031 * 3, dtype=np.uint16).reshape(1031, 3)
    even = pixels[:1030, :2].astype(np.float32).reshape(515, 2, 1, 2)
    assert np.array_equal(halved(pixels), even.mean(axis=(1, 3)).astype(np.uint16))


def test_the_copy_for_a_small_picture_is_the_smallest_that_is_high_enough() -> None:
    pixels = np.zeros((64, 48), np.uint8)
    shown = ShownFilm.of(Cephalogram(FilmInfo("f", "h", 48, 64), pixels, Window(0, 255)))
    assert [shown.reduced(height).info.size_px for height in (10, 16, 17, 100)] == [
        (12, 16), (12, 16), (24, 32), (48, 64),
    ]  # fmt: skip


def test_the_copy_for_a_small_picture_keeps_the_shape_of_the_pixels() -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    info = FilmInfo("f", "h", 48, 64, spacing)
    shown = ShownFilm.of(Cephalogram(info, np.zeros((64, 48), np.uint8), Window(0, 255)))
    reduced = shown.reduced(16).info
    assert (reduced.spacing, reduced.aspect) == (None, 2.0)


def test_a_reduced_film_is_shown_from_the_copy_that_has_a_pixel_for_each_on_the_screen() -> None:
    pixels = np.zeros((64, 48), np.uint8)
    shown = ShownFilm.of(Cephalogram(FilmInfo("f", "h", 48, 64), pixels, Window(0, 255)))
    assert [shown.level_for(s) for s in (2.0, 1.0, 0.6, 0.5, 0.3, 0.25, 0.01)] == [
        0, 0, 0, 1, 1, 2, 2,
    ]  # fmt: skip


def heatmap() -> Heatmap:
    maps = np.zeros((2, 3, 4), np.float32)
    maps[0, 1, 2] = 1.0
    maps[1, 0, 0], maps[1, 0, 1] = 0.01, 0.005
    return Heatmap(ImageGrid(4, 3, 1.0), ("S", "N"), maps)


def test_where_there_is_no_probability_the_film_is_untouched() -> None:
    rgba = coloured(heatmap(), ["S"])
    assert rgba.shape == (3, 4, 4)
    assert rgba[1, 2, 3] == 255
    assert np.count_nonzero(rgba[..., 3]) == 1


def test_the_overlay_grows_denser_with_probability_and_a_doubtful_landmark_is_seen_too() -> None:
    alpha = coloured(heatmap(), ["S", "N"])[..., 3]
    assert alpha[0, 0] == alpha[1, 2] == 255
    assert 0 < alpha[0, 1] < 255


def test_a_landmark_without_a_map_leaves_the_overlay_empty() -> None:
    assert not coloured(heatmap(), ["Go"])[..., 3].any()

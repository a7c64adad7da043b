import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from landmark_gui.diffusion import heatmaps

inside = st.floats(9.0, 23.0)


@given(inside, inside, st.floats(1.5, 2.5))  # the refiner's targets are 1.5 pixels wide
def test_a_normal_map_gives_its_centre_back_to_a_hundredth_of_a_cell(
    x: float, y: float, sigma: float
) -> None:
    maps = heatmaps.gaussian(torch.tensor([[x, y]]), sigma, 32, 32)
    assert heatmaps.least_error(maps)[0].tolist() == pytest.approx([x, y], abs=0.01)


def test_the_point_read_has_the_least_expected_distance_of_all() -> None:
    generator = torch.Generator().manual_seed(5)
    maps = torch.rand(3, 16, 16, generator=generator) ** 6
    points = heatmaps.least_error(maps, iterations=200)
    best = heatmaps.expected_distance(maps, points)
    for dx, dy in [(0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5), (3, 2)]:
        other = heatmaps.expected_distance(maps, points + torch.tensor([dx, dy]))
        assert bool((best <= other + 1e-5).all())


def test_of_two_places_the_likelier_is_read_not_the_middle() -> None:
    maps = 0.7 * heatmaps.gaussian(torch.tensor([[6.5, 6.5]]), 0.7, 32, 32)
    maps += 0.3 * heatmaps.gaussian(torch.tensor([[26.5, 26.5]]), 0.7, 32, 32)
    x, y = heatmaps.least_error(maps, iterations=200)[0].tolist()
    assert abs(x - 6.5) < 0.5
    assert abs(y - 6.5) < 0.5


def test_the_hottest_cell_is_read_at_its_centre() -> None:
    maps = heatmaps.one_hot(torch.tensor([[[3.2, 7.9]]]), 10, 12)[0]
    assert heatmaps.hottest(maps)[0].tolist() == [3.5, 7.5]


def test_the_distance_to_be_expected_of_a_normal_map_is_that_of_theory() -> None:
    sigma = 4.0
    maps = heatmaps.gaussian(torch.tensor([[32.0, 32.0]]), sigma, 64, 64)
    expected = heatmaps.expected_distance(maps, torch.tensor([[32.0, 32.0]]))
    assert float(expected[0]) == pytest.approx(1.2533 * sigma, abs=0.05)


def test_blur_fuses_speckle_and_keeps_the_sum_and_the_centre() -> None:
    maps = torch.zeros(1, 32, 32)
    maps[0, 14, 14] = maps[0, 18, 18] = 0.5
    blurred = heatmaps.blur(maps, 3.0)
    assert float(blurred.sum()) == pytest.approx(1.0, abs=1e-3)
    assert int(blurred[0].flatten().argmax()) == 16 * 32 + 16
    assert heatmaps.blur(maps, 0.0) is maps


def test_a_landmark_beside_the_grid_has_no_hot_cell() -> None:
    maps = heatmaps.one_hot(torch.tensor([[[-1.0, 4.0], [4.0, float("nan")], [4.0, 4.0]]]), 8, 8)
    assert maps.sum((2, 3)).tolist() == [[0.0, 0.0, 1.0]]


def test_few_hot_means_a_cell_with_its_four_neighbours() -> None:
    clean = heatmaps.clean_map(heatmaps.one_hot(torch.tensor([[[4.5, 4.5]]]), 9, 9))
    assert float((clean > 0).sum()) == 5.0
    assert set(clean.flatten().tolist()) == {-1.0, 1.0}


def test_halved_maps_hold_the_means_of_four_cells() -> None:
    maps = torch.rand(2, 3, 6, 8, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(heatmaps.halved(maps), functional.avg_pool2d(maps, 2))


def test_the_hot_kernel_is_a_cell_and_its_four_neighbours() -> None:
    maps = torch.rand(2, 3, 7, 5, generator=torch.Generator().manual_seed(6))
    cross = torch.tensor([[0.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 0.0]]).expand(3, 1, 3, 3)
    expected = functional.conv2d(maps, cross, padding=1, groups=3)
    assert torch.allclose(heatmaps.correlate(maps), expected)

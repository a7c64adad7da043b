"""Regions of maps whose answer is known in closed form."""

import math

import pytest
import torch
from torch import Tensor

from landmark_gui.diffusion.heatmaps import gaussian
from landmark_gui.diffusion.regions import (
    APART_CELLS,
    densest,
    ellipses,
    mass_above,
    mass_within,
    modes,
    radii,
    tempered,
    whole,
)


def slanted(along: float, across: float, angle: float) -> Tensor:
    """A normal density `(1, 96, 96)` around (50, 40)."""
    y, x = torch.meshgrid(torch.arange(96) + 0.5, torch.arange(96) + 0.5, indexing="ij")
    dx, dy = x - 50, y - 40
    u = dx * math.cos(angle) + dy * math.sin(angle)
    v = dy * math.cos(angle) - dx * math.sin(angle)
    density = torch.exp(-(u**2) / (2 * along**2) - v**2 / (2 * across**2))
    return (density / density.sum())[None]


def test_the_densest_cells_hold_the_mass_and_one_fewer_would_not() -> None:
    maps = slanted(5, 3, 0.3)
    inside = densest(maps, torch.tensor([[0.9]]))[0]
    held = maps[inside]
    assert held.sum() >= 0.9
    assert held.sum() - held.min() < 0.9
    assert maps[~inside].max() <= held.min()


def test_regions_of_several_shares_lie_within_each_other() -> None:
    maps = torch.cat([slanted(5, 3, 0.3), slanted(8, 8, 0.0)])
    inside = densest(maps, torch.tensor([[0.5, 0.9], [0.4, 0.95]]))
    assert inside.shape == (2, 2, 96, 96)
    half, most = (maps * inside).sum((2, 3))
    assert half.tolist() == pytest.approx([0.5, 0.4], abs=0.02)
    assert most.tolist() == pytest.approx([0.9, 0.95], abs=0.02)
    assert (inside[1] | ~inside[0]).all()


def test_the_region_of_a_normal_density_has_the_area_of_theory() -> None:
    area = densest(slanted(6, 3, 0.8), torch.tensor([[0.9]])).sum()
    assert float(area) == pytest.approx(2 * math.pi * 6 * 3 * math.log(10), rel=0.03)


def test_the_ellipse_of_a_normal_density_has_its_place_axes_direction_and_mass() -> None:
    maps, mass = slanted(6, 3, 0.8), torch.tensor([0.9])
    x, y, major, minor, angle = ellipses(maps, densest(maps, mass[:, None])[0], mass)[0].tolist()
    assert x == pytest.approx(50, abs=0.1)
    assert y == pytest.approx(40, abs=0.1)
    assert major / minor == pytest.approx(2, rel=0.04)
    assert math.remainder(angle - 0.8, math.pi) == pytest.approx(0, abs=0.02)
    assert math.pi * major * minor == pytest.approx(2 * math.pi * 6 * 3 * math.log(10), rel=0.05)


def test_discs_hold_the_mass_they_state() -> None:
    maps, centre = slanted(6, 6, 0.0), torch.tensor([[50.0, 40.0]])
    half, most = (radii(maps, centre, torch.tensor([mass])) for mass in (0.5, 0.9))
    assert [float(half), float(most)] == pytest.approx([1.177 * 6, 2.146 * 6], abs=0.15)


def test_the_mass_above_a_point_is_that_of_the_smallest_region_with_it() -> None:
    maps = slanted(12, 12, 0.0)
    at_two_sigma = mass_above(maps, torch.tensor([[74.0, 40.0]]))
    assert float(at_two_sigma) == pytest.approx(1 - math.exp(-2), abs=0.02)


def test_a_point_beside_the_map_is_in_no_region_and_an_unknown_one_stays_unknown() -> None:
    maps = slanted(5, 5, 0.0).expand(2, -1, -1)
    outside, unknown = mass_above(maps, torch.tensor([[-1.0, 4.0], [torch.nan, torch.nan]]))
    assert float(outside) == math.inf
    assert unknown.isnan()


def test_a_point_on_the_map_is_in_the_region_of_all_its_mass() -> None:
    maps = torch.rand(50, 64, 64, generator=torch.Generator().manual_seed(0))
    maps /= maps.sum((1, 2), keepdim=True)
    least = maps.flatten(1).argmin(1)
    points = torch.stack([least % 64, least // 64], 1) + 0.5
    assert bool((mass_above(maps, points) <= 1.0).all())


def test_a_disc_beyond_the_whole_map_is_more_than_all_its_mass() -> None:
    maps, centre = slanted(6, 6, 0.0).expand(3, -1, -1), torch.tensor([[50.0, 40.0]])
    some, beyond, unknown = mass_within(maps, centre, torch.tensor([7.0, 100.0, torch.nan]))
    assert float(some) == pytest.approx(0.5, abs=0.02)
    assert float(beyond) == math.inf
    assert unknown.isnan()


def test_a_temperature_widens_a_normal_density_by_its_root() -> None:
    wide = tempered(slanted(6, 6, 0.0), torch.tensor([1.44]))
    assert torch.allclose(wide, slanted(7.2, 7.2, 0.0), atol=1e-5)


def two_places(apart: float, share: float) -> Tensor:
    places = torch.tensor([[20.0, 30.0], [20.0 + apart, 30.0]])
    one, other = gaussian(places, 0.7, 64, 64)
    both: Tensor = (1 - share) * one + share * other
    return both


def test_a_second_place_far_enough_and_likely_enough_is_a_candidate() -> None:
    ((x, y, probability),) = modes(two_places(8.0, 0.3), (20.0, 30.0))
    assert x == pytest.approx(28.0, abs=0.1)
    assert y == pytest.approx(30.0, abs=0.1)
    assert probability == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(("apart", "share"), [(8.0, 0.05), (APART_CELLS * 0.6, 0.3), (8.0, 0.0)])
def test_an_unlikely_place_or_a_near_one_is_none(apart: float, share: float) -> None:
    assert modes(two_places(apart, share), (20.0, 30.0)) == []


def test_candidates_come_with_the_likeliest_first() -> None:
    places = torch.tensor([[10.0, 10.0], [40.0, 10.0], [10.0, 50.0]])
    weights = torch.tensor([0.5, 0.2, 0.3])[:, None, None]
    found = modes((gaussian(places, 0.7, 64, 64) * weights).sum(0), (10.0, 10.0))
    assert [round(p, 1) for _, _, p in found] == [0.3, 0.2]


def test_where_the_refiner_has_not_looked_the_coarse_map_speaks() -> None:
    fine, coarse = torch.zeros(1, 4, 4), torch.full((1, 4, 4), 1 / 16)
    fine[0, 0, :2] = 0.5
    together = whole(fine, coarse)
    assert float(together.sum()) == pytest.approx(1.0)
    assert float(together[0, 3, 3]) == pytest.approx(1 / 16)
    assert float(together[0, 0, 0]) == pytest.approx(1 / 16)

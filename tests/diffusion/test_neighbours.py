"""What the others let expect of a landmark, as a factor on its map."""

import math

import pytest
import torch
from torch import Tensor

from landmark_gui.diffusion.heatmaps import gaussian, hottest, least_error, softmax
from landmark_gui.diffusion.neighbours import STRAY, Neighbours, believed_places
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.paths import shape_file

HEIGHT, WIDTH = 80, 64
SHAPE = ShapeModel.read(shape_file("isbi19"))
NAMES = SHAPE.landmarks
CELLS = torch.tensor([(z.real * 16 + 32, z.imag * 16 + 40) for z in SHAPE.mean]).float()


def head(**elsewhere: tuple[float, float]) -> Tensor:
    """Return sure maps `(1, N, H, W)` of the mean head, with some landmarks seen elsewhere."""
    cells = CELLS.clone()
    for name, place in elsewhere.items():
        cells[NAMES.index(name)] = torch.tensor(place)
    return gaussian(cells, 0.7, HEIGHT, WIDTH)[None]


def joined(beliefs: Tensor, neighbours: Neighbours) -> Tensor:
    return softmax(beliefs.clamp_min(1e-9).log() + neighbours.log_prior(beliefs))


def away(maps: Tensor, name: str) -> float:
    at = NAMES.index(name)
    return float((least_error(maps[0])[at] - CELLS[at]).norm())


def test_a_landmark_that_the_film_shows_hardly_moves() -> None:
    before = head()
    after = joined(before, Neighbours(SHAPE, NAMES))
    assert float((least_error(after[0]) - least_error(before[0])).norm(dim=-1).max()) < 0.1


def test_a_hidden_landmark_goes_where_the_others_let_it_be_expected() -> None:
    beliefs = head()
    beliefs[0, NAMES.index("Me")] = 1 / (HEIGHT * WIDTH)
    assert away(beliefs, "Me") > 10
    assert away(joined(beliefs, Neighbours(SHAPE, NAMES)), "Me") < 2


def test_of_two_places_the_one_among_the_others_is_believed() -> None:
    at = NAMES.index("Go")
    beliefs = head(Go=(50.0, 10.0))
    beliefs[0, at] = 0.7 * beliefs[0, at] + 0.3 * head()[0, at]
    after = joined(beliefs, Neighbours(SHAPE, NAMES))
    assert float((hottest(after[0])[at] - CELLS[at]).norm()) < 1.5


def test_no_place_is_ruled_out() -> None:
    prior = Neighbours(SHAPE, NAMES).log_prior(head())
    assert float(prior.min()) >= math.log(STRAY / (HEIGHT * WIDTH)) - 1e-4
    assert prior.exp().sum((-1, -2)).tolist()[0] == pytest.approx([1.0] * len(NAMES), abs=0.02)


def test_what_is_given_counts_more_than_what_is_seen() -> None:
    beliefs = head()
    beliefs[0, NAMES.index("Gn")] = 1 / (HEIGHT * WIDTH)
    low = {n: Point(*(CELLS[NAMES.index(n)] + torch.tensor([0.0, 4.0])).tolist()) for n in ("Me",)}
    gnathion = NAMES.index("Gn")
    plain, told = (
        least_error(joined(beliefs, Neighbours(SHAPE, NAMES, given))[0])[gnathion]
        for given in ({}, low)
    )
    assert float(told[1] - plain[1]) > 1.0


def test_each_sample_is_told_by_its_own_landmarks() -> None:
    both = torch.cat([head(), head(Me=(5.0, 5.0))])
    together = Neighbours(SHAPE, NAMES).log_prior(both)
    apart = torch.cat([Neighbours(SHAPE, NAMES).log_prior(b[None]) for b in both])
    assert torch.allclose(together, apart)
    assert not torch.allclose(together[0], together[1])


def test_landmarks_that_are_all_in_one_place_tell_nothing() -> None:
    beliefs = gaussian(torch.full((len(NAMES), 2), 20.0), 0.7, HEIGHT, WIDTH)[None]
    prior = Neighbours(SHAPE, NAMES).log_prior(beliefs)
    assert float(prior.max() - prior.min()) < 0.1


def test_a_place_is_the_mean_about_the_hottest_cell_and_broad_ones_are_unsure() -> None:
    points = torch.tensor([[20.3, 30.7], [40.0, 8.2]])
    sharp = gaussian(points, 0.7, HEIGHT, WIDTH)[None]
    places, errors = believed_places(sharp)
    assert torch.allclose(places[0], points, atol=0.05)
    _, unsure = believed_places(gaussian(points, 3.0, HEIGHT, WIDTH)[None])
    _, halved = believed_places(0.5 * sharp + 0.5 / (HEIGHT * WIDTH))
    assert bool((unsure > errors).all())
    assert bool((halved > errors).all())


def test_a_place_at_the_edge_of_the_grid_is_found() -> None:
    corner = torch.tensor([[0.5, 0.5], [WIDTH - 0.5, HEIGHT - 0.5]])
    places, errors = believed_places(gaussian(corner, 0.7, HEIGHT, WIDTH)[None])
    assert float((places[0] - corner).norm(dim=-1).max()) < 1.0
    assert bool(errors.isfinite().all())

"""The chain against an exact denoiser: two landmarks tied to each other on 64 places."""

import torch
from torch import Tensor

from landmark_gui.diffusion.sampler import reverse_chain, starting_noise
from tests.diffusion.oracle import SIDE, TiedOracle


def draws(steps: int, count: int = 600) -> tuple[TiedOracle, Tensor]:
    oracle = TiedOracle()
    noise = starting_noise(range(count), (2, SIDE, SIDE))
    *_, last = reverse_chain(oracle.denoise, noise, steps)
    return oracle, oracle.places(last)


def test_eight_steps_draw_pairs_that_belong_together() -> None:
    oracle, places = draws(8)
    consistent = oracle.partner[places[:, 0]] == places[:, 1]
    assert float(consistent.float().mean()) > 0.99


def test_the_draws_follow_the_prior() -> None:
    oracle, places = draws(8)
    mean_place = float((torch.arange(64) * oracle.prior).sum())
    assert abs(float(places[:, 0].float().mean()) - mean_place) < 3.0
    assert len(set(places[:, 0].tolist())) > 40


def test_draws_from_the_single_step_maps_ignore_what_ties_the_landmarks() -> None:
    oracle = TiedOracle()
    noise = starting_noise([0], (2, SIDE, SIDE))
    (beliefs,) = reverse_chain(oracle.denoise, noise, 1)
    maps = beliefs[0].flatten(1)[:, oracle.cells]
    independent = torch.multinomial(maps, 500, True, generator=torch.Generator().manual_seed(0))
    consistent = oracle.partner[independent[0]] == independent[1]
    assert float(consistent.float().mean()) < 0.1


def test_the_first_step_believes_what_the_film_alone_says() -> None:
    oracle = TiedOracle()
    first = next(reverse_chain(oracle.denoise, starting_noise([1, 2], (2, SIDE, SIDE)), 8))
    assert torch.allclose(first[0, 0].flatten()[oracle.cells], oracle.prior, atol=1e-5)
    assert first.shape == (2, 2, SIDE, SIDE)


def test_a_sample_depends_on_its_own_seed_only() -> None:
    alone = starting_noise([7], (2, 4, 4))
    in_company = starting_noise([5, 6, 7], (2, 4, 4))
    assert torch.equal(alone[0], in_company[2])

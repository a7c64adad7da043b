"""The closed form of the method: what x_t tells about a landmark, exactly."""

import itertools
import math

import pytest
import torch

from landmark_gui.diffusion.heatmaps import clean_map, correlate, one_hot
from landmark_gui.diffusion.schedule import (
    D_MAX,
    D_MIN,
    KERNEL_NORM,
    detectabilities,
    diffuse,
    level_of,
    random_levels,
    skip_strength,
)

SIDE = 12


def interior() -> list[tuple[int, int]]:
    return [(x, y) for x in range(1, SIDE - 1) for y in range(1, SIDE - 1)]


@pytest.mark.parametrize("detectability", [0.5, 1.5, 4.0])
def test_the_analytic_skip_is_the_exact_log_likelihood_up_to_a_constant(
    detectability: float,
) -> None:
    g = level_of(torch.tensor(detectability))
    generator = torch.Generator().manual_seed(3)
    clean = clean_map(one_hot(torch.tensor([[[5.5, 6.5]]]), SIDE, SIDE))
    x_t = diffuse(clean, g.view(1, 1), torch.randn(clean.shape, generator=generator))
    evidence = skip_strength(g) * correlate(x_t)[0, 0]
    exact = []
    for x, y in interior():
        x_0 = clean_map(one_hot(torch.tensor([[[x + 0.5, y + 0.5]]]), SIDE, SIDE))
        exact.append(-((x_t - g.sqrt() * x_0) ** 2).sum() / (2 * (1 - g)))
    told = torch.stack([evidence[y, x] for x, y in interior()])
    difference = told - torch.stack(exact)
    assert difference.max() - difference.min() < 1e-3


def test_detectability_is_the_distance_of_two_places_in_units_of_the_noise() -> None:
    g = level_of(torch.tensor(2.0))
    shift = 2 * g.sqrt() * KERNEL_NORM  # of the matched filter, normalised by the kernel
    assert float(shift / (1 - g).sqrt()) == pytest.approx(2.0)


def test_a_chain_starts_at_pure_noise_and_ends_where_everything_is_visible() -> None:
    levels = detectabilities(8)
    assert levels[0] == 0.0
    assert levels[1] == pytest.approx(D_MIN)
    assert levels[-1] == pytest.approx(D_MAX)
    ratios = [b / a for a, b in itertools.pairwise(levels[1:])]
    assert max(ratios) == pytest.approx(min(ratios))


@pytest.mark.parametrize("steps", [1, 2, 3, 16])
def test_a_chain_has_as_many_levels_as_steps_and_they_rise(steps: int) -> None:
    levels = detectabilities(steps)
    assert len(levels) == steps
    assert levels == sorted(set(levels))


def test_training_levels_are_pure_noise_for_a_third_and_within_the_limits_else() -> None:
    g = random_levels((4000,), torch.Generator().manual_seed(0))
    assert float((g == 0).float().mean()) == pytest.approx(0.35, abs=0.03)
    low, high = level_of(torch.tensor([D_MIN, D_MAX]))
    visible = g[g > 0]
    assert bool(((visible >= low * 0.999) & (visible <= high * 1.001)).all())


def test_pure_noise_has_no_say() -> None:
    assert float(skip_strength(torch.zeros(()))) == 0.0
    assert math.isfinite(float(skip_strength(torch.ones(()))))

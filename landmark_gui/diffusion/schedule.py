r"""Levels of noise, named by how well they show a landmark.

A clean map is x_0(y) = -1 + 2 k(. - y): a hot kernel k on a field of -1. At level g
(alpha-bar of DDPM, Ho et al. 2020, eq. 4)

    x_t = sqrt(g) x_0 + sqrt(1 - g) eps,   eps ~ N(0, I).

Then, exactly,  p(y | x_t, film) ~ p(y | film) exp(c(g) (k corr x_t)[y]),  c(g) = 2 sqrt(g)/(1 - g),
and the landmark is as detectable as a shift of a normal variable by

    d' = 2 ||k|| sqrt(g / (1 - g)):   below 1 nothing is visible, above 6 everything is.

Levels are spaced evenly in log d', which spends every step where something is decided.
"""

import math

import torch
from torch import Tensor

KERNEL_NORM = math.sqrt(5.0)  # ||k|| of a hot cell with its four neighbours
D_MIN, D_MAX = 0.3, 8.0
AVERAGED_UP_TO = 1.6  # maps up to this d' are averaged: sharper ones belong to one sample only
AT_NOISE = 0.35  # of the training levels, pure noise: the single step rests on that one alone
SKIP_LIMIT = 30.0  # c(g) beyond this adds nothing but rounding trouble


def level_of(detectability: Tensor) -> Tensor:
    """Return the level g at which a landmark has that d'."""
    ratio = (detectability / (2 * KERNEL_NORM)) ** 2
    return ratio / (1 + ratio)


def skip_strength(g: Tensor) -> Tensor:
    """Return c(g), the exact weight of the evidence in x_t, bounded."""
    return (2 * g.sqrt() / (1 - g).clamp_min(1e-6)).clamp(max=SKIP_LIMIT)


def log_snr(g: Tensor) -> Tensor:
    """Return the log of the signal-to-noise ratio, the time the networks see; finite at g = 0."""
    return torch.log((g + 1e-4) / (1 - g + 1e-4))


def detectabilities(steps: int) -> list[float]:
    """Return the d' of each step: pure noise first, then evenly in the logarithm."""
    if steps == 1:
        return [0.0]
    if steps == 2:  # noqa: PLR2004 - one visible level: the one at which most is decided
        return [0.0, math.sqrt(D_MIN * D_MAX)]
    ratio = (D_MAX / D_MIN) ** (1 / (steps - 2))
    return [0.0, *(D_MIN * ratio**i for i in range(steps - 1))]


def averaged_steps(steps: int) -> int:
    """Return how many of the steps have maps that are averaged: the first ones, of low d'."""
    return sum(d <= AVERAGED_UP_TO for d in detectabilities(steps))


def diffuse(x_0: Tensor, g: Tensor, noise: Tensor) -> Tensor:
    """Return x_t for maps `(B, N, H, W)`, levels `(B, N)` and noise like x_0."""
    level = g[..., None, None]
    return level.sqrt() * x_0 + (1 - level).sqrt() * noise


def random_levels(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Return training levels: 35 % at g = 0 (the single step), the rest log-uniform in d'."""
    log_d = torch.rand(shape, generator=generator) * math.log(D_MAX / D_MIN) + math.log(D_MIN)
    at_noise = torch.rand(shape, generator=generator) < AT_NOISE
    return torch.where(at_noise, 0.0, level_of(log_d.exp()))

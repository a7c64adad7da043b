"""The reverse chain as a generator: one step a turn, all samples of a film in one batch.

DDIM (Song et al. 2021, eq. 12 with eta = 0) from pure noise along the levels of `schedule`, with
the expected clean map of the beliefs as x_0.
"""

import math
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from landmark_gui.diffusion.heatmaps import clean_map, softmax
from landmark_gui.diffusion.schedule import detectabilities, level_of

#: Logits `(K, N, H, W)` of x_0 from x_t `(K, N, H, W)` and levels `(K, N)`.
Denoise = Callable[[Tensor, Tensor], Tensor]


def starting_noise(seeds: Sequence[int], shape: tuple[int, int, int]) -> Tensor:
    """Return `(len(seeds), *shape)` of N(0, 1); a sample depends on its own seed only."""
    rows = [torch.randn(shape, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    return torch.stack(rows)


def reverse_chain(denoise: Denoise, noise: Tensor, steps: int) -> Iterator[Tensor]:
    """Walk from pure noise `(K, N, H, W)`, whose memory is used, to clean maps in `steps` steps.

    Each step yields its beliefs `(K, N, H, W)`: p(y | x_t, film) of each sample, summing to 1.
    """
    levels = [float(level_of(torch.tensor(d))) for d in detectabilities(steps)]
    x_t = noise
    for index, g in enumerate(levels):
        # pure noise tells nothing: there every sample believes the same, so one is computed
        looked_at = x_t if index else x_t[:1]
        times = x_t.new_full(looked_at.shape[:2], g)
        beliefs = softmax(denoise(looked_at, times))
        yield beliefs.expand_as(x_t)
        if index + 1 < steps:
            x_t = _less_noisy(x_t, clean_map(beliefs), g, levels[index + 1])


def _less_noisy(x_t: Tensor, x_0: Tensor, g: float, g_next: float) -> Tensor:
    """Return x_t with its noise at the next level, computed where it lies."""
    kept = math.sqrt((1 - g_next) / (1 - g))  # of the noise, and so of all of x_t
    return x_t.mul_(kept).add_(x_0, alpha=math.sqrt(g_next) - kept * math.sqrt(g))

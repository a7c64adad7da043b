r"""The paper's own way (Wyatt and Voiculescu 2024, arXiv 2407.09192), to be measured beside ours.

A reimplementation from the text of the paper. One U-Net reads the film together with the noisy
maps x_t of all N landmarks and predicts x_0, the *few-hot* maps: -1, and +1 at a landmark's cell
and its four neighbours. Its logits are normalised over the plane; as p is the share of the hot
cells' mass that lies in a cell, E[x_0] = -1 + 2 HOT p. The chain is the ancestral one of DDPM
(Ho et al. 2020, eq. 6 and 7) from N(0, I) at t = T, with a blur of p that grows as it goes on.

Levels are those of Nichol and Dhariwal (2021, eq. 17), g = alpha-bar, which end at g = 0 for every
T: betas of 1e-4 ... 2e-2 would leave g = 0.36 at T = 100, where a landmark is still visible.
"""

import math
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from landmark_gui.diffusion.blocks import SinusoidalEmbedding, UNet
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.heatmaps import blur, softmax
from landmark_gui.diffusion.network import FILM_PER_CELL
from landmark_gui.diffusion.schedule import log_snr

HOT = 5  # cells of a few-hot map
LARGEST_BLUR = 1.0  # cells, at the end of the chain
_OFFSET = 0.008  # of the schedule: the last step is not all too clean

#: Logits `(K, N, H, W)` of x_0 from x_t like them and levels `(K,)`.
Denoise = Callable[[Tensor, Tensor], Tensor]


class PaperNetwork(nn.Module):
    """A time-encoded U-Net on [x_t, film]: the film is read anew at every step of every sample."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.time = SinusoidalEmbedding(config.embedding)
        channels_in = config.landmarks + FILM_PER_CELL**2
        self.body = UNet(channels_in, config.encoder, config.embedding)
        self.head = nn.Conv2d(config.encoder[0], config.landmarks, 1)

    @override
    def forward(self, film: Tensor, x_t: Tensor, g: Tensor) -> Tensor:
        """Return logits of x_0.

        Args:
            film: `(B, 1, 2H, 2W)` float32 in 0 ... 1; one film goes with any number of maps.
            x_t: `(B, N, H, W)`.
            g: levels `(B,)`.
        """
        cells = functional.pixel_unshuffle(film * 2 - 1, FILM_PER_CELL)
        seen = torch.cat([x_t, cells.expand(len(x_t), -1, -1, -1)], 1)
        seen = seen.contiguous(memory_format=torch.channels_last)
        logits: Tensor = self.head(self.body(seen, self.time(log_snr(g))))
        return logits


def level_at(time: Tensor) -> Tensor:
    """Return the level g at a time t / T in 0 ... 1: almost 1 at 0, and 0 at 1."""
    angle = (time + _OFFSET) / (1 + _OFFSET) * math.pi / 2
    start = math.cos(_OFFSET / (1 + _OFFSET) * math.pi / 2)
    return ((angle.cos() / start) ** 2).where(time < 1, 0.0)


def expected_x_0(probability: Tensor) -> Tensor:
    """Return E[x_0] in [-1, 1] for the normalised maps of the network."""
    return (probability * (2 * HOT) - 1).clamp(max=1)


def ancestral_chain(
    denoise: Denoise,
    seeds: Sequence[int],
    shape: tuple[int, int, int],
    steps: int,
    largest_blur: float = LARGEST_BLUR,
) -> Iterator[Tensor]:
    """Walk from noise to maps in `steps` steps (T), a chain for each seed.

    Yields:
        After each step `(K, N, H, W)`, each map summing to 1 but for what the blur takes over the
        edges; the last one is the answer, and with one step it is that of the single-step mode.
    """
    sources = [torch.Generator().manual_seed(seed) for seed in seeds]

    def noise() -> Tensor:
        return torch.stack([torch.randn(shape, generator=source) for source in sources])

    levels = level_at(torch.linspace(1, 0, steps + 1))
    x_t = noise()
    for index in range(steps):
        probability = softmax(denoise(x_t, levels[index].expand(len(sources))))
        probability = _blurred(probability, largest_blur * (index + 1) / steps)
        yield probability
        if index + 1 < steps:
            x_0 = expected_x_0(probability.cpu())
            x_t = less_noisy(x_t, x_0, levels[index], levels[index + 1], noise())


def less_noisy(x_t: Tensor, x_0: Tensor, g: Tensor, g_next: Tensor, noise: Tensor) -> Tensor:
    """Return a draw of q(x_{t-1} | x_t, x_0) from levels g (of t) and g_next (of t - 1)."""
    alpha = g / g_next
    of_x_0 = g_next.sqrt() * (1 - alpha) / (1 - g)
    of_x_t = alpha.sqrt() * (1 - g_next) / (1 - g)
    variance = (1 - alpha) * (1 - g_next) / (1 - g)
    return of_x_0 * x_0 + of_x_t * x_t + variance.sqrt() * noise


def _blurred(maps: Tensor, sigma: float) -> Tensor:
    return blur(maps.flatten(0, 1), sigma).view_as(maps)

r"""The networks: encode the film once, denoise many times, refine once.

For N landmarks on a coarse grid the encoder reads the film and gives logits of p(y_n | film)
together with features. The denoiser adds what the noisy maps x_t of *all* landmarks tell about
each of them. By `schedule` the evidence of a channel in x_t is exactly c(g) (k corr x_t); so

    logits_n = encoder_n(film) + w_n c(g_n) (k corr x_t,n) + denoiser_n(beliefs, features, time)

where the beliefs are the softmax of the first two terms, a sufficient summary of x_t, and w_n is
learned, starting at 1. With g = 0 the beliefs do not depend on the noise: that is single-step.
"""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from landmark_gui.diffusion.blocks import SinusoidalEmbedding, UNet
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.heatmaps import correlate, halved, softmax
from landmark_gui.diffusion.schedule import log_snr, skip_strength

FILM_PER_CELL = 2  # the encoder reads the film at twice the grid's resolution


class FilmEncoder(nn.Module):
    """Reads the film: once per film, whatever number of steps and samples follows."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.body = UNet(FILM_PER_CELL**2, config.encoder)
        self.head = nn.Conv2d(config.encoder[0], config.landmarks, 1)

    @override
    def forward(self, film: Tensor) -> tuple[Tensor, Tensor]:
        """Encode films.

        Args:
            film: `(B, 1, 2H, 2W)` float32 in 0 ... 1.

        Returns:
            Logits `(B, N, H, W)` and features `(B, F, H, W)`.
        """
        cells = functional.pixel_unshuffle(film * 2 - 1, FILM_PER_CELL)
        features = self.body(cells.contiguous(memory_format=torch.channels_last))
        # maps in one piece each: all that is done to them is by place, not by landmark
        return self.head(features).contiguous(), features


class Denoiser(nn.Module):
    """Tells what the maps of all landmarks say about each: a light time-encoded U-Net."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        landmarks, width = config.landmarks, config.embedding
        self.time = SinusoidalEmbedding(width)
        self.body = UNet(landmarks + config.encoder[0], config.denoiser, width)
        self.head = nn.Conv2d(config.denoiser[0], landmarks, 1)
        nn.init.zeros_(self.head.weight)  # training starts at the closed form
        if self.head.bias is not None:
            nn.init.zeros_(self.head.bias)
        self.skip_weight = nn.Parameter(torch.ones(landmarks))

    @override
    def forward(self, encoding: tuple[Tensor, Tensor], x_t: Tensor, g: Tensor) -> Tensor:
        """Return logits of x_0 `(B, N, H, W)` from x_t like them and levels `(B, N)`."""
        film_logits, features = encoding
        strength = (self.skip_weight * skip_strength(g))[..., None, None]
        # one piece of memory less each: on a CPU new memory takes longer than the sums
        logits = torch.addcmul(film_logits, strength, correlate(x_t))
        return logits.add_(self._coupling(softmax(logits), features, log_snr(g).mean(1)))

    def _coupling(self, beliefs: Tensor, features: Tensor, time: Tensor) -> Tensor:
        cells = beliefs.shape[-1] * beliefs.shape[-2]
        # in units of the uniform map and logarithmic: speckle of every strength can be seen
        seen = torch.log(halved(beliefs) * cells + 1e-2) / 4
        features = functional.avg_pool2d(features, 2).expand(len(beliefs), -1, -1, -1)
        seen = torch.cat([seen, features], 1).contiguous(memory_format=torch.channels_last)
        coupling = self.head(self.body(seen, self.time(time))).contiguous()
        return functional.interpolate(
            coupling, scale_factor=2.0, mode="bilinear", align_corners=False
        )


class Refiner(nn.Module):
    """Looks closely around a coarse position; one network for all landmarks, told which one."""

    def __init__(self, config: ModelConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.landmark = nn.Embedding(config.landmarks, config.embedding)
        self.mlp = nn.Sequential(nn.SiLU(), nn.Linear(config.embedding, config.embedding))
        self.body = UNet(1, config.refiner, config.embedding, dropout)
        self.head = nn.Conv2d(config.refiner[0], 1, 1)

    @override
    def forward(self, crops: Tensor, landmark: Tensor) -> Tensor:
        """Return logits `(M, crop, crop)` for crops `(M, 1, crop, crop)` and indices `(M,)`."""
        spread = crops.std((-1, -2), keepdim=True) + 0.05
        normal = (crops - crops.mean((-1, -2), keepdim=True)) / spread
        embedding = self.mlp(self.landmark(landmark))
        normal = normal.contiguous(memory_format=torch.channels_last)
        logits: Tensor = self.head(self.body(normal, embedding))[:, 0]
        return logits


class LandmarkModel(nn.Module):
    """The networks of one set of weights."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = FilmEncoder(config)
        self.denoiser = Denoiser(config)
        self.refiner = Refiner(config)
        self.further = nn.ModuleList(Refiner(config) for _ in config.looks[1:])

    def refiners(self) -> Iterator[tuple[int, nn.Module]]:
        """Yield every refiner with its look: fine pixels per pixel of its crop."""
        return zip(self.config.looks, (self.refiner, *self.further), strict=True)

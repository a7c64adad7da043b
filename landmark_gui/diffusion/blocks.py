"""The pieces that the networks are made of: residual blocks and a U-Net, both FiLM-conditioned."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

GROUPS = 8
DEEP = 2  # levels that dropout reaches, the coarsest one included


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with GroupNorm and SiLU; an embedding scales and shifts the first."""

    def __init__(self, channels_in: int, channels_out: int, embedding: int = 0) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.second = nn.Conv2d(channels_out, channels_out, 3, padding=1)
        self.norm_first = nn.GroupNorm(GROUPS, channels_out)
        self.norm_second = nn.GroupNorm(GROUPS, channels_out)
        self.film = nn.Linear(embedding, 2 * channels_out) if embedding else None
        same = channels_in == channels_out
        self.skip = nn.Identity() if same else nn.Conv2d(channels_in, channels_out, 1)

    @override
    def forward(self, x: Tensor, embedding: Tensor | None = None) -> Tensor:
        """Map `(B, channels_in, H, W)` to `(B, channels_out, H, W)`."""
        hidden = self.norm_first(self.first(x))
        if self.film is not None and embedding is not None:
            scale, shift = self.film(embedding)[:, :, None, None].chunk(2, 1)
            hidden = hidden * (1 + scale) + shift
        hidden = self.norm_second(self.second(functional.silu(hidden)))
        return functional.silu(hidden + self.skip(x))


class UNet(nn.Module):
    """A U-Net of residual blocks; gives the features of its finest level.

    In training, `dropout` takes that share of whole channels away around the coarsest level.
    """

    def __init__(
        self,
        channels_in: int,
        channels: tuple[int, ...],
        embedding: int = 0,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self._dropout = dropout
        wide = (channels_in, *channels)
        self.down = nn.ModuleList(
            ResidualBlock(wide[i], wide[i + 1], embedding) for i in range(len(channels))
        )
        self.up = nn.ModuleList(
            ResidualBlock(channels[i] + channels[i - 1], channels[i - 1], embedding)
            for i in range(len(channels) - 1, 0, -1)
        )

    @override
    def forward(self, x: Tensor, embedding: Tensor | None = None) -> Tensor:
        """Map `(B, channels_in, H, W)` to `(B, channels[0], H, W)`."""
        skips: list[Tensor] = []
        for level, block in enumerate(self.down):
            x = block(functional.avg_pool2d(x, 2) if level else x, embedding)
            if level >= len(self.down) - DEEP:
                x = self._thinned(x)
            skips.append(x)
        skips.pop()
        for level, block in enumerate(self.up):
            x = functional.interpolate(x, scale_factor=2.0)
            x = block(torch.cat([x, skips.pop()], 1), embedding)
            if level < DEEP - 1:
                x = self._thinned(x)
        return x

    def _thinned(self, x: Tensor) -> Tensor:
        return functional.dropout2d(x, self._dropout, self.training) if self._dropout else x


class SinusoidalEmbedding(nn.Module):
    """Sines and cosines of a number, through an MLP (Vaswani 2017, as DDPM uses it for time)."""

    frequencies: Tensor

    def __init__(self, width: int, span: float = 200.0) -> None:
        super().__init__()
        half = width // 2
        steps = torch.arange(half, dtype=torch.float32) / half
        self.register_buffer(
            "frequencies", 0.25 * torch.exp(steps * math.log(span)), persistent=False
        )
        self.mlp = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))

    @override
    def forward(self, value: Tensor) -> Tensor:
        """Map `(B,)` numbers to `(B, width)`."""
        angle = value[:, None] * self.frequencies
        embedded: Tensor = self.mlp(torch.cat([angle.sin(), angle.cos()], 1))
        return embedded

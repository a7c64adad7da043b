"""The pieces that the networks are made of: residual blocks and a U-Net, both FiLM-conditioned."""

import math
from functools import cache

import torch
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

GROUPS = 8
SPAN = 200.0  # how many times higher the highest frequency of an embedding is than the lowest
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
    def forward(
        self, x: Tensor, embedding: Tensor | None = None, beside: Tensor | None = None
    ) -> Tensor:
        """Map `(B, channels_in, H, W)` to `(B, channels_out, H, W)`.

        With `beside`, `(B, C, H, W)`, x has the other channels on a grid half as fine.
        """
        hidden = self.norm_first(_seen(self.first, x, beside))
        if self.film is not None and embedding is not None:
            scale, shift = self.film(embedding)[:, :, None, None].chunk(2, 1)
            hidden = torch.addcmul(shift, hidden, 1 + scale)
        hidden = self.norm_second(self.second(_silu(hidden)))
        return _silu(hidden.add_(_seen(self.skip, x, beside)))


def _silu(x: Tensor) -> Tensor:
    """Return SiLU, in place unless its gradient is wanted: most of its time is for new memory."""
    return functional.silu(x, inplace=not torch.is_grad_enabled())


def _seen(layer: nn.Module, x: Tensor, beside: Tensor | None) -> Tensor:
    """Return what a layer says of x, or of x made twice as fine and what lies beside it.

    A kernel sees a pixel that is made four as often as it covers one of them. With its weights
    summed accordingly it steps from pixel to pixel as they were: less than half the products, and
    neither the finer x nor the two in one piece are made.
    """
    if beside is None or not isinstance(layer, nn.Conv2d):
        told: Tensor = layer(x)
        return told
    own, others = layer.weight[:, : x.shape[1]], layer.weight[:, x.shape[1] :]
    size = own.shape[-1]
    kernel = functional.linear(own.flatten(2), _sums(size).to(own))
    kernel = kernel.view(*own.shape[:2], size + 1, size + 1).transpose(0, 1)
    told = functional.conv2d(beside, others, layer.bias, padding=layer.padding)
    return told.add_(functional.conv_transpose2d(x, kernel, stride=2, padding=size // 2))


@cache
@torch.inference_mode(mode=False)  # what is kept serves training too
def _sums(size: int) -> Tensor:
    """Return which weights of a kernel are summed for each of the larger one: `(larger, size^2)`.

    A transposed convolution reads its kernel from the end.
    """
    along = torch.eye(size + 1, size) + torch.eye(size + 1, size).roll(1, 0)
    return torch.kron(along, along).flip(1)


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
            x = block(x, embedding, skips.pop())
            if level < DEEP - 1:
                x = self._thinned(x)
        return x

    def _thinned(self, x: Tensor) -> Tensor:
        return functional.dropout2d(x, self._dropout, self.training) if self._dropout else x


class SinusoidalEmbedding(nn.Module):
    """Sines and cosines of a number, through an MLP (Vaswani 2017, as DDPM uses it for time)."""

    frequencies: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        half = width // 2
        steps = torch.arange(half, dtype=torch.float32) / half
        self.register_buffer(
            "frequencies", 0.25 * torch.exp(steps * math.log(SPAN)), persistent=False
        )
        self.mlp = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))

    @override
    def forward(self, value: Tensor) -> Tensor:
        """Map `(B,)` numbers to `(B, width)`."""
        angle = value[:, None] * self.frequencies
        embedded: Tensor = self.mlp(torch.cat([angle.sin(), angle.cos()], 1))
        return embedded

"""Which way a film lies, which polarity it has, and whether it is a lateral cephalogram at all.

One small network tells how much a picture looks like a whole lateral cephalogram that faces right,
upright, with bright bone. It is asked of the film in all eight positions and both polarities: the
one that looks most like it tells how the film lies, and if none does, the film is a strange one.
So mirrored, turned and inverted films are told apart by the same numbers, which cannot disagree.

The network is four convolutions and two layers over 64 x 64 pixels, some hundredths of a second; it
needs numpy only. `landmark_gui.diffusion.training.recogniser` fits its numbers and says on what.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image
from safetensors import safe_open

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.paths import resource

SIDE = 64
STRIDE, PADDING = 2, 1
GREY_SHARES = (0.5, 99.5)  # percentiles that become black and white
STRANGE_BELOW = 0.0  # log odds: nothing of this kind is likelier than a film in any position
_ENOUGH = 4 * SIDE  # pixels along the longer side that tell all there is to tell

Values = NDArray[np.float32]

POSITIONS = tuple(
    Orientation(facing, polarity, turns)
    for polarity, facing, turns in product(Polarity, Facing, range(4))
)


@dataclass(frozen=True, slots=True, eq=False)
class Recogniser:
    """The network's numbers.

    Attributes:
        tensors: weights and biases by name, as `recogniser` trains them.
    """

    tensors: dict[str, Values]

    def likeness(self, portraits: Values) -> Values:
        """Return how much `(B, SIDE, SIDE)` look like a lateral cephalogram, `(B,)`, log odds."""
        seen, layer = portraits[:, None], 0
        while f"look.{layer}.weight" in self.tensors:
            seen = _convolved(seen, *self._layer(f"look.{layer}"))
            layer += 1
        weight, bias = self._layer("think")
        thought = np.maximum(seen.reshape(len(seen), -1) @ weight.T + bias, 0)
        weight, bias = self._layer("say")
        said: Values = (thought @ weight.T + bias)[:, 0]
        return said

    def _layer(self, name: str) -> tuple[Values, Values]:
        return self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"]


@cache
def shipped_recogniser() -> Recogniser:
    """Return the recogniser that comes with the program."""
    with safe_open(resource("recognition", "recogniser.safetensors"), "numpy") as file:
        tensors = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118 - no mapping
    return Recogniser(tensors)


def recognise(
    film: Cephalogram,
    facing: Facing | None = None,
    polarity: Polarity | None = None,
) -> Finding:
    """Return how a film lies, and what should be said of it.

    Args:
        film: any picture.
        facing: stated by the user; None leaves it to recognition.
        polarity: the same.
    """
    positions = in_all_positions(portrait(film.pixels, film.info.aspect))
    likeness = shipped_recogniser().likeness(positions)
    best = int(likeness.argmax())
    seen = POSITIONS[best]
    orientation = Orientation(facing or seen.facing, polarity or seen.polarity, seen.quarter_turns)
    remarks = _remarks(orientation, strange=bool(likeness[best] < STRANGE_BELOW))
    return Finding(orientation, remarks, facing, polarity)


def _remarks(orientation: Orientation, *, strange: bool) -> tuple[Remark, ...]:
    told = {
        Remark.STRANGE: strange,
        Remark.FACES_LEFT: orientation.facing is Facing.LEFT,
        Remark.TURNED: orientation.quarter_turns > 0,
        Remark.INVERTED: orientation.polarity is Polarity.INVERTED,
    }
    return tuple(remark for remark, holds in told.items() if holds)


def portrait(pixels: NDArray[np.generic], aspect: float = 1.0) -> Values:
    """Return a picture `(H, W)` as `(SIDE, SIDE)` of mean 0 and deviation 1, 0 beside it.

    `aspect` is the height of a pixel divided by its width.
    """
    stride = max(1, max(pixels.shape) // _ENOUGH)
    greys = pixels[::stride, ::stride].astype(np.float32)
    sides = (greys.shape[0] * aspect, greys.shape[1])
    height, width = (max(1, round(side * SIDE / max(sides))) for side in sides)
    small = np.array(Image.fromarray(greys).resize((width, height), Image.Resampling.BOX))
    clipped = np.clip(small, *np.percentile(small, GREY_SHARES))
    normal = (clipped - clipped.mean()) / max(float(clipped.std()), 1e-6)
    boxed = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    boxed[top : top + height, left : left + width] = normal
    return boxed


def in_all_positions(boxed: Values) -> Values:
    """Return a portrait as it would be if it lay in each of the `POSITIONS`, `(16, SIDE, SIDE)`."""
    signs = {Polarity.NORMAL: 1, Polarity.INVERTED: -1}
    return np.stack([signs[p.polarity] * p.upright(boxed) for p in POSITIONS])


def _convolved(seen: Values, weight: Values, bias: Values) -> Values:
    """Return `(B, C, H, W)` after a convolution of stride 2 with `(O, C, k, k)` and a ramp."""
    padded = np.pad(seen, ((0, 0), (0, 0), (PADDING, PADDING), (PADDING, PADDING)))
    side = weight.shape[-1]
    windows = sliding_window_view(padded, (side, side), axis=(2, 3))[:, :, ::STRIDE, ::STRIDE]
    summed = np.tensordot(windows, weight, ((1, 4, 5), (1, 2, 3))) + bias
    return np.moveaxis(np.maximum(summed, 0), -1, 1)

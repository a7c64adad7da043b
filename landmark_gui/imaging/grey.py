"""Grey values as every reader of this room hands them over."""

from dataclasses import dataclass, field
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.imaging.report import Storage

Pixels = NDArray[np.uint8 | np.uint16 | np.float32]
Values = NDArray[np.integer | np.floating]

LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, as Pillow's mode L
BULK_PERCENT = (0.1, 99.9)  # dead pixels and burnt-in marks lie outside
ENOUGH_SAMPLES = 1_000_000
ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded file: `(height, width)` pixels, bright is dense, and what is known of them."""

    pixels: Pixels
    window: Window
    spacing: PixelSpacing | None = None
    storage: Storage = field(default_factory=Storage)


def kept_depth(values: Values) -> Pixels:
    """Return `(H, W)` values in the smallest type that keeps them.

    uint8 stays, whole numbers within 0 ... 65535 become uint16, all others float32.
    """
    if values.dtype == np.uint8:
        return np.array(values, np.uint8, order="C")  # Pillow hands out read-only views
    finite = _finite(values)
    fits = finite.min() >= 0 and finite.max() <= np.iinfo(np.uint16).max
    whole = finite.dtype.kind in "iu" or bool(np.all(finite == np.rint(finite)))
    return np.ascontiguousarray(finite, np.uint16 if fits and whole else np.float32)


def luminance(colours: NDArray[np.integer]) -> NDArray[np.integer]:
    """Return the brightness of `(H, W, 3 or more)` red, green, blue as `(H, W)`."""
    grey = np.empty(colours.shape[:2], colours.dtype)
    for top in range(0, len(grey), ROWS_AT_ONCE):  # in one piece it takes 24 bytes a pixel more
        rows = slice(top, top + ROWS_AT_ONCE)
        grey[rows] = np.rint(colours[rows, :, :3] @ LUMA)
    return grey


def fitted_window(pixels: Pixels) -> Window:
    """Return the window that shows the bulk of the grey values.

    8 bits are shown in full, since their writer has already windowed them; of deeper films the
    0.1 ... 99.9 percentiles are taken.
    """
    if pixels.dtype == np.uint8:
        return Window(0.0, 255.0)
    step = max(1, isqrt(pixels.size // ENOUGH_SAMPLES))
    low, high = np.percentile(pixels[::step, ::step], BULK_PERCENT)
    least = 1 if pixels.dtype.kind == "u" or high == low else 0
    return Window(float(low), float(max(high, low + least)))


def _finite(values: Values) -> Values:
    if values.dtype.kind in "iu":
        return values
    finite = np.abs(values) <= np.finfo(np.float32).max  # which is what they are kept as
    if finite.all():
        return values
    if not finite.any():
        raise ValueError("no finite grey value")
    return np.where(finite, values, values[finite].min())

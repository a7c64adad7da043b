"""Where on a film something repeats itself along a column: a short-time Fourier transform."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

STEP_PX = (3.0, 40.0)  # finer ticks than 3 pixels are not resolved
WINDOW = 128  # samples of a column that are transformed at once
HOP = WINDOW // 4
_SLOWEST, _FASTEST = WINDOW // 9, WINDOW // 3 + 1  # steps of 3 to 9 samples; then an octave on
_SLOW = 25  # samples; what changes more slowly is no tick
_SHARE = 0.5  # of the power of a column, within one peak
_FLOOR = 2e-2  # power below which a column of grey values in 0 ... 1 is flat
_ACROSS = 5  # columns; ticks are wider than that
Grey = NDArray[np.floating]


class Seed(NamedTuple):
    """A place with a step: share of the power in it, position and step in film pixels."""

    share: float
    x: float
    y: float
    step_px: float


def seeds(film: Grey) -> list[Seed]:
    """Return the places, the clearest first; many of them belong to one comb.

    Args:
        film: `(height, width)` in 0 ... 1.
    """
    return sorted(_all_seeds(film), reverse=True)


def _all_seeds(film: Grey) -> Iterator[Seed]:
    level, scale = film, 1
    while min(level.shape) >= WINDOW and 3 * scale <= STEP_PX[1]:
        varying = level - ndimage.uniform_filter1d(level, _SLOW, axis=0)
        varying = ndimage.uniform_filter1d(varying, 3, axis=1)
        for top in range(0, len(level) - WINDOW + 1, HOP):
            for share, column, step in _peaks(varying[top : top + WINDOW]):
                middle = (top + WINDOW / 2) * scale
                yield Seed(share, (column + 0.5) * scale, middle, step * scale)
        level, scale = _halved(level), 2 * scale


def _peaks(rows: Grey) -> Iterator[tuple[float, int, float]]:
    """Yield share, column and step of the columns `(WINDOW, W)` that have one frequency."""
    power = np.abs(np.fft.rfft(rows * np.hanning(WINDOW)[:, None], axis=0)) ** 2
    peak = power[_SLOWEST - 1 : _FASTEST - 1] + power[_SLOWEST:_FASTEST]
    peak = peak + power[_SLOWEST + 1 : _FASTEST + 1]  # a peak of this window is three bins wide
    shares = ndimage.uniform_filter1d(peak / (power.sum(axis=0) + _FLOOR), _ACROSS, axis=1)
    best = shares.max(axis=0)
    local = best == ndimage.maximum_filter1d(best, 3 * _ACROSS)
    for column in np.flatnonzero(local & (best > _SHARE)):
        bin_ = _SLOWEST + int(shares[:, column].argmax())
        yield float(best[column]), int(column), WINDOW / bin_


def _halved(level: Grey) -> Grey:
    even = level[: len(level) // 2 * 2, : level.shape[1] // 2 * 2]
    quarters: Grey = even.reshape(len(even) // 2, 2, even.shape[1] // 2, 2).mean(axis=(1, 3))
    return quarters

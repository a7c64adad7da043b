"""The scale of a film, read off a millimetre ruler that was exposed with it.

A ruler is a grating: along its axis the grey value repeats itself with a step of one millimetre,
so the modulus of the Fourier transform has a peak at f = 1 / step. Three things follow.

Where: a short-time Fourier transform of every column (and row), at film resolutions an octave
apart, shows where a single frequency holds most of the power (`ruler_seeds`).

How long is a step: the grey values are demodulated, z(s) = (g(s) exp(-2 pi i f s)) * w(s), and the
phase of z grows linearly by 2 pi (f_true - f) s as long as the ruler lasts. A straight line fitted
to it gives f far finer than the resolution 1 / length of the transform itself (`ruler_fit`; the
estimator is that of S. A. Tretter, IEEE Trans. Inf. Theory 31:832, 1985).

Is a step a millimetre: a comb of equal teeth does not tell its step, and the rods of some
cephalostats carry one of 2 mm. On a millimetre ruler every fifth mark is longer. Only where that
is seen does the program speak; of half-millimetre or inch divisions, or a bare comb, it is silent.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.ruler import Ruler
from landmark_gui.imaging.ruler_fit import Comb, fitted_comb
from landmark_gui.imaging.ruler_seeds import STEP_PX, seeds

FIFTH = 5
MIN_TICKS = 8.0  # of a piece
FEW_TICKS, MANY_TICKS = 10, 15  # in a row: two, and three of them are long
COVERED = 2  # ticks at the ends that may not be seen whole
MIN_LENGTH_MM = 0.95  # of the short marks
SIGMA_PER_MAD = 1.4826
MIN_LONGER_MM = 0.25
MIN_CONTRAST = 2.5
MAX_TICK_SCATTER = 0.06  # of a step
MIN_COHERENCE = 0.6
FILM_MM = (90.0, 450.0)  # the long side of a film with a head on it
SAME = 0.02
GAP = 4.0  # steps between the pieces of one ruler
TRIES = 6  # places looked at in either direction
Grey = NDArray[np.floating]


def find_ruler(film: Grey) -> Ruler | None:
    """Return the millimetre ruler on a film, or None where none is seen beyond doubt.

    Args:
        film: `(height, width)` float32 in 0 ... 1; its pixels are taken as square.
    """
    combs = [*_combs(film), *map(_turned, _combs(film.T))]
    combs = [comb for comb in combs if _is_regular(comb)]
    proven = [comb for comb in combs if _is_millimetres(comb, max(film.shape))]
    if not proven:
        return None
    best = max(proven, key=lambda comb: comb.ticks)
    if not all(_agree(comb, best) for comb in proven):
        return None
    return _joined(best, [comb for comb in combs if _agree(comb, best) and _adjoins(comb, best)])


def _combs(film: Grey) -> Iterator[Comb]:
    """Yield the combs that run more or less upright, each once."""
    found: list[Comb] = []
    tried = 0
    for seed in seeds(film):
        if tried == TRIES:
            return
        if any(comb.covers(Point(seed.x, seed.y)) for comb in found):
            continue
        tried += 1
        comb = fitted_comb(film, seed)
        if comb is not None and not any(comb.overlaps(other) for other in found):
            found.append(comb)
            yield comb


def _joined(best: Comb, pieces: list[Comb]) -> Ruler:
    """Return what the pieces of a ruler say together; some are bent or broken in two."""
    weights = np.array([comb.ticks for comb in pieces])
    steps = np.array([comb.step_px for comb in pieces])
    step_px = float(np.average(steps, weights=weights))
    own = float(np.average([comb.error for comb in pieces], weights=weights))
    spread = float(np.sqrt(np.average((steps / step_px - 1) ** 2, weights=weights)))
    ticks = round(float(weights.sum()))
    error = float(np.hypot(own, spread / np.sqrt(len(pieces))))
    half = Point(*(part * best.ticks * step_px / 2 for part in best.along))
    start, end = best.centre.moved(-half.x, -half.y), best.centre.moved(half.x, half.y)
    return Ruler(step_px, error, ticks, best.coherence, start, end, best.ticks)


def _agree(one: Comb, other: Comb) -> bool:
    return abs(one.step_px / other.step_px - 1) <= SAME


def _adjoins(one: Comb, other: Comb) -> bool:
    """Tell whether two combs lie end to end, as the halves of a bent ruler do."""
    reach = (one.ticks + other.ticks) / 2 + GAP
    return one.centre.distance_px(other.centre) <= reach * other.step_px


def _turned(comb: Comb) -> Comb:
    """Return a comb of the film with x and y exchanged as it lies on the film itself."""
    x, y = comb.along
    return replace(comb, along=(y, x), centre=Point(comb.centre.y, comb.centre.x))


def _is_regular(comb: Comb) -> bool:
    regular = comb.scatter <= MAX_TICK_SCATTER and comb.coherence >= MIN_COHERENCE
    return regular and comb.ticks >= MIN_TICKS


def _is_millimetres(comb: Comb, long_side_px: int) -> bool:
    low_px, high_px = STEP_PX
    low_mm, high_mm = FILM_MM
    return (
        low_px <= comb.step_px <= high_px
        and low_mm <= long_side_px / comb.step_px <= high_mm
        and any(_every_fifth_is_longer(lengths) for lengths in comb.tick_lengths)
    )


def _every_fifth_is_longer(lengths: NDArray[np.floating]) -> bool:
    """Tell whether every fifth tick, and no other, is long; `(N,)` in steps.

    Marks at the ends of a comb may be half covered by something else: the better half counts.
    """
    whole = len(lengths)
    count = max(FEW_TICKS, min(MANY_TICKS, whole - COVERED), whole // 2)
    runs = (lengths[start : start + count] for start in range(len(lengths) - count + 1))
    return any(_fifths_stand_out(run, first) for run in runs for first in range(FIFTH))


def _fifths_stand_out(lengths: NDArray[np.floating], first: int) -> bool:
    long = lengths[first::FIFTH]
    short = np.delete(lengths, np.s_[first::FIFTH])
    usual = np.median(short)
    spread = SIGMA_PER_MAD * np.median(np.abs(short - usual))
    gap = long.min() - usual
    clear = long.min() > short.max() and gap >= max(MIN_LONGER_MM, MIN_CONTRAST * spread)
    return bool(clear and usual >= MIN_LENGTH_MM)

"""A comb of ticks measured along its axis: its step, its tilt, how long it is and each tick is."""

from dataclasses import dataclass, replace
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from landmark_gui.domain.geometry import Point
from landmark_gui.imaging.ruler_seeds import Seed

PER_STEP = 6  # samples along and across in one step of the comb
_LONG, _WIDE = 40, 6  # steps to either side of the seed
_MIDDLE = slice((_LONG - 4) * PER_STEP, (_LONG + 4) * PER_STEP + 1)  # holds some of the comb
_FLOOR = 4e-3  # of grey values in 0 ... 1: below that there is only noise
_FAINT = 0.2  # of a pure oscillation: less is none at all
_LASTS = 0.5  # of the best amplitude; where it falls below, the comb ends
_BESIDE = 3.0  # steps around a comb that belong to it
_NEARLY_ONE = (0.7, 1.4)  # the seed's step is that good; what runs away is no comb
_TURNS = 3  # then the tilt has settled
_MIN_TICKS = 5
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Comb:
    """Ticks at equal steps.

    Attributes:
        step_px: film pixels from tick to tick.
        error: standard error of the step, as a share of it.
        ticks: steps measured.
        scatter: root mean square of the ticks' distances from the regular comb, in steps.
        coherence: 0 ... 1, share of a pure oscillation in the profile.
        along: (x, y) of length 1, the direction of the axis.
        centre: the middle of the measured part.
        tick_lengths: of the dark marks and of the bright ones, `(N,)` each, in steps.
    """

    step_px: float
    error: float
    ticks: float
    scatter: float
    coherence: float
    along: tuple[float, float]
    centre: Point
    tick_lengths: tuple[Values, Values]

    def covers(self, place: Point) -> bool:
        """Tell whether a place belongs to this comb."""
        dx, dy = place.x - self.centre.x, place.y - self.centre.y
        along, across = (
            dx * self.along[0] + dy * self.along[1],
            dx * self.along[1] - dy * self.along[0],
        )
        reach = self.ticks / 2 + _BESIDE
        return abs(along) <= reach * self.step_px and abs(across) <= _BESIDE * self.step_px

    def overlaps(self, other: "Comb") -> bool:
        """Tell whether this is another comb once more."""
        return other.covers(self.centre) or self.covers(other.centre)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where a comb is thought to run, and its step."""

    x: float
    y: float
    step_px: float
    tilt_deg: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Strip:
    """Grey values along an axis: `(S, U)`, S along and U across, PER_STEP samples per step.

    Attributes:
        varying: without what changes slowly along the axis.
        equal: the same with equal contrast all along.
    """

    varying: Values
    equal: Values


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """A straight line through the phase of a strip.

    Attributes:
        run: the samples along the axis that the comb covers.
        columns: `(U,)` bool, those that its ticks cover.
        rate: the comb's frequency in cycles per step of the axis; 1 if the axis was right.
        phase: in cycles, in the middle of the strip.
        scatter: root mean square residual in cycles.
        coherence: see Comb.
        drift: how far the ticks move across per step along the axis.
        shift: where the ticks' middle is, across, in steps.
    """

    run: NDArray[np.intp]
    columns: NDArray[np.bool_]
    rate: float
    phase: float
    scatter: float
    coherence: float
    drift: float
    shift: float


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """See _Fit; `slope` is what the rate lacks."""

    run: NDArray[np.intp]
    slope: float
    phase: float
    scatter: float
    coherence: float


def fitted_comb(film: NDArray[np.floating], seed: Seed) -> Comb | None:
    """Return the comb at a place of a film, or None where it does not last.

    Args:
        film: `(height, width)` in 0 ... 1.
        seed: where to begin.
    """
    around, left, top = _cut(film, seed)
    axis = _Axis(seed.x - left, seed.y - top, seed.step_px)
    for _ in range(_TURNS):
        fit = _fit(_strip(around, axis))
        if fit is None:
            return None
        axis = _followed(axis, fit)
    strip = _strip(around, axis)
    fit = _fit(strip)
    if fit is None:
        return None
    comb = _comb(axis, strip, fit)
    return replace(comb, centre=comb.centre.moved(left, top))


def _cut(film: NDArray[np.floating], seed: Seed) -> tuple[Values, int, int]:
    """Return what lies around a seed, a little smoothed, and where its corner is."""
    reach = _LONG * seed.step_px * 1.1
    left, top = max(int(seed.x - reach / 2), 0), max(int(seed.y - reach), 0)
    cut = film[top : int(seed.y + reach) + 1, left : int(seed.x + reach / 2) + 1]
    return ndimage.gaussian_filter(cut, seed.step_px / PER_STEP, output=np.float64), left, top


def _strip(film: Values, axis: _Axis) -> _Strip:
    along = _steps(_LONG) * axis.step_px
    across = _steps(_WIDE) * axis.step_px
    c, s = cos(radians(axis.tilt_deg)), sin(radians(axis.tilt_deg))
    x = axis.x + along[:, None] * s + across * c
    y = axis.y + along[:, None] * c - across * s
    grey = ndimage.map_coordinates(film, [y - 0.5, x - 0.5], order=1, mode="nearest")
    varying = grey - ndimage.gaussian_filter1d(grey, PER_STEP, axis=0)
    height, width = film.shape
    varying[(x < 0) | (y < 0) | (x > width) | (y > height)] = 0.0
    swing = np.sqrt(ndimage.gaussian_filter1d(varying**2, 3.0 * PER_STEP, axis=0))
    return _Strip(varying, varying / (swing + _FLOOR))


def _fit(strip: _Strip) -> _Fit | None:
    swing = np.abs(_demodulated(strip.equal, 1.0))
    columns = _ticked(swing[_MIDDLE].mean(axis=0))
    profile = strip.equal[:, columns].mean(axis=1)
    rate, line = 1.0, _line(profile, 1.0)
    for _ in range(2):  # the run grows as the rate becomes right
        if line is None:
            return None
        rate += line.slope
        line = _line(profile, rate)
    if line is None or not _NEARLY_ONE[0] < rate < _NEARLY_ONE[1]:
        return None
    drift, shift = _course(swing[line.run], _steps(_LONG)[line.run], columns)
    return _Fit(
        line.run,
        columns,
        rate + line.slope,
        line.phase,
        line.scatter,
        line.coherence,
        drift,
        shift,
    )


def _line(profile: Values, rate: float) -> _Line | None:
    """Return a straight line through the phase of a profile, where it oscillates at that rate."""
    z = _demodulated(profile, rate)
    swing = np.abs(z)
    best = _MIDDLE.start + int(swing[_MIDDLE].argmax())
    run = _around(swing > _LASTS * swing[best], best)
    if swing[best] < _FAINT or len(run) < _MIN_TICKS * PER_STEP:
        return None
    at = _steps(_LONG)[run]
    cycles = np.unwrap(np.angle(z[run])) / (2 * np.pi)
    slope, phase = np.polyfit(at, cycles, 1, w=swing[run])
    scatter = float(np.sqrt(np.mean((cycles - slope * at - phase) ** 2)))
    return _Line(run, float(slope), float(phase), scatter, float(swing[best]))


def _demodulated(values: Values, rate: float) -> NDArray[np.complex128]:
    """Return `(S,)` or `(S, U)` amplitude and phase; the amplitude of a pure oscillation is 1."""
    turning = np.exp(-2j * np.pi * rate * _steps(_LONG))
    mixed = (values.T * turning).T
    smooth = ndimage.gaussian_filter1d(mixed, 2.0 * PER_STEP, axis=0, truncate=3.0)
    return np.asarray(np.sqrt(2) * smooth)


def _ticked(swing: Values) -> NDArray[np.bool_]:
    best = int(swing.argmax())
    columns = np.zeros(len(swing), bool)
    columns[_around(swing > 0.6 * swing[best], best)] = True
    return columns


def _around(holds: NDArray[np.bool_], index: int) -> NDArray[np.intp]:
    """Return the unbroken run of indices around one."""
    label, _ = ndimage.label(holds)
    return np.flatnonzero(label == label[index])


def _course(swing: Values, at: Values, columns: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how the ticks' middle moves across along the axis, and where it is at the seed."""
    across = _steps(_WIDE)
    near = np.abs(across - across[columns].mean()) < _BESIDE
    weight = np.where(near, swing, 0.0) ** 4
    middle = (weight @ across) / weight.sum(axis=1)
    drift, shift = np.polyfit(at, middle, 1)
    return float(drift), float(shift)


def _followed(axis: _Axis, fit: _Fit) -> _Axis:
    """Return the axis along the ticks that were found."""
    tilt_deg = axis.tilt_deg + float(np.degrees(np.arctan(fit.drift)))
    c, s = cos(radians(axis.tilt_deg)), sin(radians(axis.tilt_deg))
    shift_px = fit.shift * axis.step_px
    step_px = axis.step_px / fit.rate
    return replace(
        axis, x=axis.x + shift_px * c, y=axis.y - shift_px * s, step_px=step_px, tilt_deg=tilt_deg
    )


def _comb(axis: _Axis, strip: _Strip, fit: _Fit) -> Comb:
    at = _steps(_LONG)[fit.run]
    ticks = float((at[-1] - at[0]) * fit.rate)
    middle_px = float(at.mean()) * axis.step_px
    tilt = radians(axis.tilt_deg)
    return Comb(
        step_px=axis.step_px / fit.rate,
        # of a slope through `ticks` independent points of that scatter
        error=float(fit.scatter * np.sqrt(12 / ticks) / ticks),
        ticks=ticks,
        scatter=fit.scatter,
        coherence=min(fit.coherence, 1.0),
        along=(sin(tilt), cos(tilt)),
        centre=Point(axis.x + middle_px * sin(tilt), axis.y + middle_px * cos(tilt)),
        tick_lengths=(_lengths(strip, fit, 0.5), _lengths(strip, fit, 0.0)),
    )


def _lengths(strip: _Strip, fit: _Fit, dark: float) -> Values:
    """Return `(N,)` how far each tick reaches across, in steps; `dark` is 0.5 for dark ticks."""
    at = _steps(_LONG)[fit.run]
    first, last = (fit.rate * at[[0, -1]] + fit.phase + dark) // 1
    ticks = (np.arange(first + 1, last + 1) - fit.phase - dark) / fit.rate
    between = 0.5 / fit.rate
    sign = -1.0 if dark else 1.0
    depth = sign * (
        _rows(strip, ticks) - (_rows(strip, ticks - between) + _rows(strip, ticks + between)) / 2
    )
    usual = np.median(np.abs(depth[:, fit.columns]), axis=1)
    usual = ndimage.median_filter(usual, 5, mode="nearest")[:, None] + _FLOOR / 4
    return np.asarray(np.clip(depth / usual, -1.0, 1.0).sum(axis=1) / PER_STEP)


def _rows(strip: _Strip, at: Values) -> Values:
    """Return the grey values across the axis at places along it, in steps."""
    rows, columns = np.meshgrid(
        (at + _LONG) * PER_STEP, np.arange(strip.varying.shape[1]), indexing="ij"
    )
    return np.asarray(ndimage.map_coordinates(strip.varying, [rows, columns], order=1))


def _steps(reach: int) -> Values:
    return np.arange(-reach * PER_STEP, reach * PER_STEP + 1) / PER_STEP

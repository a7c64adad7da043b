"""Smooth curves through control points, and the places on them that anatomy gives a name to.

All positions are `(M, 2)` float64 in millimetres, x to the right and y down.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator

STEP_MM = 0.2  # chords this short leave a curve by a few micrometres at most


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A densely sampled curve.

    Attributes:
        points: `(M, 2)` samples, about `STEP_MM` apart.
        knots: `(K,)` index of every control point among the samples.
    """

    points: NDArray[np.float64]
    knots: NDArray[np.intp]

    def part(self, first: int, last: int) -> NDArray[np.float64]:
        """Return the samples from one control point to another, both included."""
        return self.points[self.knots[first] : self.knots[last] + 1]


def smooth(control: NDArray[np.float64], *, closed: bool = False) -> Curve:
    """Return the cubic spline through control points; a point given twice is a sharp corner."""
    if closed and not np.allclose(control[0], control[-1]):
        control = np.vstack([control, control[:1]])
    twice = np.flatnonzero(np.all(np.isclose(control[1:], control[:-1]), axis=1)) + 1
    pieces = np.split(control, twice)
    periodic = closed and len(pieces) == 1
    sampled = [_spline(piece, periodic=periodic) for piece in pieces]
    starts = np.cumsum([0, *(len(samples) for samples, _ in sampled)])
    knots = [index + start for (_, index), start in zip(sampled, starts[:-1], strict=True)]
    return Curve(np.vstack([samples for samples, _ in sampled]), np.concatenate(knots))


def _spline(
    control: NDArray[np.float64], *, periodic: bool
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    if len(control) == 1:
        return control, np.zeros(1, np.intp)
    chords = np.hypot(*np.diff(control, axis=0).T)
    # centripetal: the root of the chord keeps tight bends free of loops
    spans = np.sqrt(chords)
    steps = np.maximum(np.ceil(chords / STEP_MM), 1).astype(np.intp)
    knots = np.concatenate([[0], np.cumsum(steps)])
    piece = np.repeat(np.arange(len(steps)), steps)
    share = (np.arange(knots[-1]) - knots[piece]) / steps[piece]
    slopes = _slopes(control, spans, periodic=periodic)
    samples = _hermite(control, slopes, spans, (piece, share))
    return np.vstack([samples, control[-1:]]), knots


def _slopes(
    control: NDArray[np.float64], spans: NDArray[np.float64], *, periodic: bool
) -> NDArray[np.float64]:
    """Return the derivative `(K, 2)` at the control points (Catmull and Rom)."""
    pace = np.diff(control, axis=0) / spans[:, None]
    before, after = (pace[-1], pace[0]) if periodic else (pace[0], pace[-1])
    pace = np.vstack([before, pace, after])
    spans = np.concatenate([spans[-1:], spans, spans[:1]])[:, None]
    return np.asarray((pace[:-1] * spans[1:] + pace[1:] * spans[:-1]) / (spans[1:] + spans[:-1]))


def _hermite(
    control: NDArray[np.float64],
    slopes: NDArray[np.float64],
    spans: NDArray[np.float64],
    where: tuple[NDArray[np.intp], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return cubic pieces at `where`: index of the piece and share of its length, each `(M,)`."""
    piece, share = where
    u, span = share[:, None], spans[piece, None]
    start, end = control[piece], control[piece + 1]
    leave, arrive = slopes[piece] * span, slopes[piece + 1] * span
    rise = u * u * (3 - 2 * u)
    bend = u * (1 - u)
    return np.asarray(start + rise * (end - start) + bend * ((1 - u) * leave - u * arrive))


def furthest(points: NDArray[np.float64], direction: tuple[float, float]) -> NDArray[np.float64]:
    """Return the `(2,)` sample that lies furthest in a direction."""
    return np.asarray(points[np.argmax(points @ np.asarray(direction))])


def deepest(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the `(2,)` sample furthest from the chord, on the right of it as seen on the film."""
    along = end - start
    return furthest(points, (-along[1], along[0]))


def crossing(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the `(2,)` point where two curves cross."""
    gaps = np.hypot(*(first[:, None] - second[None]).transpose(2, 0, 1))
    i, j = np.unravel_index(np.argmin(gaps), gaps.shape)
    along, other = np.gradient(first, axis=0)[i], np.gradient(second, axis=0)[j]
    # between samples both curves are as good as straight
    steps = np.linalg.solve(np.stack([along, -other], axis=1), second[j] - first[i])
    return np.asarray(first[i] + steps[0] * along)


def centroid(outline: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the `(2,)` centre of the area inside a closed outline."""
    x, y = outline.T
    next_x, next_y = np.roll(outline, -1, axis=0).T
    cross = x * next_y - next_x * y
    centre = [np.sum((x + next_x) * cross), np.sum((y + next_y) * cross)]
    return np.asarray(np.asarray(centre) / (3 * np.sum(cross)))


@dataclass(frozen=True, slots=True, eq=False)
class Warp:
    """The smoothest deformation (thin-plate spline) that moves anchors where they are wanted."""

    spline: RBFInterpolator

    @classmethod
    def between(
        cls, anchors: Mapping[str, tuple[float, float]], moved: Mapping[str, NDArray[np.float64]]
    ) -> "Warp":
        """Return the deformation from template anchors to those of one patient."""
        source = np.array([anchors[name] for name in moved], np.float64)
        target = np.array([moved[name] for name in moved], np.float64)
        return cls(RBFInterpolator(source, target, kernel="thin_plate_spline", degree=1))

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return `(M, 2)` template positions in the patient."""
        return np.asarray(self.spline(points), np.float64)

"""How far measurements may be off that rest on landmarks of which nobody is certain.

A landmark that errs by r on average, normally and in all directions alike, errs along each axis
with a standard deviation of r sqrt(2 / pi): r is the mean of a Rayleigh distribution. Where an
ellipse tells how the directions differ, r becomes its semi-axes, in such a size that the mean
distance is still r. That is so if it has the circumference of a circle with the radius r: both are
means of |(a cos t, b sin t)| over all t. To first order a measurement m errs by the landmarks'
errors times its gradient. Where those are independent, its error too is normal, and the mean of its
size is sqrt(2 / pi) of its standard deviation:

    E |error of m| = 2 / pi * sqrt(sum over landmarks n and axes u of n (r_u u . grad_n m)^2)

The size is not that of the region, which holds 90 %: errors have longer tails than normal ones, and
r is calibrated as their mean. Which errors go together, as the samples of the chain have it, told
nothing (`resources/docs/figures.md`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.measurement import Analysis, Unit
from landmark_gui.domain.region import Ellipse

_TURN = 360.0  # degrees


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far a landmark may be off.

    Attributes:
        expected_px: on average; on oblong pixels the geometric mean of both ways to see it.
        region: an ellipse that tells in which directions; None for all alike.
    """

    expected_px: float
    region: Ellipse | None = None

    def axes(self, aspect: float) -> NDArray[np.float64]:
        """Return `(2, 2)`: the x and y in pixels by which it may be off along either axis.

        Args:
            aspect: height of a pixel divided by its width.
        """
        sides = np.array([1 / sqrt(aspect), sqrt(aspect)])
        if self.region is None or not self.region.major_px:
            return np.asarray(self.expected_px * np.eye(2) / sides)
        axes = self.region.axes
        a, b = np.linalg.svd(axes * sides, compute_uv=False)
        around = 3 * (a + b) - sqrt((3 * a + b) * (a + 3 * b))  # Ramanujan; over pi
        return axes * float(2 * self.expected_px / around)


def expected_errors(
    analysis: Analysis,
    points: Mapping[str, Point],
    doubts: Mapping[str, Doubt | None],
    spacing: PixelSpacing | None,
    aspect: float = 1.0,
) -> dict[str, float]:
    """Return by how much measurements may be expected to be off, by name and in their units.

    Those without a value are left out, and those that rest on no landmark with an error or on one
    with an error that nobody knows.

    Args:
        analysis: the measurements.
        points: landmarks in pixels of the film as stored, whichever way it lies.
        doubts: how far landmarks may be off; None where nobody knows. The others are certain.
        spacing: of the film, None where it is not known.
        aspect: height of a pixel divided by its width, where there is no spacing.
    """

    def measured(places: Mapping[str, Point]) -> NDArray[np.float64]:
        found = analysis.values(places, spacing, aspect)
        return np.array(list(found.values()), np.float64)  # NaN for None

    known = {name: doubt for name, doubt in doubts.items() if doubt and name in points}
    changes = [
        measured({**points, name: there}) - measured({**points, name: back})
        for name, doubt in known.items()
        for there, back in _apart(points[name], doubt, spacing.aspect if spacing else aspect)
    ]
    if not changes:
        return {}
    size = np.sqrt(np.square(_without_turns(changes, analysis) / 2).sum(0)) * 2 / pi
    unsure = (analysis.landmarks(m) & doubts.keys() for m in analysis.measurements)
    return {
        m.name: float(error)
        for m, error, of in zip(analysis.measurements, size, unsure, strict=True)
        if of and of <= known.keys() and not np.isnan(error)
    }


def _without_turns(
    changes: Sequence[NDArray[np.float64]], analysis: Analysis
) -> NDArray[np.float64]:
    """Return by how much measurements change: from -179 to 179 degrees it is 2 and not 358."""
    found, angles = np.array(changes), [m.unit is Unit.DEGREES for m in analysis.measurements]
    return np.asarray(found - _TURN * np.round(found / _TURN) * angles)


def _apart(point: Point, doubt: Doubt, aspect: float) -> Iterator[tuple[Point, Point]]:
    """Yield the places as far off on both sides of a point, along each axis."""
    for x, y in doubt.axes(aspect).tolist():
        yield point.moved(x, y), point.moved(-x, -y)

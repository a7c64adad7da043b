"""How far measurements may be off that rest on landmarks of which nobody is certain.

A landmark that errs by r on average, normally and in all directions alike, errs along each axis
with a standard deviation of r sqrt(2 / pi): r is the mean of a Rayleigh distribution. To first
order a measurement m errs by the landmarks' errors times its gradient. Where those are independent,
its error too is normal, and the mean of its size is sqrt(2 / pi) of its standard deviation:

    E |error of m| = 2 / pi * sqrt(sum over landmarks n of (r_n |grad_n m|)^2)

The ellipses of the regions would tell somewhat more, but tables do not hold them, and a film is to
have the same figures in the window and in a table. Which errors go together, as the samples of the
chain have it, told nothing (`resources/docs/figures.md`).
"""

from collections.abc import Iterator, Mapping, Sequence
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.measurement import Analysis, Unit

_TURN = 360.0  # degrees


def expected_errors(
    analysis: Analysis,
    points: Mapping[str, Point],
    errors_px: Mapping[str, float | None],
    spacing: PixelSpacing | None,
    aspect: float = 1.0,
) -> dict[str, float]:
    """Return by how much measurements may be expected to be off, by name and in their units.

    Those without a value are left out, and those that rest on no landmark with an error or on one
    with an error that nobody knows.

    Args:
        analysis: the measurements.
        points: landmarks in pixels of the film as stored, whichever way it lies.
        errors_px: how far landmarks may be expected to be off, in any direction; None where nobody
            knows. The others are certain.
        spacing: of the film, None where it is not known.
        aspect: height of a pixel divided by its width, where there is no spacing.
    """

    def measured(places: Mapping[str, Point]) -> NDArray[np.float64]:
        found = analysis.values(places, spacing, aspect)
        return np.array(list(found.values()), np.float64)  # NaN for None

    known = {name: r for name, r in errors_px.items() if r is not None and name in points}
    changes = [
        measured({**points, name: there}) - measured({**points, name: back})
        for name, r in known.items()
        for there, back in _apart(points[name], r, spacing.aspect if spacing else aspect)
    ]
    if not changes:
        return {}
    size = np.sqrt(np.square(_without_turns(changes, analysis) / 2).sum(0)) * 2 / pi
    unsure = (analysis.landmarks(m) & errors_px.keys() for m in analysis.measurements)
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


def _apart(point: Point, error_px: float, aspect: float) -> Iterator[tuple[Point, Point]]:
    """Yield the places that far on both sides of a point, along each axis.

    A length without direction counts as the geometric mean of the sides of a pixel.
    """
    across, down = error_px * sqrt(aspect), error_px / sqrt(aspect)
    yield point.moved(across, 0), point.moved(-across, 0)
    yield point.moved(0, down), point.moved(0, -down)

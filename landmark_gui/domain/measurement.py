"""Angles and lengths that landmarks give: which ones, and how they are computed.

Which measurements there are is data (`resources/analyses`). Nothing is said of what is normal:
that depends on age, sex and origin, and is the reader's to judge.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import atan2, copysign, degrees, hypot
from pathlib import Path

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.landmarks import LandmarkScheme


class Unit(StrEnum):
    """What a measurement is told in."""

    DEGREES = "°"
    MILLIMETRES = "mm"
    PERCENT = "%"


class Kind(StrEnum):
    """How a measurement is computed from what it is of.

    An angle is that at the second of three landmarks; what lies between is the angle of the lines
    from the first to the second and from the third to the fourth, without sign. A slope is the
    same with a sign, above 0 where the second line falls away to the front. An offset is how far
    the first landmark lies in front of the line from the second down to the third; `along` is how
    far the first lies in front of the second, along the line to the front from the third to the
    fourth. The last three are of other measurements: a share is the first in percent of the second.
    """

    ANGLE = "angle"
    BETWEEN = "between"
    SLOPE = "slope"
    LENGTH = "length"
    OFFSET = "offset"
    ALONG = "along"
    DIFFERENCE = "difference"
    SUM = "sum"
    SHARE = "share"


_OF_OTHERS = frozenset({Kind.DIFFERENCE, Kind.SUM, Kind.SHARE})
_UNITS = {
    Kind.LENGTH: Unit.MILLIMETRES,
    Kind.OFFSET: Unit.MILLIMETRES,
    Kind.ALONG: Unit.MILLIMETRES,
    Kind.SHARE: Unit.PERCENT,
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One of them.

    Attributes:
        name: as the field calls it.
        kind: how it is computed.
        of: landmarks and midpoints, or other measurements listed before it.
        meaning: what it tells, and whose it is.
    """

    name: str
    kind: Kind
    of: tuple[str, ...]
    meaning: str

    @property
    def unit(self) -> Unit:
        """Return what it is told in."""
        return _UNITS.get(self.kind, Unit.DEGREES)

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Return the lines that it is of, if it is of landmarks, by the places they go through.

        A third place makes it the way from the first one to the line through the other two.
        """
        return _LINES[self.kind](*self.of)


@dataclass(frozen=True, slots=True)
class Analysis:
    """An ordered set of measurements.

    Attributes:
        front: threes of landmarks that turn clockwise, as on a film that faces right, y downwards;
            the first three that all have positions tell which way the head faces.
        measurements: those of others come after them.
        midpoints: by name, the two landmarks that each lies between.
    """

    front: tuple[tuple[str, str, str], ...]
    measurements: tuple[Measurement, ...]
    midpoints: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Analysis":
        """Return the analysis in a JSON file of `resources/analyses`."""
        data = json.loads(path.read_text("utf-8"))
        midpoints = {name: tuple(ends) for name, ends in data.get("midpoints", {}).items()}
        measurements = tuple(map(_measurement, data["measurements"]))
        return cls(tuple(map(tuple, data["front"])), measurements, midpoints)

    def of(self, scheme: LandmarkScheme) -> "Analysis":
        """Return what the landmarks of a scheme suffice for."""
        landmarks, measured = frozenset(scheme.abbreviations), set[str]()
        midpoints = {name for name, ends in self.midpoints.items() if landmarks.issuperset(ends)}
        kept = []
        for measurement in self.measurements:
            known = measured if measurement.kind in _OF_OTHERS else landmarks | midpoints
            if known.issuperset(measurement.of):
                kept.append(measurement)
                measured.add(measurement.name)
        return Analysis(self.front, tuple(kept), self.midpoints)

    def naming(self, names: Mapping[str, str]) -> "Analysis":
        """Return the same with other abbreviations of landmarks.

        Args:
            names: what a landmark is called, by what it is called here; the others keep theirs.
        """

        def named(landmark: str) -> str:
            return names.get(landmark, landmark)

        front = tuple((named(a), named(b), named(c)) for a, b, c in self.front)
        measurements = tuple(
            m if m.kind in _OF_OTHERS else replace(m, of=tuple(map(named, m.of)))
            for m in self.measurements
        )
        midpoints = {name: (named(a), named(b)) for name, (a, b) in self.midpoints.items()}
        return Analysis(front, measurements, midpoints)

    def parts(self, measurement: Measurement) -> tuple[Measurement, ...]:
        """Return the measurements of landmarks that one is made of: itself, if it is such a one."""
        if measurement.kind not in _OF_OTHERS:
            return (measurement,)
        others = (self._named(name) for name in measurement.of)
        return tuple(part for other in others for part in self.parts(other))

    def landmarks(self, measurement: Measurement) -> frozenset[str]:
        """Return the landmarks that a measurement rests on."""
        names = (name for part in self.parts(measurement) for name in part.of)
        return frozenset(mark for name in names for mark in self.midpoints.get(name, (name,)))

    def places(self, points: Mapping[str, Point]) -> dict[str, Point]:
        """Return landmarks, and the midpoints between those that are there."""
        known = {name: ends for name, ends in self.midpoints.items() if points.keys() >= {*ends}}
        return {**points, **{name: _middle(points[a], points[b]) for name, (a, b) in known.items()}}

    def lacks_front(self, measurement: Measurement, points: Mapping[str, Point]) -> bool:
        """Tell whether nothing but the way the head faces is lacking to a measurement."""
        there = points.keys() >= self.landmarks(measurement)
        signed = any(part.kind in _SIGNED for part in self.parts(measurement))
        return there and signed and self._side(points) is None

    def values(
        self, points: Mapping[str, Point], spacing: PixelSpacing | None, aspect: float = 1.0
    ) -> dict[str, float | None]:
        """Return the measurements by name, None where landmarks or millimetres are lacking.

        Args:
            points: landmarks in pixels of the film as stored, whichever way it lies.
            spacing: of the film, None where it is not known.
            aspect: height of a pixel divided by its width, where there is no spacing.
        """
        across, down = (spacing.x_mm, spacing.y_mm) if spacing else (1.0, aspect)
        scaled = self.places({n: Point(p.x * across, p.y * down) for n, p in points.items()})
        side = self._side(scaled)
        found: dict[str, float | None] = {}
        for measurement in self.measurements:
            found[measurement.name] = _value(measurement, scaled, side, found)
        if spacing is not None:
            return found
        without = {m.name for m in self.measurements if m.unit is Unit.MILLIMETRES}
        return found | dict.fromkeys(without)

    def _named(self, name: str) -> Measurement:
        return next(m for m in self.measurements if m.name == name)

    def _side(self, points: Mapping[str, Point]) -> float | None:
        """Return 1 where the head lies as on a film that faces right, -1 if it is mirrored."""
        front = next((three for three in self.front if points.keys() >= {*three}), None)
        if front is None:
            return None
        first, second, third = (points[name] for name in front)
        return copysign(1.0, _turn(_line(first, second), _line(second, third)))


_Line = tuple[float, float]


def _value(
    measurement: Measurement,
    points: Mapping[str, Point],
    side: float | None,
    found: Mapping[str, float | None],
) -> float | None:
    if measurement.kind in _OF_OTHERS:
        others = [found[name] for name in measurement.of]
        known = [value for value in others if value is not None]
        return _OTHERS[measurement.kind](*known) if len(known) == len(others) else None
    if not points.keys() >= set(measurement.of):
        return None
    at = [points[name] for name in measurement.of]
    if measurement.kind in _SIGNED:
        return side * _SIGNED[measurement.kind](*at) if side is not None else None
    return _PLAIN[measurement.kind](*at)


def _line(a: Point, b: Point) -> _Line:
    return b.x - a.x, b.y - a.y


def _turn(one: _Line, other: _Line) -> float:
    """Return the cross product: above 0 where the other turns clockwise, y downwards."""
    return one[0] * other[1] - one[1] * other[0]


def _angle(one: _Line, other: _Line) -> float:
    """Return the angle from one to the other in degrees, -180 to 180."""
    along = one[0] * other[0] + one[1] * other[1]
    return degrees(atan2(_turn(one, other), along))


def _length(a: Point, b: Point) -> float:
    return hypot(*_line(a, b))


def _middle(a: Point, b: Point) -> Point:
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)


def _along(point: Point, before: Point, back: Point, front: Point) -> float:
    """Return how much further a point lies than another in the direction of a line."""
    (across, down), (x, y) = _line(before, point), _line(back, front)
    return (across * x + down * y) / (_length(back, front) or 1.0)


def _offset(point: Point, top: Point, bottom: Point) -> float:
    """Return how far a point lies beside a line, above 0 on the right of one that runs down."""
    return _turn(_line(top, point), _line(top, bottom)) / (_length(top, bottom) or 1.0)


_PLAIN: dict[Kind, Callable[..., float]] = {
    Kind.ANGLE: lambda a, at, b: abs(_angle(_line(at, a), _line(at, b))),
    Kind.BETWEEN: lambda a, b, c, d: abs(_angle(_line(a, b), _line(c, d))),
    Kind.LENGTH: _length,
    Kind.ALONG: _along,
}
_SIGNED: dict[Kind, Callable[..., float]] = {
    Kind.SLOPE: lambda a, b, c, d: _angle(_line(a, b), _line(c, d)),
    Kind.OFFSET: _offset,
}
_OTHERS: dict[Kind, Callable[..., float]] = {
    Kind.DIFFERENCE: lambda a, b: a - b,
    Kind.SUM: lambda *all_: sum(all_),
    Kind.SHARE: lambda a, b: 100 * a / (b or 1.0),
}


def _through(a: str, b: str) -> tuple[str, str]:
    """Return the line through two places, the same one whichever is named first."""
    return min(a, b), max(a, b)


_LINES: dict[Kind, Callable[..., tuple[tuple[str, ...], ...]]] = {
    Kind.ANGLE: lambda a, at, b: (_through(a, at), _through(at, b)),
    Kind.BETWEEN: lambda a, b, c, d: (_through(a, b), _through(c, d)),
    Kind.SLOPE: lambda a, b, c, d: (_through(a, b), _through(c, d)),
    Kind.LENGTH: lambda a, b: (_through(a, b),),
    Kind.OFFSET: lambda point, top, bottom: (_through(top, bottom), (point, top, bottom)),
    Kind.ALONG: lambda a, b, back, front: (
        _through(back, front),
        (a, back, front),
        (b, back, front),
    ),
}


def _measurement(entry: Mapping[str, str]) -> Measurement:
    return Measurement(entry["name"], Kind(entry["kind"]), tuple(entry["of"]), entry["meaning"])

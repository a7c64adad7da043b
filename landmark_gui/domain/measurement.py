"""Angles and lengths that landmarks give: which ones, and how they are computed.

Which measurements there are is data (`resources/analyses`). Nothing is said of what is normal:
that depends on age, sex and origin, and is the reader's to judge.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
    the first landmark lies in front of the line from the second down to the third. The last three
    are of other measurements: a share is the first in percent of the second.
    """

    ANGLE = "angle"
    BETWEEN = "between"
    SLOPE = "slope"
    LENGTH = "length"
    OFFSET = "offset"
    DIFFERENCE = "difference"
    SUM = "sum"
    SHARE = "share"


_OF_OTHERS = frozenset({Kind.DIFFERENCE, Kind.SUM, Kind.SHARE})
_UNITS = {
    Kind.LENGTH: Unit.MILLIMETRES,
    Kind.OFFSET: Unit.MILLIMETRES,
    Kind.SHARE: Unit.PERCENT,
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One of them.

    Attributes:
        name: as the field calls it.
        kind: how it is computed.
        of: landmarks, or other measurements listed before it.
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


@dataclass(frozen=True, slots=True)
class Analysis:
    """An ordered set of measurements.

    Attributes:
        front: three landmarks that turn clockwise, as on a film that faces right, y downwards.
        measurements: those of others come after them.
    """

    front: tuple[str, str, str]
    measurements: tuple[Measurement, ...]

    @classmethod
    def read(cls, path: Path) -> "Analysis":
        """Return the analysis in a JSON file of `resources/analyses`."""
        data = json.loads(path.read_text("utf-8"))
        return cls(tuple(data["front"]), tuple(map(_measurement, data["measurements"])))

    def of(self, scheme: LandmarkScheme) -> "Analysis":
        """Return what the landmarks of a scheme suffice for."""
        landmarks, measured = frozenset(scheme.abbreviations), set[str]()
        kept = []
        for measurement in self.measurements:
            known = measured if measurement.kind in _OF_OTHERS else landmarks
            if known.issuperset(measurement.of):
                kept.append(measurement)
                measured.add(measurement.name)
        return Analysis(self.front, tuple(kept))

    def landmarks(self, measurement: Measurement) -> frozenset[str]:
        """Return the landmarks that a measurement rests on."""
        if measurement.kind not in _OF_OTHERS:
            return frozenset(measurement.of)
        others = (self._named(name) for name in measurement.of)
        return frozenset[str]().union(*map(self.landmarks, others))

    def lines(self, measurement: Measurement) -> tuple[tuple[str, ...], ...]:
        """Return the lines that a measurement is of, by the landmarks that they go through.

        A third landmark makes it the way from the first one to the line through the other two.
        """
        if measurement.kind not in _OF_OTHERS:
            return _LINES[measurement.kind](*measurement.of)
        others = (self._named(name) for name in measurement.of)
        return tuple(line for other in others for line in self.lines(other))

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
        scaled = {name: Point(p.x * across, p.y * down) for name, p in points.items()}
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
        if not points.keys() >= set(self.front):
            return None
        first, second, third = (points[name] for name in self.front)
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


def _offset(point: Point, top: Point, bottom: Point) -> float:
    """Return how far a point lies beside a line, above 0 on the right of one that runs down."""
    return _turn(_line(top, point), _line(top, bottom)) / (_length(top, bottom) or 1.0)


_PLAIN: dict[Kind, Callable[..., float]] = {
    Kind.ANGLE: lambda a, at, b: abs(_angle(_line(at, a), _line(at, b))),
    Kind.BETWEEN: lambda a, b, c, d: abs(_angle(_line(a, b), _line(c, d))),
    Kind.LENGTH: _length,
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
    """Return the line through two landmarks, the same one whichever is named first."""
    return min(a, b), max(a, b)


_LINES: dict[Kind, Callable[..., tuple[tuple[str, ...], ...]]] = {
    Kind.ANGLE: lambda a, at, b: (_through(a, at), _through(at, b)),
    Kind.BETWEEN: lambda a, b, c, d: (_through(a, b), _through(c, d)),
    Kind.SLOPE: lambda a, b, c, d: (_through(a, b), _through(c, d)),
    Kind.LENGTH: lambda a, b: (_through(a, b),),
    Kind.OFFSET: lambda point, top, bottom: (_through(top, bottom), (point, top, bottom)),
}


def _measurement(entry: Mapping[str, str]) -> Measurement:
    return Measurement(entry["name"], Kind(entry["kind"]), tuple(entry["of"]), entry["meaning"])

"""The lines that measurements are of, as a tracing of the film shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.measurement import Analysis, Kind, Measurement

BEYOND = 0.22  # of the length, at each end: Frankfort horizontal and facial line then meet


class End(Enum):
    """Where a line ends."""

    BEYOND = auto()  # it goes on beyond both landmarks, as a plane does
    LANDMARK = auto()
    FOOT = auto()  # of a way at right angles to the line of two landmarks


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line on the film as stored, from a landmark to another or to a foot."""

    start: Point
    end: Point
    ends: End = End.BEYOND


def traced(
    analysis: Analysis,
    measurements: Iterable[Measurement],
    points: Mapping[str, Point],
    aspect: float = 1.0,
) -> tuple[Line, ...]:
    """Return the lines of the measurements whose landmarks all have positions, each line once.

    Args:
        analysis: that the measurements belong to.
        measurements: whose lines are wanted.
        points: landmarks in pixels of the film as stored.
        aspect: height of a pixel divided by its width.
    """
    known = (m for m in measurements if analysis.landmarks(m) <= points.keys())
    parts = dict.fromkeys(part for m in known for part in analysis.parts(m))
    lines = dict.fromkeys(line for part in parts for line in part.lines)
    planes = {line for part in parts if part.kind is not Kind.LENGTH for line in part.lines}
    places = analysis.places(points)
    return tuple(
        drawn
        for line in lines
        for drawn in _drawn([places[name] for name in line], aspect, plane=line in planes)
    )


def _drawn(at: Sequence[Point], aspect: float, *, plane: bool) -> Iterator[Line]:
    """Yield a line; or the way to one, and how far that must be drawn for both to meet."""
    start, end, *third = at
    if not third:
        yield Line(start, end, End.BEYOND if plane else End.LANDMARK)
        return
    (bottom,) = third
    foot = _foot(start, end, bottom, aspect)
    yield Line(start, foot, End.FOOT)
    yield Line(bottom, foot, End.FOOT)


def _foot(point: Point, top: Point, bottom: Point, aspect: float) -> Point:
    """Return where the way from a point meets a line at right angles in the patient."""
    dx, dy = bottom.x - top.x, (bottom.y - top.y) * aspect
    across, down = point.x - top.x, (point.y - top.y) * aspect
    share = (across * dx + down * dy) / ((dx * dx + dy * dy) or 1.0)
    return top.moved(share * dx, share * (bottom.y - top.y))

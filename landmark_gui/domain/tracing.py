"""The lines that measurements are of, as a tracing of the film shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.measurement import Analysis, Measurement


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line on the film as stored.

    Attributes:
        start: a landmark.
        end: another, or the foot of a way at right angles to the line of two.
        goes_on: whether both ends are landmarks, and the line goes on beyond them.
    """

    start: Point
    end: Point
    goes_on: bool = True


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
    lines = dict.fromkeys(line for m in known for line in analysis.lines(m))
    return tuple(
        drawn for line in lines for drawn in _drawn([points[name] for name in line], aspect)
    )


def _drawn(at: Sequence[Point], aspect: float) -> Iterator[Line]:
    """Yield a line; or the way to one, and how far that must be drawn for both to meet."""
    start, end, *third = at
    if not third:
        yield Line(start, end)
        return
    (bottom,) = third
    foot = _foot(start, end, bottom, aspect)
    yield Line(start, foot, goes_on=False)
    yield Line(bottom, foot, goes_on=False)


def _foot(point: Point, top: Point, bottom: Point, aspect: float) -> Point:
    """Return where the way from a point meets a line at right angles in the patient."""
    dx, dy = bottom.x - top.x, (bottom.y - top.y) * aspect
    across, down = point.x - top.x, (point.y - top.y) * aspect
    share = (across * dx + down * dy) / ((dx * dx + dy * dy) or 1.0)
    return top.moved(share * dx, share * (bottom.y - top.y))

"""Markers: their shape tells the status, and their middle is open."""

from collections.abc import Callable, Iterator, Sequence
from math import cos, pi, sin

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.picture.scene import Line, Ring, Shape, Stroke
from landmark_gui.exchange.picture.sizes import Sizes


def marker(status: Status, centre: Point, sizes: Sizes, colour: str) -> tuple[Shape, ...]:
    """Return the shapes of a marker."""
    return tuple(_SHAPES[status](centre, sizes, sizes.stroke(colour)))


def _diamond(centre: Point, sizes: Sizes, stroke: Stroke) -> Iterator[Shape]:
    r = 1.25 * sizes.marker
    yield _closed(centre, [(r, 0.0), (0.0, r), (-r, 0.0), (0.0, -r)], stroke)
    yield from _arms(centre, sizes.arms, r, stroke)


def _circle(centre: Point, sizes: Sizes, stroke: Stroke) -> Iterator[Shape]:
    yield Ring.circle(centre, sizes.marker, stroke)
    yield from _arms(centre, sizes.arms, sizes.marker, stroke)


def _square(centre: Point, sizes: Sizes, stroke: Stroke) -> Iterator[Shape]:
    r = 0.9 * sizes.marker
    yield _closed(centre, [(r, r), (-r, r), (-r, -r), (r, -r)], stroke)
    yield from _arms(centre, sizes.arms, r, stroke)


def _crossed_out(centre: Point, sizes: Sizes, stroke: Stroke) -> Iterator[Shape]:
    yield from _arms(centre, sizes.arms, 1.25 * sizes.marker, stroke, turned=pi / 4)


def _closed(centre: Point, corners: Sequence[tuple[float, float]], stroke: Stroke) -> Line:
    return Line(tuple(centre.moved(dx, dy) for dx, dy in corners), stroke, closed=True)


def _arms(
    centre: Point, inner: float, outer: float, stroke: Stroke, turned: float = 0.0
) -> Iterator[Line]:
    for quarter in range(4):
        x, y = cos(turned + quarter * pi / 2), sin(turned + quarter * pi / 2)
        ends = (centre.moved(inner * x, inner * y), centre.moved(outer * x, outer * y))
        yield Line(ends, stroke)


_SHAPES: dict[Status, Callable[[Point, Sizes, Stroke], Iterator[Shape]]] = {
    Status.UNSET: _diamond,
    Status.PREDICTED: _diamond,
    Status.CONFIRMED: _circle,
    Status.MOVED: _square,
    Status.MISSING: _crossed_out,
    Status.NOT_VISIBLE: _crossed_out,
}

"""The lines of measurements in a picture: whole between landmarks, dashed beyond them."""

from collections.abc import Iterator, Sequence
from math import floor

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.tracing import BEYOND, End, Line
from landmark_gui.exchange.picture import scene
from landmark_gui.exchange.picture.sizes import Sizes

COLOUR = "#8CF2C0"  # in the window too
_WIDTH = 1.2


def tracing(
    lines: Sequence[Line], size_px: tuple[int, int], sizes: Sizes
) -> tuple[scene.Line, ...]:
    """Return what is drawn of lines in pixels of a picture of that size; nothing leaves it."""
    stroke, (width, height) = sizes.stroke(COLOUR, _WIDTH), size_px
    pieces = (piece for line in lines for piece in _pieces(line, sizes))
    return tuple(
        scene.Line(piece, stroke)
        for piece in pieces
        if all(0 <= end.x <= width and 0 <= end.y <= height for end in piece)
    )


def _pieces(line: Line, sizes: Sizes) -> Iterator[tuple[Point, Point]]:
    yield line.start, line.end
    if line.ends is End.BEYOND:
        yield from _dashes(line.end, line.start, sizes)
        yield from _dashes(line.start, line.end, sizes)


def _dashes(before: Point, landmark: Point, sizes: Sizes) -> Iterator[tuple[Point, Point]]:
    """Yield the dashes on a line beyond the second of its landmarks."""
    length = before.distance_px(landmark) or 1.0
    x, y = (landmark.x - before.x) / length, (landmark.y - before.y) / length
    pitch = sizes.dash + sizes.gap
    for number in range(floor(BEYOND * length / pitch)):
        start = landmark.moved((number * pitch + sizes.gap) * x, (number * pitch + sizes.gap) * y)
        yield start, start.moved(sizes.dash * x, sizes.dash * y)

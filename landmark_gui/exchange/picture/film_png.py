"""A scene as PNG in film resolution.

Lines are not drawn by stepping through pixels but from their distance: a pixel whose centre lies
d from the middle of a line of width w is covered by clip(w / 2 + 1/2 - d, 0, 1). That is smooth,
and exact to a fraction of a pixel wherever the line lies.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from math import ceil, floor, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange.picture.font import font
from landmark_gui.exchange.picture.scene import (
    EDGE_COLOUR,
    EDGE_OPACITY,
    Line,
    Ring,
    Scene,
    Text,
    in_ascii,
)

_UNSEEN_PX = 0.05  # by which straight pieces may leave a ring
_FEWEST_PIECES = 24
_COMPRESSION = 3  # half the time of Pillow's own 6, and films come out no larger

Coverage = NDArray[np.float32]  # (rows, columns), 0 ... 1


def png_bytes(scene: Scene) -> bytes:
    """Return the picture as a PNG file; it holds nothing but pixels."""
    return as_png(painted(scene))


def as_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return grey `(height, width)` or coloured `(height, width, 3)` pixels as a PNG file."""
    data = BytesIO()
    Image.fromarray(pixels).save(data, format="PNG", compress_level=_COMPRESSION)
    return data.getvalue()


def painted(scene: Scene) -> NDArray[np.uint8]:
    """Return the picture as `(height, width, 3)` uint8."""
    canvas = np.repeat(scene.grey[:, :, None], 3, axis=2)
    for shape in scene.marks:
        _paint_line(canvas, shape, 2 * shape.stroke.edge_px, EDGE_COLOUR, EDGE_OPACITY)
    for shape in scene.marks:
        _paint_line(canvas, shape, 0.0, shape.stroke.colour, 1.0)
    for words in scene.words:
        _paint_words(canvas, words)
    return canvas


def _paint_line(
    canvas: NDArray[np.uint8], shape: Line | Ring, wider_px: float, colour: str, opacity: float
) -> None:
    half = (shape.stroke.width_px + wider_px) / 2
    points = _points(shape)
    whole = _window(canvas, points, half + 1)
    covered: Coverage = np.zeros(canvas.shape[:2], np.float32)
    # Each piece in a window of its own: that of a large ring is most of the film
    for ends in pairwise(points):
        rows, columns = part = _window(canvas, ends, half + 1)
        x = np.arange(columns.start, columns.stop) + PIXEL_CENTRE
        y = (np.arange(rows.start, rows.stop) + PIXEL_CENTRE)[:, None]
        near = np.clip(half + 0.5 - _distance(*ends, x, y), 0.0, 1.0).astype(np.float32)
        np.maximum(covered[part], near, out=covered[part])
    _blend(canvas[whole], covered[whole] * np.float32(opacity), colour)


def _points(shape: Line | Ring) -> Sequence[Point]:
    if isinstance(shape, Ring):
        return _around(shape.ellipse)
    return (*shape.points, shape.points[0]) if shape.closed else shape.points


def _around(ellipse: Ellipse) -> Sequence[Point]:
    """Return points on an ellipse, so many that straight pieces between them do not leave it."""
    pieces = max(_FEWEST_PIECES, ceil(pi * sqrt(ellipse.major_px / (2 * _UNSEEN_PX))))
    return [Point(x, y) for x, y in ellipse.edge(pieces).tolist()]


def _window(
    canvas: NDArray[np.uint8], points: Sequence[Point], margin: float
) -> tuple[slice, slice]:
    height, width = canvas.shape[:2]
    xs, ys = [p.x for p in points], [p.y for p in points]
    rows = _inside(min(ys) - margin, max(ys) + margin, height)
    return rows, _inside(min(xs) - margin, max(xs) + margin, width)


def _inside(low: float, high: float, side: int) -> slice:
    return slice(min(max(0, floor(low)), side), min(max(0, ceil(high)), side))


def _distance(
    a: Point, b: Point, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far pixels are from a straight piece."""
    dx, dy = b.x - a.x, b.y - a.y
    square = max(dx * dx + dy * dy, 1e-12)
    along = np.clip(((x - a.x) * dx + (y - a.y) * dy) / square, 0.0, 1.0)
    return np.asarray(np.hypot(x - a.x - along * dx, y - a.y - along * dy))


def _paint_words(canvas: NDArray[np.uint8], text: Text) -> None:
    edge = text.stroke.edge_px
    right, size = text.start.x + text.width_px, text.size_px
    corners = (text.start.moved(0, -size), Point(right, text.start.y + size / 2))
    rows, columns = _window(canvas, corners, edge + 1)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    start = (text.start.x - columns.start, text.start.y - rows.start)
    part = canvas[rows, columns]
    for wider, colour, opacity in (
        (edge, EDGE_COLOUR, EDGE_OPACITY),
        (0.0, text.stroke.colour, 1.0),
    ):
        mask = Image.new("L", (part.shape[1], part.shape[0]))
        words = in_ascii(text.words)
        ImageDraw.Draw(mask).text(start, words, 255, font(size), anchor="ls", stroke_width=wider)
        covered = np.asarray(mask, np.float32) / np.float32(255)
        _blend(part, covered * np.float32(opacity), colour)


def _blend(part: NDArray[np.uint8], covered: Coverage, colour: str) -> None:
    share = covered[:, :, None]
    part[:] = np.rint(part * (1 - share) + _rgb(colour) * share)


def _rgb(colour: str) -> NDArray[np.float32]:
    channels = bytes.fromhex(colour.removeprefix("#"))
    return np.frombuffer(channels, np.uint8).astype(np.float32)

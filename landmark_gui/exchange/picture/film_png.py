"""A scene as PNG in film resolution.

Lines are not drawn by stepping through pixels but from their distance: a pixel whose centre lies
d from the middle of a line of width w is covered by clip(w / 2 + 1/2 - d, 0, 1). That is smooth,
and exact to a fraction of a pixel wherever the line lies.
"""

from io import BytesIO
from itertools import pairwise
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
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
    width = shape.stroke.width_px + wider_px
    rows, columns = _window(canvas, _extent(shape), width / 2 + 1)
    x = np.arange(columns.start, columns.stop) + PIXEL_CENTRE
    y = (np.arange(rows.start, rows.stop) + PIXEL_CENTRE)[:, None]
    if not x.size or not y.size:
        return
    covered = np.clip(width / 2 + 0.5 - _distance(shape, x, y), 0.0, 1.0).astype(np.float32)
    _blend(canvas[rows, columns], covered * np.float32(opacity), colour)


def _extent(shape: Line | Ring) -> tuple[float, float, float, float]:
    if isinstance(shape, Ring):
        (x, y), r = (shape.centre.x, shape.centre.y), shape.radius_px
        return (x - r, y - r, x + r, y + r)
    xs, ys = [p.x for p in shape.points], [p.y for p in shape.points]
    return (min(xs), min(ys), max(xs), max(ys))


def _window(
    canvas: NDArray[np.uint8], extent: tuple[float, float, float, float], margin: float
) -> tuple[slice, slice]:
    height, width = canvas.shape[:2]
    left, top, right, bottom = extent
    return _inside(top - margin, bottom + margin, height), _inside(
        left - margin, right + margin, width
    )


def _inside(low: float, high: float, side: int) -> slice:
    return slice(min(max(0, floor(low)), side), min(max(0, ceil(high)), side))


def _distance(
    shape: Line | Ring, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far pixels are from the middle of the line."""
    if isinstance(shape, Ring):
        return np.abs(np.hypot(x - shape.centre.x, y - shape.centre.y) - shape.radius_px)
    points = (*shape.points, shape.points[0]) if shape.closed else shape.points
    nearest = np.full(np.broadcast_shapes(x.shape, y.shape), np.inf)
    for a, b in pairwise(points):
        np.minimum(nearest, _from_segment(a, b, x, y), out=nearest)
    return nearest


def _from_segment(
    a: Point, b: Point, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    dx, dy = b.x - a.x, b.y - a.y
    square = max(dx * dx + dy * dy, 1e-12)
    along = np.clip(((x - a.x) * dx + (y - a.y) * dy) / square, 0.0, 1.0)
    return np.asarray(np.hypot(x - a.x - along * dx, y - a.y - along * dy))


def _paint_words(canvas: NDArray[np.uint8], text: Text) -> None:
    edge = text.stroke.edge_px
    right, size = text.start.x + text.width_px, text.size_px
    extent = (text.start.x, text.start.y - size, right, text.start.y + size / 2)
    rows, columns = _window(canvas, extent, edge + 1)
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

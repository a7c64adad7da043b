"""The scale bar: millimetres, with what they rest on beside them."""

from collections.abc import Iterator

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.exchange.picture.font import width_px
from landmark_gui.exchange.picture.labels import Box
from landmark_gui.exchange.picture.scene import Group, Line, Text
from landmark_gui.exchange.picture.sizes import Sizes
from landmark_gui.exchange.picture.stretch import Stretch

_COLOUR = "#FFFFFF"
_LENGTHS_MM = (100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0)
_LONGEST = 0.2  # of the picture's width
_SAME = 0.01  # share by which two directions may differ and count as one


def scale_bar(
    picture: Stretch, spacing: PixelSpacing, marked: tuple[Point, ...], sizes: Sizes
) -> tuple[Group, Box]:
    """Return the bar in a corner that is little marked, and the room that it takes."""
    across_mm, down_mm = spacing.x_mm / picture.across, spacing.y_mm / picture.down
    width = picture.size_px[0]
    longest_mm = _LONGEST * width * across_mm
    length_mm = next((mm for mm in _LENGTHS_MM if mm <= longest_mm), _LENGTHS_MM[-1])
    length_px = length_mm / across_mm
    square = abs(across_mm - down_mm) <= _SAME * across_mm
    words = f"{length_mm:g} mm{'' if square else ' across'} ({spacing.source.value})"
    text_px = _fitting(words, sizes.text, width - 3 * sizes.text)
    wide_px = width_px(words, text_px)
    size = (max(length_px, wide_px), 2.2 * text_px)
    box = _free_corner(picture.size_px, size, marked, sizes)
    bar = _bar(box, length_px, text_px, sizes)
    start = Point(box.left, box.bottom - text_px)
    text = Text(start, words, text_px, wide_px, sizes.stroke(_COLOUR))
    return Group("scale", (*bar, text)), box.grown(0.3 * text_px)


def _fitting(words: str, text_px: float, limit_px: float) -> float:
    return min(text_px, text_px * max(limit_px, 1.0) / width_px(words, text_px))


def _bar(box: Box, length_px: float, text_px: float, sizes: Sizes) -> Iterator[Line]:
    stroke, tick_px = sizes.stroke(_COLOUR, 2.0), 0.3 * text_px
    left = Point(box.left, box.bottom - tick_px)
    right = left.moved(length_px, 0.0)
    yield Line((left, right), stroke)
    for end in (left, right):
        yield Line((end.moved(0.0, -tick_px), end.moved(0.0, tick_px)), stroke)


def _free_corner(
    film_px: tuple[int, int], size: tuple[float, float], marked: tuple[Point, ...], sizes: Sizes
) -> Box:
    """Return a box in the corner that is least marked; bottom left if they are alike."""
    (film_width, film_height), (width, height) = film_px, size
    margin = sizes.text
    corners = [
        Box(left, top, left + width, top + height)
        for top in (film_height - margin - height, margin)
        for left in (margin, film_width - margin - width)
    ]
    reach = 3 * sizes.text
    return min(corners, key=lambda box: sum(box.nearest(p).distance_px(p) < reach for p in marked))

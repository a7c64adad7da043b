"""Where to write the names of landmarks so that they do not cover each other or a marker."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from landmark_gui.ui.canvas.viewport import ScreenPoint

GAP = 11.0  # screen pixels from a marker's centre to its label
RINGS = (1.0, 1.9, 2.8)  # gaps away; further out a name would be taken for another marker's
MARKER_HALF = 8.0  # half of the square that a marker takes


class Size(NamedTuple):
    """Width and height of a label in screen pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screen."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the area shared with another box."""
        width = min(self.right, other.right) - max(self.left, other.left)
        if width <= 0.0:  # most boxes lie apart, and there are thousands of pairs at each step
            return 0.0
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if height > 0.0 else 0.0


def place_labels(
    markers: Mapping[str, ScreenPoint],
    sizes: Mapping[str, Size],
    scales: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, ScreenPoint]:
    """Return for each marker the shift from its centre to its label's top-left corner.

    Greedy, in the order given: each label takes the first free place around its marker, the near
    ones first, or the one that covers least. `scales` says which markers are larger than usual.
    """
    taken = [_marker_box(at, scales.get(name, 1.0)) for name, at in markers.items()]
    shifts: dict[str, ScreenPoint] = {}
    for name, at in markers.items():
        shift = _best(at, sizes[name], taken, scales.get(name, 1.0))
        taken.append(_box(at, shift, sizes[name]))
        shifts[name] = shift
    return shifts


def _best(at: ScreenPoint, size: Size, taken: Sequence[Box], scale: float) -> ScreenPoint:
    """Return the first place that covers nothing, else the one that covers least."""
    least, best = inf, at
    for place in _places(size, scale):
        covered = _covered(_box(at, place, size), taken)
        if covered < least:
            least, best = covered, place
        if covered == 0.0:
            break
    return best


def _covered(box: Box, taken: Sequence[Box]) -> float:
    return sum(box.overlap(other) for other in taken)


def _marker_box(at: ScreenPoint, scale: float) -> Box:
    half = MARKER_HALF * scale
    return Box(at.x - half, at.y - half, at.x + half, at.y + half)


def _box(at: ScreenPoint, shift: ScreenPoint, size: Size) -> Box:
    left, top = at.x + shift.x, at.y + shift.y
    return Box(left, top, left + size.width, top + size.height)


def _places(size: Size, scale: float) -> Iterator[ScreenPoint]:
    """Yield the places on three rings around a marker, the best read first."""
    for further in RINGS:
        yield from _ring(size, GAP * (scale - 1.0 + further))


def _ring(size: Size, gap: float) -> list[ScreenPoint]:
    """Return eight places: right, then left, above, below, corners."""
    width, height = size
    near = gap * 0.6
    return [
        ScreenPoint(gap, -height / 2),
        ScreenPoint(-gap - width, -height / 2),
        ScreenPoint(-width / 2, -gap - height),
        ScreenPoint(-width / 2, gap),
        ScreenPoint(near, -near - height),
        ScreenPoint(near, near),
        ScreenPoint(-near - width, -near - height),
        ScreenPoint(-near - width, near),
    ]

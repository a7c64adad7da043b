"""Where the names of landmarks stand, so that none lies on another or on a marker.

Nor may a name be taken for another marker's: it stands nearest to its own, or a leader leads to it.
The window places its names in the same way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, inf, pi, sin

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import Ellipse

_DIRECTIONS = tuple(i * pi / 8 for i in (0, 8, 2, 14, 6, 10, 12, 4, 1, 15, 7, 9, 3, 13, 5, 11))
_ORIGIN = Point(0.0, 0.0)
_ON_A_RING = 0.01  # as bad as that much of a name on another one
_CLEARLY_NEARER = 1.25  # so many times as far from other markers a name is seen to be of its own


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle along the axes."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Width by height."""
        return (self.right - self.left) * (self.bottom - self.top)

    @property
    def corners(self) -> tuple[Point, ...]:
        """Its corners, once around."""
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        return Point(left, top), Point(left, bottom), Point(right, bottom), Point(right, top)

    def overlap(self, other: "Box") -> float:
        """Return the common area."""
        width = min(self.right, other.right) - max(self.left, other.left)
        if width <= 0.0:  # most boxes lie apart
            return 0.0
        return width * max(min(self.bottom, other.bottom) - max(self.top, other.top), 0.0)

    def distance_px(self, point: Point) -> float:
        """Return how far outside of the box a point lies."""
        return hypot(
            max(self.left - point.x, 0.0, point.x - self.right),
            max(self.top - point.y, 0.0, point.y - self.bottom),
        )

    def nearest(self, point: Point) -> Point:
        """Return the point of the box that is nearest to another."""
        return Point(
            min(max(point.x, self.left), self.right), min(max(point.y, self.top), self.bottom)
        )

    def grown(self, by: float) -> "Box":
        """Return the box with that much more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True, slots=True)
class Name:
    """Words that want to stand beside a marker.

    Attributes:
        anchor: centre of the marker.
        marker_px: radius that belongs to it.
        width_px: of the words.
        height_px: of the words.
    """

    anchor: Point
    marker_px: float
    width_px: float
    height_px: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands; `leader` leads to it from its marker if it had to go further away."""

    box: Box
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True)
class Room:
    """Where names may stand, and what they must keep clear of beside markers and each other.

    Attributes:
        text_px: size of the font.
        steps: how far out a name may go, in lines.
        within: a name lies inside of it.
        taken: rectangles that are not free.
        rings: ellipses on whose edge a name should not lie if there is a choice.
    """

    text_px: float
    steps: int = 14
    within: Box = Box(-inf, -inf, inf, inf)
    taken: tuple[Box, ...] = ()
    rings: tuple[Ellipse, ...] = ()


def place_names(names: Sequence[Name], room: Room) -> list[Place]:
    """Return a place for every name, in their order; the most crowded choose first."""
    chosen: dict[int, Place] = {}
    for i in sorted(range(len(names)), key=lambda i: (-_neighbours(names[i], names, room), i)):
        chosen[i] = _first_free(names[i], names, room, tuple(chosen.values()))
    return [chosen[i] for i in range(len(names))]


def _first_free(name: Name, names: Sequence[Name], room: Room, others: tuple[Place, ...]) -> Place:
    best, least = None, inf
    names = _within_reach(name, names, room)
    for place in _candidates(name, room):
        conflict = _conflict(place, names, room, others)
        if conflict >= least:
            continue  # it only grows
        conflict += place.box.area * _mistakable(place, name, names, others)
        if not conflict:
            return place
        if conflict < least:
            best, least = place, conflict
    if best is None:
        raise ValueError("there is no direction to look in")
    return best


def _within_reach(name: Name, names: Sequence[Name], room: Room) -> Sequence[Name]:
    """Return the names whose markers could be met at any of its places; the others never count."""
    farthest = name.marker_px + 0.8 * room.steps * room.text_px
    beside = name.marker_px + 0.8 * room.text_px  # further out a leader leads to it
    biggest = max(other.marker_px for other in names)
    reach = max(farthest + biggest, (1 + _CLEARLY_NEARER) * beside)
    across, down = reach + name.width_px, reach + name.height_px
    x, y = name.anchor.x, name.anchor.y
    return [o for o in names if abs(o.anchor.x - x) < across and abs(o.anchor.y - y) < down]


def _neighbours(name: Name, names: Sequence[Name], room: Room) -> int:
    reach = 4 * room.text_px
    return sum(other.anchor.distance_px(name.anchor) < reach for other in names)


def _candidates(name: Name, room: Room) -> Iterator[Place]:
    half_width, half_height = name.width_px / 2, name.height_px / 2
    for step in range(room.steps):
        out = name.marker_px + (0.15 + 0.8 * step) * room.text_px
        for angle in _DIRECTIONS:
            middle = name.anchor.moved(
                (out + half_width) * cos(angle), (out + half_height) * sin(angle)
            )
            box = Box(
                middle.x - half_width,
                middle.y - half_height,
                middle.x + half_width,
                middle.y + half_height,
            )
            yield Place(box, _leader(name, box, room))


def _leader(name: Name, box: Box, room: Room) -> tuple[Point, Point] | None:
    anchor, end = name.anchor, box.nearest(name.anchor)
    length = anchor.distance_px(end)
    if length < name.marker_px + 0.8 * room.text_px:
        return None
    near = (name.marker_px + 0.1 * room.text_px) / length
    far = 1 - 0.15 * room.text_px / length
    dx, dy = end.x - anchor.x, end.y - anchor.y
    return (anchor.moved(dx * near, dy * near), anchor.moved(dx * far, dy * far))


def _conflict(place: Place, names: Sequence[Name], room: Room, others: tuple[Place, ...]) -> float:
    """Return how much of a nuisance a place is; 0 is free."""
    box = place.box.grown(0.1 * room.text_px)
    conflict = box.area - box.overlap(room.within)
    conflict += sum(box.overlap(taken) for taken in room.taken)
    conflict += sum(box.overlap(other.box) for other in others)
    conflict += box.area * sum(box.distance_px(name.anchor) < name.marker_px for name in names)
    conflict += box.area * sum(_crosses(other.leader, box) for other in others)
    conflict += box.area * _ON_A_RING * sum(_lies_on(box, ring) for ring in room.rings)
    return conflict


def _mistakable(place: Place, name: Name, names: Sequence[Name], others: tuple[Place, ...]) -> int:
    """Return how many other markers and names could be taken for what it belongs to."""
    if place.leader is None:
        own = place.box.distance_px(name.anchor)
        far = (place.box.distance_px(other.anchor) for other in names if other is not name)
        return sum(distance < _CLEARLY_NEARER * own for distance in far)
    met = sum(_near(place.leader, other) for other in names if other is not name)
    return met + sum(_crosses(place.leader, other.box) for other in others)


def _lies_on(box: Box, ring: Ellipse) -> bool:
    if box.distance_px(ring.centre) >= ring.major_px:  # most boxes lie apart
        return False
    corners = [ring.seen(corner) for corner in box.corners]
    if all(hypot(corner.x, corner.y) <= 1 for corner in corners):
        return False
    sides = pairwise((*corners, corners[0]))
    return not box.distance_px(ring.centre) or any(_from_way(*side, _ORIGIN) < 1 for side in sides)


def _crosses(leader: tuple[Point, Point] | None, box: Box) -> bool:
    """Tell whether a leader touches a box: what is left of it between all four sides."""
    if leader is None:
        return False
    begin, end = leader
    first, last = 0.0, 1.0
    for start, step, low, high in (
        (begin.x, end.x - begin.x, box.left, box.right),
        (begin.y, end.y - begin.y, box.top, box.bottom),
    ):
        if not step:
            first = first if low <= start <= high else 2.0
            continue
        enters, leaves = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enters), min(last, leaves)
    return first <= last


def _near(leader: tuple[Point, Point], name: Name) -> bool:
    """Tell whether a leader comes too close to the marker of a name."""
    return _from_way(*leader, name.anchor) < name.marker_px


def _from_way(begin: Point, end: Point, point: Point) -> float:
    """Return how far a point lies from the way between two others."""
    dx, dy = end.x - begin.x, end.y - begin.y
    along = ((point.x - begin.x) * dx + (point.y - begin.y) * dy) / (dx * dx + dy * dy)
    part = min(max(along, 0.0), 1.0)
    return begin.moved(dx * part, dy * part).distance_px(point)

"""Where the names of landmarks stand, so that none lies on another or on a marker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.picture_font import ASCENT, DESCENT, width_px

_STEPS = 14  # how far out a name may go, in lines
_DIRECTIONS = tuple(i * pi / 8 for i in (0, 8, 2, 14, 6, 10, 12, 4, 1, 15, 7, 9, 3, 13, 5, 11))
_ON_A_RING = 0.01  # as bad as that much of a name on another one


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle along the axes."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Return the common area."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0.0) * max(height, 0.0)

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
    """Words that want to stand beside a marker."""

    anchor: Point
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands; `leader` leads to its marker if it had to go further away."""

    start: Point
    box: Box
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True)
class Room:
    """What names must keep clear of.

    Attributes:
        size_px: width and height of the film.
        markers: centres of all markers.
        marker_px: radius that belongs to a marker.
        text_px: size of the font.
        taken: rectangles that are not free.
        rings: centres and radii of rings, which a name should not lie on if there is a choice.
    """

    size_px: tuple[int, int]
    markers: tuple[Point, ...]
    marker_px: float
    text_px: float
    taken: tuple[Box, ...] = ()
    rings: tuple[tuple[Point, float], ...] = ()


def place_names(names: Sequence[Name], room: Room) -> list[Place]:
    """Return a place for every name, in their order; the most crowded choose first."""
    chosen: dict[int, Place] = {}
    for i in sorted(range(len(names)), key=lambda i: (-_neighbours(names[i], room), i)):
        others = tuple(chosen.values())
        candidates = _candidates(names[i], room)
        chosen[i] = _first_free(candidates, names[i].anchor, room, others)
    return [chosen[i] for i in range(len(names))]


def _first_free(
    candidates: Iterator[Place], anchor: Point, room: Room, others: tuple[Place, ...]
) -> Place:
    best, least = None, float("inf")
    for place in candidates:
        conflict = _conflict(place, anchor, room, others)
        if not conflict:
            return place
        if conflict < least:
            best, least = place, conflict
    if best is None:
        raise ValueError("there is no direction to look in")
    return best


def _neighbours(name: Name, room: Room) -> int:
    reach = 4 * room.text_px
    return sum(marker.distance_px(name.anchor) < reach for marker in room.markers)


def _candidates(name: Name, room: Room) -> Iterator[Place]:
    half_width = width_px(name.words, room.text_px) / 2
    half_height = (ASCENT + DESCENT) * room.text_px / 2
    for step in range(_STEPS):
        out = room.marker_px + (0.15 + 0.8 * step) * room.text_px
        for angle in _DIRECTIONS:
            middle = name.anchor.moved(
                (out + half_width) * cos(angle), (out + half_height) * sin(angle)
            )
            yield _place(middle, half_width, half_height, name.anchor, room)


def _place(
    middle: Point, half_width: float, half_height: float, anchor: Point, room: Room
) -> Place:
    box = Box(
        middle.x - half_width,
        middle.y - half_height,
        middle.x + half_width,
        middle.y + half_height,
    )
    start = Point(box.left, box.bottom - DESCENT * room.text_px)
    return Place(start, box, _leader(anchor, box, room))


def _leader(anchor: Point, box: Box, room: Room) -> tuple[Point, Point] | None:
    end = box.nearest(anchor)
    length = anchor.distance_px(end)
    if length < room.marker_px + 0.8 * room.text_px:
        return None
    near = (room.marker_px + 0.1 * room.text_px) / length
    far = 1 - 0.15 * room.text_px / length
    dx, dy = end.x - anchor.x, end.y - anchor.y
    return (anchor.moved(dx * near, dy * near), anchor.moved(dx * far, dy * far))


def _conflict(place: Place, anchor: Point, room: Room, others: tuple[Place, ...]) -> float:
    """Return how much of a nuisance a place is; 0 is free."""
    width, height = room.size_px
    box = place.box.grown(0.1 * room.text_px)
    whole = (box.right - box.left) * (box.bottom - box.top)
    conflict = whole - box.overlap(Box(0.0, 0.0, width, height))
    conflict += sum(box.overlap(taken) for taken in room.taken)
    conflict += sum(box.overlap(other.box) for other in others)
    conflict += sum(whole for marker in room.markers if _touches(box, marker, room.marker_px))
    conflict += sum(whole for other in others if _crosses(other.leader, box))
    conflict += sum(_ON_A_RING * whole for ring in room.rings if _lies_on(box, *ring))
    if place.leader is not None:
        conflict += sum(whole for other in others if _crosses(place.leader, other.box))
        conflict += sum(
            whole
            for marker in room.markers
            if marker != anchor and _near(place.leader, marker, room)
        )
    return conflict


def _touches(box: Box, marker: Point, radius_px: float) -> bool:
    return box.nearest(marker).distance_px(marker) < radius_px


def _lies_on(box: Box, centre: Point, radius_px: float) -> bool:
    corners = (Point(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))
    farthest = max(centre.distance_px(corner) for corner in corners)
    return centre.distance_px(box.nearest(centre)) < radius_px < farthest


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


def _near(leader: tuple[Point, Point], marker: Point, room: Room) -> bool:
    begin, end = leader
    dx, dy = end.x - begin.x, end.y - begin.y
    along = ((marker.x - begin.x) * dx + (marker.y - begin.y) * dy) / (dx * dx + dy * dy)
    part = min(max(along, 0.0), 1.0)
    return begin.moved(dx * part, dy * part).distance_px(marker) < room.marker_px

"""Where to write the names of landmarks, as in pictures, and which need a line to their marker."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.picture.labels import Name, Place, Room, place_names
from landmark_gui.ui.canvas.viewport import ScreenPoint

MARKER_RADIUS = 9.0  # in screen pixels, with its halo
STEPS = 4  # a name further out would be sought in vain


class Size(NamedTuple):
    """Width and height of a label in screen pixels."""

    width: float
    height: float


class Written(NamedTuple):
    """Where a label is written, in screen pixels from its marker's centre.

    Attributes:
        at: its top-left corner.
        leader: both ends of the line that leads to it, None where it is seen to belong there.
    """

    at: ScreenPoint
    leader: tuple[ScreenPoint, ScreenPoint] | None = None


def place_labels(
    markers: Mapping[str, ScreenPoint],
    sizes: Mapping[str, Size],
    scales: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, Written]:
    """Return for each marker where its label is written.

    `scales` says which markers are larger than usual.
    """
    names = [
        Name(Point(*at), MARKER_RADIUS * scales.get(name, 1.0), *sizes[name])
        for name, at in markers.items()
    ]
    room = Room(max((name.height_px for name in names), default=0.0), STEPS)
    places = zip(markers.items(), place_names(names, room), strict=True)
    return {name: _written(place, at) for (name, at), place in places}


def _written(place: Place, marker: ScreenPoint) -> Written:
    corner = _from(marker, Point(place.box.left, place.box.top))
    if place.leader is None:
        return Written(corner)
    begin, end = place.leader
    return Written(corner, (_from(marker, begin), _from(marker, end)))


def _from(marker: ScreenPoint, place: Point) -> ScreenPoint:
    return ScreenPoint(place.x - marker.x, place.y - marker.y)

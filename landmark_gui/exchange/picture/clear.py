"""Lines are broken where they would cover a landmark: nothing lies on the pixels in question."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.picture.scene import Group, Line, Ring, Shape, Text

_STEP_PX = 1.0
_FEWEST_STEPS = 24


def kept_clear(group: Group, landmarks: Sequence[Point], radius_px: float) -> Group:
    """Return the group with nothing nearer to a landmark than the radius; words stay whole."""
    if not landmarks:
        return group
    holes = np.array([(point.x, point.y) for point in landmarks])
    pieces = (piece for shape in group.shapes for piece in _broken(shape, holes, radius_px))
    return replace(group, shapes=tuple(pieces))


def _broken(shape: Shape, holes: NDArray[np.float64], radius_px: float) -> Iterator[Shape]:
    if isinstance(shape, Text):
        yield shape
        return
    track = _track(shape)
    reach = radius_px + shape.stroke.width_px / 2 + shape.stroke.edge_px
    away = track[:, None] - holes[None]
    free = (np.hypot(away[..., 0], away[..., 1]) >= reach).all(axis=1)
    if free.all():
        yield shape
        return
    ends = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(np.int8)))
    for begin, end in ends.reshape(-1, 2):
        if end - begin > 1:
            # a straight piece needs no more than its ends: painting goes through each step
            kept = track[[begin, end - 1]] if _straight(shape) else track[begin:end]
            points = tuple(Point(float(x), float(y)) for x, y in kept)
            yield Line(points, shape.stroke)


def _straight(shape: Line | Ring) -> bool:
    return isinstance(shape, Line) and len(shape.points) == 2 and not shape.closed  # noqa: PLR2004


def _track(shape: Line | Ring) -> NDArray[np.float64]:
    """Return `(n, 2)` points along a shape, so close that no landmark slips through."""
    if isinstance(shape, Ring):
        around_px = 2 * np.pi * shape.ellipse.major_px
        return shape.ellipse.edge(max(_FEWEST_STEPS, ceil(around_px / _STEP_PX)))
    points = (*shape.points, shape.points[0]) if shape.closed else shape.points
    return np.vstack([_piece(a, b) for a, b in pairwise(points)])


def _piece(a: Point, b: Point) -> NDArray[np.float64]:
    steps = max(1, ceil(a.distance_px(b) / _STEP_PX))
    return np.linspace((a.x, a.y), (b.x, b.y), steps + 1)

"""Where the film lies on the screen: pure arithmetic, so that no zoom can move a landmark."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from landmark_gui.domain.geometry import Point

MIN_SCALE, MAX_SCALE = 0.02, 64.0
MARGIN = 20.0  # screen pixels kept free around a fitted film


class ScreenPoint(NamedTuple):
    """A position in the film view, in screen pixels from its top-left corner."""

    x: float
    y: float

    def distance(self, other: "ScreenPoint") -> float:
        """Return the distance in screen pixels."""
        return float(((self.x - other.x) ** 2 + (self.y - other.y) ** 2) ** 0.5)


@dataclass(frozen=True, slots=True)
class Viewport:
    """An enlargement and a shift.

    Attributes:
        scale: screen pixels per film pixel, from left to right.
        left: screen x of the film's left edge.
        top: screen y of the film's top edge.
        aspect: height of a film pixel divided by its width.
    """

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0
    aspect: float = 1.0

    @classmethod
    def fitted(
        cls, film: tuple[int, int], view: tuple[int, int], aspect: float = 1.0
    ) -> "Viewport":
        """Return the viewport in which the whole film is seen, centred."""
        free = [max(side - 2 * MARGIN, 1.0) for side in view]
        width, height = film[0], film[1] * aspect
        scale = _clamped(min(free[0] / width, free[1] / height))
        left, top = _centred(width * scale, view[0]), _centred(height * scale, view[1])
        return cls(scale, left, top, aspect)

    @property
    def scale_down(self) -> float:
        """Screen pixels per film pixel, from top to bottom."""
        return self.scale * self.aspect

    def to_screen(self, point: Point) -> ScreenPoint:
        """Return where a film position lies on the screen."""
        return ScreenPoint(point.x * self.scale + self.left, point.y * self.scale_down + self.top)

    def to_film(self, at: ScreenPoint) -> Point:
        """Return the film position under a place on the screen."""
        return Point((at.x - self.left) / self.scale, (at.y - self.top) / self.scale_down)

    def zoomed(self, factor: float, at: ScreenPoint) -> "Viewport":
        """Return the viewport enlarged by `factor`; the film position at `at` stays there."""
        scale = _clamped(self.scale * factor)
        fixed = self.to_film(at)
        left, top = at.x - fixed.x * scale, at.y - fixed.y * scale * self.aspect
        return replace(self, scale=scale, left=left, top=top)

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Return the viewport shifted by that many screen pixels."""
        return replace(self, left=self.left + dx, top=self.top + dy)

    def centred_on(self, point: Point, view: tuple[int, int]) -> "Viewport":
        """Return the viewport with a film position in the middle of the view."""
        at = self.to_screen(point)
        return self.panned(view[0] / 2 - at.x, view[1] / 2 - at.y)

    def revealing(self, point: Point, view: tuple[int, int], margin: float) -> "Viewport":
        """Return the viewport in which a film position is seen, the same one if it is already.

        It is seen if it lies `margin` screen pixels from the edges of the view, in a small view a
        quarter of the side; else it comes into the middle.
        """
        at = self.to_screen(point)
        margins = [min(margin, side / 4) for side in view]
        inside = all(m <= x <= side - m for x, side, m in zip(at, view, margins, strict=True))
        return self if inside else self.centred_on(point, view)


def _clamped(scale: float) -> float:
    return min(max(scale, MIN_SCALE), MAX_SCALE)


def _centred(inner: float, outer: float) -> float:
    return (outer - inner) / 2

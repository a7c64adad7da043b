"""What a mouse movement means: pure functions over screen pixels, no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

GRAB_RADIUS = 14.0  # how near to a marker's centre a press takes hold of it
PLACING_RADIUS = 7.0  # in place mode only what is right under the cursor: neighbours lie close
DRAG_THRESHOLD = 4.0  # a hand that clicks trembles; a hand that drags moves further
WHEEL_STEP = 1.15  # enlargement per notch of 120 eighths of a degree
DRAG_FOR_FULL_SPAN = 600.0  # screen pixels that sweep a window over all grey values


def landmark_at(
    cursor: ScreenPoint,
    markers: Mapping[str, ScreenPoint],
    preferred: str | None = None,
    reach: float = GRAB_RADIUS,
) -> str | None:
    """Return the landmark under the cursor, the nearest one within reach.

    The selected landmark is preferred within half the reach, so that it can be moved away from
    where two markers meet.
    """
    within = {
        name: cursor.distance(at) for name, at in markers.items() if cursor.distance(at) <= reach
    }
    if preferred in within and within[preferred] <= reach / 2:
        return preferred
    return min(within, key=within.__getitem__, default=None)


def is_drag(pressed: ScreenPoint, cursor: ScreenPoint) -> bool:
    """Tell whether a hand that has gone on so far drags."""
    return pressed.distance(cursor) >= DRAG_THRESHOLD


@dataclass(frozen=True, slots=True)
class Drag:
    """A landmark in the user's hand.

    Attributes:
        landmark: abbreviation.
        pressed: where the button went down.
        grip: how many screen pixels the landmark's centre lay from there.
        point: where the landmark is now, on the film.
        moving: whether the hand has left the threshold; before that nothing moves.
    """

    landmark: str
    pressed: ScreenPoint
    grip: ScreenPoint
    point: Point
    moving: bool = False

    @classmethod
    def begun(
        cls, landmark: str, pressed: ScreenPoint, origin: Point, viewport: Viewport
    ) -> "Drag":
        """Return a drag in which nothing has moved yet."""
        centre = viewport.to_screen(origin)
        grip = ScreenPoint(centre.x - pressed.x, centre.y - pressed.y)
        return cls(landmark, pressed, grip, origin)

    def to(self, cursor: ScreenPoint, viewport: Viewport) -> "Drag":
        """Return the drag after the cursor went on; the centre keeps its distance to it.

        Whatever the enlargement is by then: the wheel turns while a landmark is in the hand.
        """
        if not self.moving and not is_drag(self.pressed, cursor):
            return self
        centre = ScreenPoint(cursor.x + self.grip.x, cursor.y + self.grip.y)
        return replace(self, moving=True, point=viewport.to_film(centre))


def wheel_factor(eighths_of_degree: int) -> float:
    """Return the enlargement for a turn of the wheel; up enlarges."""
    return float(WHEEL_STEP ** (eighths_of_degree / 120))


def window_dragged(start: Window, span: float, dx: float, dy: float) -> Window:
    """Return the window after a right drag: right widens the contrast, down darkens.

    Args:
        start: the window when the button went down.
        span: the range of the film's grey values.
        dx: screen pixels to the right.
        dy: screen pixels down.
    """
    per_px = span / DRAG_FOR_FULL_SPAN
    centre = (start.low + start.high) / 2 + dy * per_px
    width = max(start.high - start.low - dx * per_px, span / 256)
    return Window(centre - width / 2, centre + width / 2)

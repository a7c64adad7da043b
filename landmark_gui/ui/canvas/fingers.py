"""Fingers on a touch screen: one does what the mouse does, two move and enlarge the film.

Nothing is pressed before one finger goes on or is lifted: the other of two comes a little later.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QApplication

from landmark_gui.ui.canvas.annotated_film import AnnotatedFilm
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

STILL_PX = 8.0  # screen pixels that a finger which taps may slip
TWICE_PX = 2 * STILL_PX  # screen pixels between the two taps of a double one
_PRESS, _AGAIN, _MOVE, _RELEASE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)
_NONE, _LEFT, _MIDDLE = (
    Qt.MouseButton.NoButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
)
Pair = Sequence[ScreenPoint]  # where two fingers are


class Fingers:
    """Follows the fingers from the first that comes to the last that goes."""

    def __init__(self, view: AnnotatedFilm) -> None:
        self._view = view
        self._last: dict[int, ScreenPoint] = {}
        self._start: ScreenPoint | None = None  # of the only finger; None once there were two
        self._held = _NONE  # the button that stands for it, as soon as it goes on
        self._tap: tuple[ScreenPoint, int] | None = None  # the last one and when, unless a second

    def follow(self, event: QTouchEvent) -> None:
        """Do what the fingers do."""
        before, self._last = self._last, dict(map(_place, filter(_is_down, event.points())))
        fingers = tuple(self._last)[:2]
        if event.type() is QEvent.Type.TouchCancel:
            self._last = {}
            self._leave()
        elif not fingers:
            self._lift(event.timestamp())
        elif len(fingers) == 1:
            self._go_on(self._last[fingers[0]], first=not before)
        else:
            self._leave()
            if set(fingers) <= before.keys():
                was, now = ([places[each] for each in fingers] for places in (before, self._last))
                self._view.look_at(pinched(self._view.viewport_now, was, now))

    def _go_on(self, at: ScreenPoint, *, first: bool) -> None:
        start = self._start = at if first else self._start
        if start is None:
            return
        if self._held is _NONE and start.distance(at) > STILL_PX:
            self._held = _MIDDLE if self._view.landmark_under(start) is None else _LEFT
            self._send(_PRESS, start, self._held)
        if self._held is not _NONE:
            self._send(_MOVE, at)

    def _lift(self, now_ms: int) -> None:
        """Let go; a finger that has not gone on has clicked."""
        if self._start is not None and self._held is _NONE:
            self._held = _LEFT
            again = self._taps_again(self._start, now_ms)
            self._send(_AGAIN if again else _PRESS, self._start, _LEFT)
        self._release()

    def _taps_again(self, at: ScreenPoint, now_ms: int) -> bool:
        """Note a tap and tell whether it is the second of two at one place."""
        again = False
        if self._tap is not None:
            before, then_ms = self._tap
            soon = now_ms - then_ms <= QApplication.doubleClickInterval()
            again = soon and before.distance(at) <= TWICE_PX
        self._tap = None if again else (at, now_ms)
        return again

    def _leave(self) -> None:
        """Put back a landmark that the only finger has taken along; the film stays where it is."""
        if self._held is _LEFT:
            self._view.put_back()
        self._release()

    def _release(self) -> None:
        if self._start is not None and self._held is not _NONE:
            self._send(_RELEASE, self._start, self._held)
        self._start, self._held = None, _NONE

    def _send(self, kind: QEvent.Type, at: ScreenPoint, button: Qt.MouseButton = _NONE) -> None:
        screen, where = self._view.viewport(), QPointF(*at)
        held = _NONE if kind is _RELEASE else self._held
        there, keys = screen.mapToGlobal(where), Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(screen, QMouseEvent(kind, where, there, button, held, keys))


def is_touched(event: QTouchEvent) -> bool:
    """Tell whether fingers are on the screen itself; a touchpad tells of gestures besides."""
    return event.device().type() is QInputDevice.DeviceType.TouchScreen


def pinched(viewport: Viewport, before: Pair, now: Pair) -> Viewport:
    """Return the viewport after two fingers went on; what lay midway between them still does."""
    was, is_now = _middle(before), _middle(now)
    factor = max(now[0].distance(now[1]), 1.0) / max(before[0].distance(before[1]), 1.0)
    return viewport.zoomed(factor, was).panned(is_now.x - was.x, is_now.y - was.y)


def _middle(pair: Pair) -> ScreenPoint:
    return ScreenPoint((pair[0].x + pair[1].x) / 2, (pair[0].y + pair[1].y) / 2)


def _is_down(point: QEventPoint) -> bool:
    return point.state() is not QEventPoint.State.Released


def _place(point: QEventPoint) -> tuple[int, ScreenPoint]:
    return point.id(), ScreenPoint(point.position().x(), point.position().y())

"""The film under mouse, fingers and keys. It shows what it is given and emits what is done."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QTouchEvent,
)
from typing_extensions import override

from landmark_gui.ui.canvas.annotated_film import AnnotatedFilm
from landmark_gui.ui.canvas.cursor import cursor_of
from landmark_gui.ui.canvas.film_keys import FilmKeys
from landmark_gui.ui.canvas.fingers import Fingers, is_touched
from landmark_gui.ui.canvas.gestures import (
    LandmarkDrag,
    LockedGrip,
    Pan,
    Placing,
    WindowLevel,
)
from landmark_gui.ui.canvas.interaction import Drag
from landmark_gui.ui.canvas.pointing import idle_cursor, tell_name
from landmark_gui.ui.canvas.viewport import ScreenPoint
from landmark_gui.ui.keymap import Keymap


class FilmView(AnnotatedFilm):
    """One viewer for all films; the scene's coordinates are the widget's pixels."""

    marked = Signal(object)  # the Point pressed with a tool in the hand, or None beside the film
    pointed = Signal(object)  # the Point under the cursor, or None

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("film_view")
        self.setAccessibleName("Film")
        self._at: ScreenPoint | None = None  # where the mouse was seen last
        self._keys, self._fingers = FilmKeys(self), Fingers(self)

    @override
    def _draw_in_hand(self) -> None:
        super()._draw_in_hand()
        self._show_cursor()

    def set_placing(self, *, on: bool) -> None:
        """Let a click on the film put a landmark there."""
        self._placing = on
        self._show_cursor()

    def take_tool(self, *, on: bool) -> None:
        """Leave presses to a tool, so that none takes hold of a landmark; or no longer."""
        self.tool_in_hand = on
        self._show_cursor()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask by key what can be done with the selected landmark; a right press may be a drag."""
        event.accept()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self._film and not self._gesture:
            self._ask(self._selected if self.selected_place else None, self._middle())

    # mouse and touch screen

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and is_touched(event):
            self._fingers.follow(event)
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._name_landmark(event)
            return True
        return super().viewportEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._gesture is not None:  # a second button lets go of what the first one holds
            self.put_back()
        elif self._film is not None:
            self._begin(event)
        self._show_cursor()

    mouseDoubleClickEvent = mousePressEvent  # noqa: N815 - Qt's own name

    def _begin(self, event: QMouseEvent) -> None:
        at = cursor_of(event)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() is Qt.MouseButton.RightButton:
            self._gesture = WindowLevel(self, at)
        elif event.button() is Qt.MouseButton.MiddleButton or self._keys.panning or ctrl:
            self._keys.panned = True
            self._gesture = Pan(self, at)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._take_hold(at, again=event.type() is QEvent.Type.MouseButtonDblClick)

    def _take_hold(self, at: ScreenPoint, *, again: bool) -> None:
        name = self.landmark_under(at)
        origin = self._landmarks.point(name) if name else None
        if name is not None and origin is not None:
            drag = Drag.begun(name, at, origin, self._viewport)
            grip = LockedGrip if self._landmarks.locked(name) else LandmarkDrag
            self._gesture = grip(self, drag)
            self.picked.emit(name)  # in the hand by now, so that the film stays where it is
        elif self.tool_in_hand:
            if not again:  # a double click means one place
                self.marked.emit(self._point_at(at))
        elif self._placing:
            self._gesture = Placing(self, at) if self._point_at(at) else None
        else:
            self._gesture = Pan(self, at)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = at = cursor_of(event)
        if not event.buttons():
            self.put_back()  # it was let go of where nobody told of it, as over a menu
        elif self._gesture is not None:
            self._gesture.move(at)
        if self._film is not None:
            self._loupe.point_at(self._viewport.to_film(at))
            self.pointed.emit(self._point_at(at))
        self._show_cursor()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._empty_hand(aborting=False)

    def _show_cursor(self) -> None:
        """Show what is in the hand, or else what a press would do."""
        shape = self._gesture.cursor if self._gesture else None
        self.viewport().setCursor(shape or self._idle_cursor())

    def _idle_cursor(self) -> Qt.CursorShape:
        name = self.landmark_under(self._at) if self._at else None
        movable = name is not None and not self._landmarks.locked(name)
        marks = self._placing or self.tool_in_hand
        return idle_cursor(grips=self._keys.panning or movable, marks=marks)

    def _name_landmark(self, event: QHelpEvent) -> None:
        at = ScreenPoint(event.pos().x(), event.pos().y())
        name = self.landmark_under(at) if self._gesture is None else None
        tell_name(event, self.viewport(), self._case.scheme[name] if self._case and name else None)

    # keys

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._keys.claims(event):
                event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            event.ignore()
        self._show_cursor()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._keys.release(event):
            event.ignore()
        self._show_cursor()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._keys.let_go()
        self._show_cursor()
        super().focusOutEvent(event)

    def show_keys(self, keymap: Keymap) -> None:
        """Listen to other keys."""
        self._keys.show_keys(keymap)

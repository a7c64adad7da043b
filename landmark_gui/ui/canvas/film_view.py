"""The film with everything that lies on it. It shows what it is given and emits what is done."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.document.review import to_place
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection
from landmark_gui.ui.canvas.cursor import cursor_of
from landmark_gui.ui.canvas.film_keys import FilmKeys
from landmark_gui.ui.canvas.fingers import Fingers, is_touched
from landmark_gui.ui.canvas.gestures import (
    Gesture,
    LandmarkDrag,
    LockedGrip,
    Pan,
    Placing,
    WindowLevel,
)
from landmark_gui.ui.canvas.glide import Glide
from landmark_gui.ui.canvas.image_item import HeatmapImage
from landmark_gui.ui.canvas.interaction import GRAB_RADIUS, PLACING_RADIUS, Drag, landmark_at
from landmark_gui.ui.canvas.landmark_layer import LandmarkLayer
from landmark_gui.ui.canvas.loupe import Loupe
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.canvas.pointing import idle_cursor, tell_name
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.tracing_item import TracingItem
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from landmark_gui.ui.canvas.zoomable_film import ZoomableFilm
from landmark_gui.ui.keymap import Keymap

MARGIN = 48.0  # screen pixels around a landmark that was brought into view


class FilmView(ZoomableFilm):
    """One viewer for all films; the scene's coordinates are the widget's pixels."""

    picked = Signal(str)  # a landmark was clicked
    carried = Signal(str, object)  # a landmark in the hand and the Point where it is now
    dropped = Signal(str, object)  # a landmark and its new Point
    placed = Signal(object)  # the Point where the hand let go in place mode
    marked = Signal(object)  # the Point pressed with a tool in the hand, or None beside the film
    nudged = Signal(float, float, bool)  # film pixels; whether the key repeats itself
    pointed = Signal(object)  # the Point under the cursor, or None
    refused = Signal(str)  # a locked landmark was to be moved
    tapped = Signal(str)  # the key of panning, which moved nothing
    left_off = Signal()  # Esc with nothing in the hand
    asked = Signal(object, object)  # the landmark right clicked, or None, and where on the screen
    let_go = Signal()  # the hand is empty again

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("film_view")
        self.setAccessibleName("Film")
        self._heat = HeatmapImage(self._frame)
        self.tracing = TracingItem(self._frame)
        self._landmarks = LandmarkLayer(self._frame)
        self.glide = Glide(self._landmarks, self)
        self._loupe = Loupe(self, self._frame)
        self._case: Case | None = None
        self._selected: str | None = None
        self._overlay = Overlay()
        self._gesture: Gesture | None = None
        self._placing = self._hidden = self.tool_in_hand = False
        self._at: ScreenPoint | None = None  # where the mouse was seen last
        self._covers: tuple[QWidget, ...] = ()
        self._keys, self._fingers = FilmKeys(self), Fingers(self)

    # what is shown

    @override
    def show_film(self, film: ShownFilm | None) -> None:
        if film is not self._film:
            self.put_back()
            self._case = None  # where its landmarks were says nothing of those of this film
            super().show_film(film)

    def show_case(self, case: Case | None, selected: str | None) -> None:
        """Draw a case's landmarks; what is in the hand stays there."""
        if (case, selected) != (self._case, self._selected):
            if self._gesture and (self._case is None or case is None):
                self.put_back()
            moved_on, before = selected != self._selected, self._place_of_selected()
            detected = _detection(case) is not _detection(self._case)
            comes, by_itself = detected or self._case is None, detected and not moved_on
            self._case, self._selected = case, selected
            self._draw_landmarks()
            at = self._place_of_selected()
            if comes and at is not None and self._gesture is None:
                self._centre(at)
            if self._gesture is None and (moved_on or before not in {None, at}):
                self._reveal(MARGIN if moved_on else 0.0)  # what the mouse puts down is in view
                if at is not None and not by_itself:
                    self._loupe.point_at(at)

    def show_overlay(self, overlay: Overlay) -> None:
        """Lay something else over the film."""
        changed = overlay.shown != self._overlay.shown
        self._overlay = overlay
        self._heat.show_heatmap(overlay.heatmap, () if self._hidden else overlay.heat_of)
        self._heat.set_opacity(overlay.opacity)
        if changed:
            self._draw_landmarks()

    def set_placing(self, *, on: bool) -> None:
        """Let a click on the film put a landmark there."""
        self._placing = on
        self._show_cursor()

    def take_tool(self, *, on: bool) -> None:
        """Leave presses to a tool, so that none takes hold of a landmark; or no longer."""
        self.tool_in_hand = on
        self._show_cursor()

    def set_cover(self, *covers: QWidget) -> None:
        """Know what comes and goes over the foot: nothing is brought into view behind it.

        A film that is there stays where it is when a cover comes; it is fitted above it when asked.
        """
        self._covers = covers

    def set_head(self, covered: int) -> None:
        """Keep the loupe below what covers the head."""
        self._loupe.settle(covered)

    def set_loupe(self, *, always: bool) -> None:
        """Show the loupe all the time, or only while a landmark is dragged."""
        self._loupe.set_always(on=always)

    # looking

    @property
    def selected_place(self) -> ScreenPoint | None:
        """Where the selected landmark is drawn on the screen, if it is in view."""
        point = self._landmarks.point(self._selected) if self._selected else None
        at = self._viewport.to_screen(point) if point else None
        return at if at and self.rect().contains(int(at.x), int(at.y)) else None

    def hide_overlay(self, *, hidden: bool) -> None:
        """Take everything off the film while a key is held."""
        self._hidden = hidden
        self.tracing.setVisible(not hidden)
        self.show_overlay(self._overlay)
        self._draw_landmarks()

    def carry(self, drag: Drag) -> None:
        """Draw a landmark in the hand."""
        self._landmarks.preview(drag.landmark, drag.point)
        self._loupe.follow(drag.point if drag.moving else None)
        self.carried.emit(drag.landmark, drag.point)

    def drop(self, drag: Drag) -> None:
        """Tell that a landmark was put down."""
        self.dropped.emit(drag.landmark, drag.point)

    def refuse(self, landmark: str) -> None:
        """Tell that a locked landmark was to be moved."""
        self.refused.emit(landmark)

    def offer(self, at: ScreenPoint) -> None:
        """Draw the next landmark to be placed there; beside the film, as it is."""
        if self._case and (name := to_place(self._case, self._selected)):
            self._landmarks.offer(name, self._point_at(at))

    def place(self, at: ScreenPoint) -> None:
        """Tell where the next landmark is to be placed, unless it is beside the film."""
        if self._placing and (point := self._point_at(at)):
            self.placed.emit(point)

    def ask(self, at: ScreenPoint) -> None:
        """Ask what can be done with the landmark there, which is selected, or with the film."""
        if name := self.landmark_under(at):
            self.picked.emit(name)
        self._ask(name, at)

    def _ask(self, name: str | None, at: ScreenPoint) -> None:
        self.asked.emit(name, self.viewport().mapToGlobal(QPoint(round(at.x), round(at.y))))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask by key what can be done with the selected landmark; a right press may be a drag."""
        event.accept()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self._film and not self._gesture:
            self._ask(self._selected if self.selected_place else None, self._middle())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._loupe.settle()

    # drawing

    @override
    def _set_viewport(self, viewport: Viewport) -> None:
        before = self._viewport
        super()._set_viewport(viewport)
        if (viewport.scale, viewport.scale_down) != (before.scale, before.scale_down):
            self._landmarks.place_labels(viewport)  # while the film is panned no label may jump
        if self._gesture is not None:
            self._gesture.hold()  # what is to be placed stays under the hand
        self._show_cursor()

    def _draw_landmarks(self) -> None:
        case = None if self._hidden else self._case
        self._landmarks.show_case(case, self._selected, self._overlay.shown)
        if self._gesture is not None:
            self._gesture.hold()
        self._landmarks.place_labels(self._viewport)
        self._show_cursor()

    def _reveal(self, margin: float) -> None:
        """Bring the selected landmark into view, so far from the edge that its surroundings are."""
        point = self._landmarks.point(self._selected) if self._selected else None
        if point is not None and not self._fitted:
            revealed = self._viewport.revealing(point, self._free_size(), margin)
            if revealed != self._viewport:
                self.look_at(revealed)

    @override
    def _free_size(self) -> tuple[int, int]:
        covered = (cover.height() for cover in self._covers if cover.isVisible())
        return self.width(), self.height() - sum(covered)

    def _place_of_selected(self) -> Point | None:
        case, name = self._case, self._selected
        return case.annotations[name].point if case and name else None

    @override
    def _middle(self) -> ScreenPoint:
        """Return where the selected landmark is: the reader looks at it, if it is in view."""
        return self.selected_place or super()._middle()

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
            self._take_hold(at)

    def _take_hold(self, at: ScreenPoint) -> None:
        name = self.landmark_under(at)
        origin = self._landmarks.point(name) if name else None
        if name is not None and origin is not None:
            drag = Drag.begun(name, at, origin, self._viewport)
            grip = LockedGrip if self._landmarks.locked(name) else LandmarkDrag
            self._gesture = grip(self, drag)
            self.picked.emit(name)  # in the hand by now, so that the film stays where it is
        elif self.tool_in_hand:
            self.marked.emit(self._point_at(at))
        elif self._placing:
            self._gesture = Placing(self, at) if self._point_at(at) else None
        else:
            self._gesture = Pan(self, at)

    def landmark_under(self, at: ScreenPoint) -> str | None:
        """Return the landmark that a press there takes hold of."""
        if self.tool_in_hand:
            return None
        reach = PLACING_RADIUS if self._placing else GRAB_RADIUS
        return landmark_at(at, self._landmarks.places(self._viewport), self._selected, reach)

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

    def _point_at(self, at: ScreenPoint) -> Point | None:
        """Return the point of the film there; None beside it."""
        point = self._viewport.to_film(at)
        return point if self._film is not None and self._film.film.info.holds(point) else None

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

    def put_back(self) -> bool:
        """Put back what is in the hand; tell whether anything was."""
        return self._empty_hand(aborting=True)

    def _empty_hand(self, *, aborting: bool) -> bool:
        """Put down or put back what is in the hand; tell whether anything was."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            (gesture.abort if aborting else gesture.finish)()
            self._draw_landmarks()  # a landmark may have been refused its new place
            self._loupe.follow(None)
            self.let_go.emit()
        return gesture is not None

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

    def nudge(self, dx: float, dy: float, *, repeated: bool) -> None:
        """Ask for the selected landmark to be shifted by film pixels."""
        if self._gesture is None:
            self.nudged.emit(dx, dy, repeated)

    def give_up(self) -> None:
        """Put back what is in the hand; with an empty hand, tell so."""
        if not self.put_back():
            self.left_off.emit()

    def tap(self, key: str) -> None:
        """Tell that the key of panning was tapped."""
        self.tapped.emit(key)


def _detection(case: Case | None) -> Detection | None:
    return case.detection if case else None

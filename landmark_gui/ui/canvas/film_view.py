"""The film with everything that lies on it. It shows what it is given and emits what is done."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsRectItem
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.cursor import cursor_of
from landmark_gui.ui.canvas.film_keys import FilmKeys
from landmark_gui.ui.canvas.gestures import Gesture, LandmarkDrag, LockedGrip, Pan, WindowLevel
from landmark_gui.ui.canvas.glide import Glide
from landmark_gui.ui.canvas.image_item import FilmImage, HeatmapImage
from landmark_gui.ui.canvas.interaction import (
    GRAB_RADIUS,
    PLACING_RADIUS,
    Drag,
    landmark_at,
    wheel_factor,
)
from landmark_gui.ui.canvas.landmark_layer import LandmarkLayer
from landmark_gui.ui.canvas.loupe import Loupe
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.canvas.pixel_scene import PixelScene
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.touchpad import pinch, slide
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from landmark_gui.ui.keymap import Keymap

ZOOM_STEP = 1.25
NO_WINDOW = Window(0.0, 1.0)
CRISP_SCALE = 6.0  # from here on pixels are shown as squares


class FilmView(PixelScene):
    """One viewer for all films; the scene's coordinates are the widget's pixels."""

    picked = Signal(str)  # a landmark was clicked
    dropped = Signal(str, object)  # a landmark and its new Point
    placed = Signal(object)  # the Point clicked in place mode
    nudged = Signal(float, float, bool)  # film pixels; whether the key repeats itself
    pointed = Signal(object)  # the Point under the cursor, or None
    looked = Signal()  # enlargement or window changed
    refused = Signal(str)  # a locked landmark was to be moved
    tapped = Signal(str)  # the key of panning, which moved nothing
    left_off = Signal()  # Esc with nothing in the hand
    let_go = Signal()  # the hand is empty again

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("film_view")
        self.setAccessibleName("Film")
        self._frame = QGraphicsRectItem()
        self._frame.setPen(Qt.PenStyle.NoPen)
        self.scene().addItem(self._frame)
        self._image = FilmImage(self._frame)
        self._heat = HeatmapImage(self._frame)
        self._landmarks = LandmarkLayer(self._frame)
        self.glide = Glide(self._landmarks, self)
        self._loupe = Loupe(self, self._frame)
        self._film: ShownFilm | None = None
        self._case: Case | None = None
        self._selected: str | None = None
        self._overlay = Overlay()
        self._viewport = Viewport()
        self._window = NO_WINDOW
        self._gesture: Gesture | None = None
        self._fitted, self._inverted, self._placing = True, False, False
        self._hidden = False
        self._keys = FilmKeys(self)

    # what is shown

    def show_film(self, film: ShownFilm | None) -> None:
        """Swap the film; enlargement and window start anew."""
        if film is self._film:
            return
        self._abort()
        self._film = film
        self._image.show_film(film)
        if film is not None:
            self._frame.setRect(QRectF(0, 0, *film.film.info.size_px))
            self._window = film.film.window
            self.fit()

    def show_case(self, case: Case | None, selected: str | None) -> None:
        """Draw a case's landmarks; what is in the hand stays there."""
        if (case, selected) != (self._case, self._selected):
            if self._gesture and (self._case is None or case is None):
                self._abort()
            moved_on = selected != self._selected
            self._case, self._selected = case, selected
            self._draw_landmarks()
            if moved_on and selected and not self.in_hand:
                self._reveal(selected)

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
        if on is self._placing:
            return  # whoever else has put a cursor here keeps it
        self._placing = on
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def set_loupe(self, *, always: bool) -> None:
        """Show the loupe all the time, or only while a landmark is dragged."""
        self._loupe.set_always(on=always)

    # looking

    @property
    def viewport_now(self) -> Viewport:
        """Where the film lies on the screen."""
        return self._viewport

    @property
    def window_now(self) -> Window:
        """The grey values shown as black and as white."""
        return self._window

    @property
    def in_hand(self) -> bool:
        """Whether something is being dragged: the film should not move of itself then."""
        return self._gesture is not None

    @property
    def grey_span(self) -> float:
        """The range of the film's grey values."""
        return self._film.span if self._film else 1.0

    @property
    def inverted(self) -> bool:
        """Whether dark is shown bright."""
        return self._inverted

    def look_at(self, viewport: Viewport) -> None:
        """Show another part of the film."""
        self._fitted = False
        self._set_viewport(viewport)

    def set_window(self, window: Window) -> None:
        """Show other grey values."""
        self._window = window
        self._show_image()

    def fit(self) -> None:
        """Show the whole film, and keep doing so when the window is resized."""
        if self._film is not None:
            self._fitted = True
            self._set_viewport(Viewport.fitted(self._film.film.info.size_px, self._size()))

    def zoom_in(self) -> None:
        """Enlarge around the selected landmark, or the middle if it is out of view."""
        self.look_at(self._viewport.zoomed(ZOOM_STEP, self._middle()))

    def zoom_out(self) -> None:
        """Reduce around the same place."""
        self.look_at(self._viewport.zoomed(1 / ZOOM_STEP, self._middle()))

    def actual_pixels(self) -> None:
        """Show one film pixel per pixel of the screen, which may be finer than those of Qt."""
        factor = 1 / (self._viewport.scale * self.devicePixelRatioF())
        self.look_at(self._viewport.zoomed(factor, self._middle()))

    def reset_window(self) -> None:
        """Return to the window that the film asks for, upright."""
        if self._film is not None:
            self._inverted = False
            self.set_window(self._film.film.window)

    def invert(self) -> None:
        """Show dark as bright, or back."""
        self._inverted = not self._inverted
        self._show_image()

    def hide_overlay(self, *, hidden: bool) -> None:
        """Take everything off the film while a key is held."""
        self._hidden = hidden
        self.show_overlay(self._overlay)
        self._draw_landmarks()

    def carry(self, drag: Drag) -> None:
        """Draw a landmark in the hand."""
        self._landmarks.preview(drag.landmark, drag.point)
        self._loupe.follow(drag.point if drag.moving else None)

    def drop(self, drag: Drag) -> None:
        """Tell that a landmark was put down."""
        self.dropped.emit(drag.landmark, drag.point)

    def refuse(self, landmark: str) -> None:
        """Tell that a locked landmark was to be moved."""
        self.refused.emit(landmark)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.scene().setSceneRect(QRectF(self.rect()))
        old = event.oldSize()
        if self._fitted:
            self.fit()
        elif old.isValid():
            dx, dy = self.width() - old.width(), self.height() - old.height()
            self.look_at(self._viewport.panned(dx / 2, dy / 2))
        self._loupe.settle()

    # drawing

    def _set_viewport(self, viewport: Viewport) -> None:
        self._viewport = viewport
        transform = QTransform.fromTranslate(viewport.left, viewport.top)
        self._frame.setTransform(transform.scale(viewport.scale, viewport.scale))
        crisp = viewport.scale >= CRISP_SCALE
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        self._landmarks.place_labels(viewport)
        self._show_image()

    def _show_image(self) -> None:
        scale = self._viewport.scale * self.devicePixelRatioF()
        self._image.show_at(scale, self._window, inverted=self._inverted)
        self.looked.emit()

    def _draw_landmarks(self) -> None:
        case = None if self._hidden else self._case
        self._landmarks.show_case(case, self._selected, self._overlay.shown)
        if self._gesture is not None:
            self._gesture.hold()
        self._landmarks.place_labels(self._viewport)

    def _reveal(self, landmark: str) -> None:
        """Bring a landmark into view if it lies outside."""
        point = self._landmarks.point(landmark)
        if point is not None and self._in_view(point) is None:
            self.look_at(self._viewport.centred_on(point, self._size()))

    def _in_view(self, point: Point) -> ScreenPoint | None:
        """Return where a point of the film is on the screen, if it is in view."""
        at = self._viewport.to_screen(point)
        return at if self.rect().contains(int(at.x), int(at.y)) else None

    def _size(self) -> tuple[int, int]:
        return (self.width(), self.height())

    def _middle(self) -> ScreenPoint:
        """Return what stays where it is when a key zooms: the reader looks at the selected one."""
        point = self._landmarks.point(self._selected) if self._selected else None
        at = self._in_view(point) if point else None
        return at or ScreenPoint(self.width() / 2, self.height() / 2)

    # mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._gesture is not None:  # a second button lets go of what the first one holds
            self._abort()
        elif self._film is not None:
            self._gesture = self._begin(event)

    mouseDoubleClickEvent = mousePressEvent  # noqa: N815 - Qt's own name

    def _begin(self, event: QMouseEvent) -> Gesture | None:
        at = cursor_of(event)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() is Qt.MouseButton.RightButton:
            return WindowLevel(self, at)
        if event.button() is Qt.MouseButton.MiddleButton or self._keys.panning or ctrl:
            self._keys.panned = True
            return Pan(self, at)
        if event.button() is Qt.MouseButton.LeftButton:
            return self._take_hold(at)
        return None

    def _take_hold(self, at: ScreenPoint) -> Gesture | None:
        reach = PLACING_RADIUS if self._placing else GRAB_RADIUS
        name = landmark_at(at, self._landmarks.places(self._viewport), self._selected, reach)
        origin = self._landmarks.point(name) if name else None
        if name is None or origin is None:
            if self._placing:
                self._place(at)
            return None
        self.picked.emit(name)
        drag = Drag.begun(name, at, origin, self._viewport)
        return LockedGrip(self, drag) if self._landmarks.locked(name) else LandmarkDrag(self, drag)

    def _place(self, at: ScreenPoint) -> None:
        point = self._viewport.to_film(at)
        if self._film is not None and self._film.film.info.holds(point):
            self.placed.emit(point)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = cursor_of(event)
        if self._gesture is not None:
            self._gesture.move(at)
        self._tell_place(at)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._empty_hand(aborting=False)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        if self._film is None:
            return
        turn, slid = event.angleDelta().y(), slide(event)
        if slid is not None:
            self.look_at(self._viewport.panned(slid.x(), slid.y()))
        elif turn:
            self.look_at(self._viewport.zoomed(wheel_factor(turn), cursor_of(event)))

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._film and (factor := pinch(event)):
            self.look_at(self._viewport.zoomed(factor, cursor_of(event)))
            return True
        return super().viewportEvent(event)

    def _tell_place(self, at: ScreenPoint) -> None:
        if self._film is None:
            return
        point = self._viewport.to_film(at)
        self._loupe.point_at(point)
        self.pointed.emit(point if self._film.film.info.holds(point) else None)

    def _abort(self) -> bool:
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

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._keys.release(event):
            event.ignore()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._keys.let_go()
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
        if not self._abort():
            self.left_off.emit()

    def tap(self, key: str) -> None:
        """Tell that the key of panning was tapped."""
        self.tapped.emit(key)

"""The film with everything that lies on it. It shows what it is given and emits what is done."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsRectItem, QGraphicsScene, QGraphicsView, QWidget
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import Window
from landmark_gui.ui.canvas.gestures import Gesture, LandmarkDrag, Pan, WindowLevel
from landmark_gui.ui.canvas.image_item import FilmImage, HeatmapImage
from landmark_gui.ui.canvas.interaction import Drag, landmark_at, wheel_factor
from landmark_gui.ui.canvas.landmark_layer import LandmarkLayer
from landmark_gui.ui.canvas.loupe import Loupe
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

ZOOM_STEP = 1.25
NO_WINDOW = Window(0.0, 1.0)
CRISP_SCALE = 6.0  # from here on pixels are shown as squares
NUDGE_PX = {
    Qt.KeyboardModifier.NoModifier: 1.0,
    Qt.KeyboardModifier.ShiftModifier: 10.0,
    Qt.KeyboardModifier.ControlModifier: 0.1,
}
HELD = frozenset({int(Qt.Key.Key_H), int(Qt.Key.Key_Space)})
ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class FilmView(QGraphicsView):
    """One viewer for all films; the scene's coordinates are the widget's pixels."""

    picked = Signal(str)  # a landmark was clicked
    dropped = Signal(str, object)  # a landmark and its new Point
    placed = Signal(object)  # the Point clicked in place mode
    nudged = Signal(float, float, bool)  # film pixels; whether the key repeats itself
    pointed = Signal(object)  # the Point under the cursor, or None
    looked = Signal()  # enlargement or window changed
    next_film_asked = Signal(bool)  # whether backwards
    left_off = Signal()  # Esc with nothing in the hand

    # pyqtgraph's items connect to these two of whatever view holds them; nothing here emits them
    sigDeviceRangeChanged = Signal(object, object)  # noqa: N815 - pyqtgraph's name
    sigDeviceTransformChanged = Signal(object)  # noqa: N815 - pyqtgraph's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("film_view")
        self._set_up()
        self._frame = QGraphicsRectItem()
        self._frame.setPen(Qt.PenStyle.NoPen)
        self.scene().addItem(self._frame)
        self._image = FilmImage(self._frame)
        self._heat = HeatmapImage(self._frame)
        self._landmarks = LandmarkLayer(self._frame)
        self._loupe = Loupe(self, self._frame)
        self._film: ShownFilm | None = None
        self._case: Case | None = None
        self._selected: str | None = None
        self._overlay = Overlay()
        self._viewport = Viewport()
        self._window = NO_WINDOW
        self._gesture: Gesture | None = None
        self._fitted, self._inverted, self._placing = True, False, False
        self._hidden, self._space, self._space_used = False, False, False

    def _set_up(self) -> None:
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setAcceptDrops(False)  # films are dropped on the window
        self.setMinimumSize(240, 200)

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
            if moved_on and selected:
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
        self._placing = on
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def set_loupe(self, *, always: bool) -> None:
        """Show the loupe all the time, or only while a landmark is dragged."""
        self._loupe.set_always(on=always)

    def set_surround(self, colour: QColor) -> None:
        """Choose the colour around the film."""
        self.setBackgroundBrush(colour)

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
        """Enlarge around the middle."""
        self.look_at(self._viewport.zoomed(ZOOM_STEP, self._middle()))

    def zoom_out(self) -> None:
        """Reduce around the middle."""
        self.look_at(self._viewport.zoomed(1 / ZOOM_STEP, self._middle()))

    def actual_pixels(self) -> None:
        """Show one film pixel per screen pixel."""
        self.look_at(self._viewport.zoomed(1 / self._viewport.scale, self._middle()))

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
        self._landmarks.place_labels(self._viewport)

    def _reveal(self, landmark: str) -> None:
        """Bring a landmark into view if it lies outside."""
        point = self._landmarks.point(landmark)
        if point is not None:
            at = self._viewport.to_screen(point)
            if not self.rect().contains(int(at.x), int(at.y)):
                self.look_at(self._viewport.centred_on(point, self._size()))

    def _size(self) -> tuple[int, int]:
        return (self.width(), self.height())

    def _middle(self) -> ScreenPoint:
        return ScreenPoint(self.width() / 2, self.height() / 2)

    # mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._gesture is not None:  # a second button lets go of what the first one holds
            self._abort()
        elif self._film is not None:
            self._gesture = self._begin(event)

    def _begin(self, event: QMouseEvent) -> Gesture | None:
        at = _screen(event.position())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.button() is Qt.MouseButton.RightButton:
            return WindowLevel(self, at)
        if event.button() is Qt.MouseButton.MiddleButton or self._space or ctrl:
            self._space_used = self._space
            return Pan(self, at)
        if event.button() is Qt.MouseButton.LeftButton:
            return self._take_hold(at)
        return None

    def _take_hold(self, at: ScreenPoint) -> Gesture | None:
        if self._placing:
            self._place(at)
            return None
        name = landmark_at(at, self._landmarks.places(self._viewport), self._selected)
        origin = self._landmarks.point(name) if name else None
        if name is None or origin is None:
            return None
        self.picked.emit(name)
        return LandmarkDrag(self, Drag.begun(name, at, origin))

    def _place(self, at: ScreenPoint) -> None:
        point = self._viewport.to_film(at)
        if self._film is not None and self._film.film.info.holds(point):
            self.placed.emit(point)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = _screen(event.position())
        if self._gesture is not None:
            self._gesture.move(at)
        self._tell_place(at)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.finish()
        self._loupe.follow(None)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turn = event.angleDelta().y()
        if turn and self._film is not None:
            self.look_at(self._viewport.zoomed(wheel_factor(turn), _screen(event.position())))

    def _tell_place(self, at: ScreenPoint) -> None:
        if self._film is None:
            return
        point = self._viewport.to_film(at)
        self._loupe.point_at(point)
        self.pointed.emit(point if self._film.film.info.holds(point) else None)

    def _abort(self) -> bool:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.abort()
            self._loupe.follow(None)
        return gesture is not None

    # keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in ARROWS:
            self._nudge(event)
        elif key == Qt.Key.Key_Escape:
            if not self._abort():
                self.left_off.emit()
        elif key in HELD:
            self._hold(event, down=True)
        else:
            super().keyPressEvent(event)

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in HELD:
            self._hold(event, down=False)
        else:
            super().keyReleaseEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        if self._hidden:
            self.hide_overlay(hidden=False)
        super().focusOutEvent(event)

    def _nudge(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = NUDGE_PX.get(modifiers)
        if step is not None and self._gesture is None:
            dx, dy = ARROWS[event.key()]
            self.nudged.emit(dx * step, dy * step, event.isAutoRepeat())

    def _hold(self, event: QKeyEvent, *, down: bool) -> None:
        """H hides while held; Space pans while held, and tapped it asks for the next film."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_H:
            self.hide_overlay(hidden=down)
            return
        if down:
            self._space_used = False
        elif self._space and not self._space_used:
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.next_film_asked.emit(backwards)
        self._space = down

    # the widget itself

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


def _screen(position: QPointF) -> ScreenPoint:
    return ScreenPoint(position.x(), position.y())

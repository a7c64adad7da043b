"""The film with its landmarks and maps: what is drawn, and what of it is brought into view."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.document.review import to_place
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection
from landmark_gui.ui.canvas.glide import Glide
from landmark_gui.ui.canvas.image_item import HeatmapImage
from landmark_gui.ui.canvas.interaction import GRAB_RADIUS, PLACING_RADIUS, Drag, landmark_at
from landmark_gui.ui.canvas.landmark_layer import LandmarkLayer
from landmark_gui.ui.canvas.loupe import Loupe
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.tracing_item import TracingItem
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from landmark_gui.ui.canvas.zoomable_film import ZoomableFilm

if TYPE_CHECKING:
    from landmark_gui.ui.canvas.gesture import Gesture

MARGIN = 48.0  # screen pixels around a landmark that was brought into view


class AnnotatedFilm(ZoomableFilm):
    """Shows a case on its film, and tells what is done there by gestures, keys and fingers."""

    picked = Signal(str)  # a landmark was clicked
    carried = Signal(str, object)  # a landmark in the hand and the Point where it is now
    dropped = Signal(str, object)  # a landmark and its new Point
    placed = Signal(object)  # the Point where the hand let go in place mode
    nudged = Signal(float, float, bool)  # film pixels; whether the key repeats itself
    refused = Signal(str)  # a locked landmark was to be moved
    tapped = Signal(str)  # the key of panning, which moved nothing
    left_off = Signal()  # Esc with nothing in the hand
    let_go = Signal()  # the hand is empty again
    asked = Signal(object, object)  # the landmark right clicked, or None, and where on the screen

    def __init__(self) -> None:
        super().__init__()
        self._heat = HeatmapImage(self._frame)
        self.tracing = TracingItem(self._frame)
        self._landmarks = LandmarkLayer(self._frame)
        self.glide = Glide(self._landmarks, self)
        self._loupe = Loupe(self, self._frame)
        self._case: Case | None = None
        self._selected: str | None = None
        self._overlay = Overlay()
        self._placing, self._hidden = False, False
        self._gesture: Gesture | None = None  # what is in the hand
        self.tool_in_hand = False  # a press belongs to a tool
        self._covers: tuple[QWidget, ...] = ()
        self._head = 0  # screen pixels of it that are covered

    # what is shown

    @override
    def show_film(self, film: ShownFilm | None) -> None:
        if film is not self._film:
            self.put_back()
            self._case = None  # where its landmarks were says nothing of those of this film
            super().show_film(film)

    def show_case(self, case: Case | None, selected: str | None) -> None:
        """Draw a case's landmarks; the selected one comes into view, but not under a full hand."""
        if (case, selected) == (self._case, self._selected):
            return
        if self._case is None or case is None:
            self.put_back()
        moved_on, before = selected != self._selected, self._place_of_selected()
        detected = _detection(case) is not _detection(self._case)
        comes, by_itself = detected or self._case is None, detected and not moved_on
        self._case, self._selected = case, selected
        self._draw_landmarks()
        at = self._place_of_selected()
        if self._gesture is not None:
            return
        if comes and at is not None:
            self._centre(at)
        if moved_on or before not in {None, at}:
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

    def set_cover(self, *covers: QWidget) -> None:
        """Know what comes and goes over the foot: nothing is brought into view behind it.

        A film that is there stays where it is when a cover comes; it is fitted above it when asked.
        """
        self._covers = covers

    def set_head(self, covered: int) -> None:
        """Know that the covers lie over the head instead, and keep the loupe below them."""
        self._head = covered
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

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._loupe.settle()

    # what is done

    def carry(self, drag: Drag) -> None:
        """Draw a landmark in the hand."""
        self._landmarks.preview(drag.landmark, drag.point)
        self._loupe.follow(drag.point if drag.moving else None)
        self.carried.emit(drag.landmark, drag.point)

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

    def landmark_under(self, at: ScreenPoint) -> str | None:
        """Return the landmark that a press there takes hold of."""
        if self.tool_in_hand:
            return None
        reach = PLACING_RADIUS if self._placing else GRAB_RADIUS
        return landmark_at(at, self._landmarks.places(self._viewport), self._selected, reach)

    def nudge(self, dx: float, dy: float, *, repeated: bool) -> None:
        """Ask for the selected landmark to be shifted by film pixels."""
        if self._gesture is None:
            self.nudged.emit(dx, dy, repeated)

    def give_up(self) -> None:
        """Put back what is in the hand; with an empty hand, tell so."""
        if not self.put_back():
            self.left_off.emit()

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

    def _draw_in_hand(self) -> None:
        """Draw again what is in the hand, and stays under it: all else was."""
        if self._gesture is not None:
            self._gesture.hold()

    # drawing

    @override
    def _set_viewport(self, viewport: Viewport) -> None:
        before = self._viewport
        super()._set_viewport(viewport)
        if (viewport.scale, viewport.scale_down) != (before.scale, before.scale_down):
            self._landmarks.place_labels(viewport)  # while the film is panned no label may jump
        self._draw_in_hand()

    def _draw_landmarks(self) -> None:
        case = None if self._hidden else self._case
        self._landmarks.show_case(case, self._selected, self._overlay.shown)
        self._draw_in_hand()
        self._landmarks.place_labels(self._viewport)

    def _reveal(self, margin: float) -> None:
        """Bring the selected landmark into view, so far from the edge that its surroundings are."""
        point = self._landmarks.point(self._selected) if self._selected else None
        if point is not None:
            self.reveal(point, margin)

    def reveal(self, point: Point, margin: float = 0.0) -> None:
        """Bring a point of an enlarged film into view."""
        revealed = self._viewport.revealing(point, self._free_size(), margin)
        if revealed != self._viewport and not self._fitted:
            self.look_at(revealed)

    @override
    def _free_size(self) -> tuple[int, int]:
        covered = (cover.height() for cover in self._covers if cover.isVisible())
        return self.width(), self.height() - sum(covered)

    @override
    def _free(self) -> QRectF:
        return QRectF(0, self._head, *self._free_size())

    def _point_at(self, at: ScreenPoint) -> Point | None:
        """Return the point of the film there; None beside it."""
        point = self._viewport.to_film(at)
        return point if self._film is not None and self._film.film.info.holds(point) else None

    def _place_of_selected(self) -> Point | None:
        case, name = self._case, self._selected
        return case.annotations[name].point if case and name else None

    @override
    def _middle(self) -> ScreenPoint:
        """Return where the selected landmark is: the reader looks at it, if it is in view."""
        return self.selected_place or super()._middle()


def _detection(case: Case | None) -> Detection | None:
    return case.detection if case else None

"""The film with its landmarks and maps: what is drawn, and what of it is brought into view."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection
from landmark_gui.ui.canvas.glide import Glide
from landmark_gui.ui.canvas.image_item import HeatmapImage
from landmark_gui.ui.canvas.landmark_layer import LandmarkLayer
from landmark_gui.ui.canvas.loupe import Loupe
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.tracing_item import TracingItem
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from landmark_gui.ui.canvas.zoomable_film import ZoomableFilm

MARGIN = 48.0  # screen pixels around a landmark that was brought into view


class AnnotatedFilm(ZoomableFilm):
    """Shows a case on its film; knows of no hand that moves anything there."""

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
        self._hidden = False
        self._covers: tuple[QWidget, ...] = ()

    # what is shown

    @override
    def show_film(self, film: ShownFilm | None) -> None:
        if film is not self._film:
            self._case = None  # where its landmarks were says nothing of those of this film
            super().show_film(film)

    def show_case(self, case: Case | None, selected: str | None) -> None:
        """Draw a case's landmarks; the selected one comes into view, but not under a full hand."""
        if (case, selected) == (self._case, self._selected):
            return
        moved_on, before = selected != self._selected, self._place_of_selected()
        detected = _detection(case) is not _detection(self._case)
        comes, by_itself = detected or self._case is None, detected and not moved_on
        self._case, self._selected = case, selected
        self._draw_landmarks()
        at = self._place_of_selected()
        if self._hand_is_full():
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
        self._draw_in_hand()

    def _draw_landmarks(self) -> None:
        case = None if self._hidden else self._case
        self._landmarks.show_case(case, self._selected, self._overlay.shown)
        self._draw_in_hand()
        self._landmarks.place_labels(self._viewport)

    def _hand_is_full(self) -> bool:
        """Tell whether the film may not move because something on it is held."""
        return False

    def _draw_in_hand(self) -> None:
        """Draw again what is in the hand: all else was."""

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


def _detection(case: Case | None) -> Detection | None:
    return case.detection if case else None

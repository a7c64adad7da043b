"""The film alone: which part of it is seen, and in which grey values."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QGraphicsRectItem
from typing_extensions import override

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.bare_view import BareView
from landmark_gui.ui.canvas.cursor import cursor_of
from landmark_gui.ui.canvas.image_item import FilmImage
from landmark_gui.ui.canvas.interaction import wheel_factor
from landmark_gui.ui.canvas.looks import Look, Looks
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.touchpad import pinch, slide
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

ZOOM_STEP = 1.25
NO_WINDOW = Window(0.0, 1.0)
CRISP_SCALE = 6.0  # from here on pixels are shown as squares


class ZoomableFilm(BareView):
    """Shows a film enlarged, shifted, brighter or darker; knows of no landmarks."""

    looked = Signal()  # enlargement or window changed

    def __init__(self) -> None:
        super().__init__()
        self._frame = QGraphicsRectItem()
        self._frame.setPen(Qt.PenStyle.NoPen)
        self.scene().addItem(self._frame)
        self._image = FilmImage(self._frame)
        self._film: ShownFilm | None = None
        self._viewport = Viewport()
        self._window = NO_WINDOW
        self._looks = Looks()
        self._keeps = False
        self._kept: Viewport | None = None  # with which a film was opened, that of the one before
        self._fitted, self._inverted = True, False

    def show_film(self, film: ShownFilm | None) -> None:
        """Swap the film; one that was left a short while ago is seen as it was left."""
        if self._film is not None:
            self._looks.keep(self._film.film.info.sha256, self._look())
        self._film = film
        self._image.show_film(film)
        if film is not None:
            self._frame.setRect(QRectF(0, 0, *film.film.info.size_px))
            self._look_again(film)

    def keep_enlargement(self, *, on: bool) -> None:
        """Open films as much enlarged as the one before, or whole."""
        self._keeps = on

    @property
    def viewport_now(self) -> Viewport:
        """Where the film lies on the screen."""
        return self._viewport

    @property
    def middle_now(self) -> Point | None:
        """The middle of what is seen of the film, on it; None where nothing is."""
        seen = self._frame.mapRectFromScene(self._free()).intersected(self._frame.rect())
        return None if seen.isEmpty() else Point(seen.center().x(), seen.center().y())

    def on_film(self, point: Point) -> Point:
        """Return the position on the film that is nearest to another."""
        return self._film.film.info.nearest(point) if self._film else point

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

    def look_at(self, viewport: Viewport, *, fitted: bool = False) -> None:
        """Show another part of the film; or all of it again, as it was fitted before."""
        self._fitted = fitted
        self._set_viewport(viewport)

    def set_window(self, window: Window) -> None:
        """Show other grey values."""
        self._window = window
        self._show_image()

    def fit(self) -> None:
        """Show the whole film, and keep doing so when the window is resized."""
        if self._film is not None:
            self._fitted = True
            info = self._film.film.info
            self._set_viewport(Viewport.fitted(info.size_px, self._free_size(), info.drawn_aspect))

    @property
    def is_fitted(self) -> bool:
        """Whether the whole film is shown, and will be in a window of another size."""
        return self._fitted

    def keep_fitted(self) -> None:
        """Show the whole film again in the room there is now, unless a part of it is shown."""
        if self._fitted:
            self.fit()

    def zoom_in(self) -> None:
        """Enlarge around what the reader looks at."""
        self.look_at(self._viewport.zoomed(ZOOM_STEP, self._middle()))

    def zoom_out(self) -> None:
        """Reduce around the same place."""
        self.look_at(self._viewport.zoomed(1 / ZOOM_STEP, self._middle()))

    def actual_pixels(self) -> None:
        """Make film pixels as wide as those of the screen, which may be finer than those of Qt."""
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

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.scene().setSceneRect(QRectF(self.rect()))
        old = event.oldSize()
        self.keep_fitted()
        if not self._fitted and old.isValid():
            dx, dy = self.width() - old.width(), self.height() - old.height()
            self.look_at(self._viewport.panned(dx / 2, dy / 2))

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

    def _look(self) -> Look:
        if self._fitted:
            return Look(self._window)
        return Look.enlarged(self._window, self._viewport, self._size())

    def _look_again(self, film: ShownFilm) -> None:
        seen = self._looks.of(film.film.info.sha256)
        keeps = seen is None and self._keeps
        look = (self._look_as_before(film) if keeps else seen) or Look(film.film.window)
        self._window = look.window
        viewport = look.viewport(self._size(), film.film.info.drawn_aspect)
        self._kept = viewport if keeps else None
        if viewport is None:
            self.fit()
        else:
            self.look_at(viewport)

    def _look_as_before(self, film: ShownFilm) -> Look:
        """Return the look at a film that shows the same part of it as of the one before."""
        before, (width, height) = self._look(), film.film.info.size_px
        middle = Point(min(before.middle.x, width), min(before.middle.y, height))
        return replace(before, window=film.film.window, middle=middle)

    def _centre(self, point: Point) -> None:
        """Bring a point to the middle of a film that is enlarged as the one before, and no more."""
        if self._viewport == self._kept:
            self.look_at(self._viewport.centred_on(point, self._free_size()))

    def _set_viewport(self, viewport: Viewport) -> None:
        self._viewport = viewport
        transform = QTransform.fromTranslate(viewport.left, viewport.top)
        self._frame.setTransform(transform.scale(viewport.scale, viewport.scale_down))
        crisp = viewport.scale >= CRISP_SCALE
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        self._show_image()

    def _show_image(self) -> None:
        finer = max(self._viewport.scale, self._viewport.scale_down)
        scale = finer * self.devicePixelRatioF()
        self._image.show_at(scale, self._window, inverted=self._inverted)
        self.looked.emit()

    def _size(self) -> tuple[int, int]:
        return (self.width(), self.height())

    def _free(self) -> QRectF:
        """Return what is seen of the view."""
        return QRectF(self.rect())

    def _free_size(self) -> tuple[int, int]:
        """Return the size of what is seen of the view, from its top left."""
        return self._size()

    def _middle(self) -> ScreenPoint:
        """Return what stays where it is when a key zooms."""
        return ScreenPoint(self.width() / 2, self.height() / 2)

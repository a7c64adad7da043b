"""What the mouse does between press and release: one small object per gesture."""

from PySide6.QtCore import Qt
from typing_extensions import override

from landmark_gui.domain.cephalogram import Window
from landmark_gui.ui.canvas.annotated_film import AnnotatedFilm
from landmark_gui.ui.canvas.gesture import Gesture, Pull
from landmark_gui.ui.canvas.interaction import Drag, window_dragged
from landmark_gui.ui.canvas.viewport import ScreenPoint

WINDOW_STEP = 15.0  # screen pixels of a right drag that one press of a key is worth


class Pan(Pull):
    """Moves the film under the hand."""

    def __init__(self, film: AnnotatedFilm, at: ScreenPoint) -> None:
        super().__init__(at)
        self._film = film
        self._last = at
        self._start, self._fitted = film.viewport_now, film.is_fitted

    @property
    @override
    def cursor(self) -> Qt.CursorShape | None:
        return Qt.CursorShape.ClosedHandCursor if self._pulls else None

    @override
    def pull(self, cursor: ScreenPoint) -> None:
        """Follow the cursor; what was enlarged meanwhile stays so."""
        dx, dy = cursor.x - self._last.x, cursor.y - self._last.y
        self._last = cursor
        self._film.look_at(self._film.viewport_now.panned(dx, dy))

    @override
    def restore(self) -> None:
        """Put the film back."""
        self._film.look_at(self._start, fitted=self._fitted)


class WindowLevel(Pull):
    """Changes brightness and contrast; a click asks what can be done there."""

    def __init__(self, film: AnnotatedFilm, at: ScreenPoint) -> None:
        super().__init__(at)
        self._film = film
        self._start = film.window_now

    @override
    def pull(self, cursor: ScreenPoint) -> None:
        """Follow the cursor."""
        dx, dy = cursor.x - self._pressed.x, cursor.y - self._pressed.y
        _drag_window(self._film, self._start, dx, dy)

    @override
    def click(self) -> None:
        """Ask what can be done there."""
        self._film.ask(self._pressed)

    @override
    def restore(self) -> None:
        """Put the window back."""
        self._film.set_window(self._start)


def shift_window(film: AnnotatedFilm, right: int, down: int) -> None:
    """Change brightness and contrast by key, as a short right drag in that direction does."""
    _drag_window(film, film.window_now, right * WINDOW_STEP, down * WINDOW_STEP)


def _drag_window(film: AnnotatedFilm, start: Window, dx: float, dy: float) -> None:
    darker = -dy if film.inverted else dy  # down darkens what is seen
    film.set_window(window_dragged(start, film.grey_span, dx, darker))


class Placing(Pull):
    """Puts a landmark where the hand lets go; a click that trembles, where it was pressed."""

    def __init__(self, film: AnnotatedFilm, at: ScreenPoint) -> None:
        super().__init__(at)
        self._film = film
        self._at = at
        self.hold()

    @property
    @override
    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    @override
    def pull(self, cursor: ScreenPoint) -> None:
        """Follow the cursor."""
        self._at = cursor
        self.hold()

    @override
    def hold(self) -> None:
        """Draw the landmark where it would be put."""
        self._film.offer(self._at)

    @override
    def finish(self) -> None:
        """Put the landmark down."""
        self._film.place(self._at)

    @override
    def restore(self) -> None:
        """Place nothing: the landmark is gone once all is drawn again."""


class LandmarkDrag(Gesture):
    """Moves one landmark; a click that trembles moves nothing."""

    def __init__(self, film: AnnotatedFilm, drag: Drag) -> None:
        self._film = film
        self._begun = drag
        self._drag = drag

    @property
    @override
    def cursor(self) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor if self._drag.moving else None

    @override
    def move(self, cursor: ScreenPoint) -> None:
        """Follow the cursor."""
        self._drag = self._drag.to(cursor, self._film.viewport_now)
        self.hold()

    @override
    def hold(self) -> None:
        """Draw the landmark where the hand is."""
        if self._drag.moving:
            self._film.carry(self._drag)

    @override
    def finish(self) -> None:
        """Put the landmark down, if it was moved at all."""
        if self._drag.moving:
            self._film.dropped.emit(self._drag.landmark, self._drag.point)

    @override
    def abort(self) -> None:
        """Put the landmark back where it was."""
        self._film.carry(self._begun)


class LockedGrip(Gesture):
    """Moves nothing; who pulls is told why, once."""

    def __init__(self, film: AnnotatedFilm, drag: Drag) -> None:
        self._film = film
        self._drag = drag

    @override
    def move(self, cursor: ScreenPoint) -> None:
        """Tell of the lock as soon as the hand pulls."""
        pulled = self._drag.to(cursor, self._film.viewport_now)
        if pulled.moving and not self._drag.moving:
            self._film.refused.emit(pulled.landmark)
        self._drag = pulled

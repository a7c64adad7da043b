"""The windows that a film's file offers, one after the other."""

from landmark_gui.domain.cephalogram import Window
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.session import Session


class Presets:
    """Shows the film in the windows of its file; the record knows nothing of it."""

    def __init__(self, session: Session, view: FilmView) -> None:
        self._session = session
        self._view = view

    @property
    def offered(self) -> tuple[Window, ...]:
        """The windows of the film shown, each once."""
        film = self._session.film
        return tuple(dict.fromkeys(film.film.presets)) if film else ()

    def next(self) -> None:
        """Show the film in the window after the one shown, in a ring."""
        windows, now = self.offered, self._view.window_now
        if not windows:
            return
        place = (windows.index(now) + 1) % len(windows) if now in windows else 0
        self._view.set_window(windows[place])
        said = f"Display window {place + 1} of {len(windows)} in the file."
        self._session.messages.info(said, of_film=True)

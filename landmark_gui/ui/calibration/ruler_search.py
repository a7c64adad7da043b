"""Looks for a ruler on the film shown, in a thread of its own, so that no film waits for it."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from landmark_gui import priority
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.ruler import Ruler
from landmark_gui.ui.background import Background
from landmark_gui.ui.session import Session


class RulerSearch(QObject):
    """Searches one film at a time, the one shown, and only where millimetres are in doubt."""

    ready = Signal()  # something is known of a film

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background: Background | None = None  # most folders never need it
        self._found: dict[str, Ruler | None] = {}
        session.changed.connect(self._look)

    @property
    def ruler(self) -> Ruler | None:
        """The ruler on the film shown, where it is wanted and nobody has judged it."""
        film = self._film
        return self._found.get(film.info.sha256) if film else None

    def judge(self, films: Iterable[int]) -> None:
        """Speak no more of a ruler on films, be it found yet or not."""
        cases = (self._session.worklist.entries[index].case for index in films)
        self._found |= {case.film.sha256: None for case in cases if case is not None}
        self.ready.emit()

    def close(self, timeout_s: float) -> None:
        """End the thread after the search at hand, which gets that long."""
        if self._background is not None:
            self._background.close(timeout_s)

    @property
    def _film(self) -> Cephalogram | None:
        """The film shown, if its millimetres are in doubt."""
        shown, case = self._session.film, self._session.case
        if shown is None or case is None:
            return None
        known = case.film.spacing
        return shown.film if known is None or known.source.unconfirmed else None

    def _look(self) -> None:
        film = self._film
        if film is None or film.info.sha256 in self._found:
            return
        if self._background is None:
            self._background = Background(self, priority.RULER)
        if self._background.resting:
            then = partial(self._keep, film.info.sha256)
            self._background.run(partial(_searched, film), then)

    def _keep(self, sha256: str, ruler: Ruler | None) -> None:
        self._found[sha256] = ruler
        self.ready.emit()
        self._look()


def _searched(film: Cephalogram) -> Ruler | None:
    from landmark_gui.imaging.ruler import find_ruler  # noqa: PLC0415 - scipy takes 0.3 s

    return find_ruler(film.normalised())

"""Where films stood when they were last open: known at once in a folder of thousands."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from landmark_gui.document.worklist import Standing
from landmark_gui.records.catalogue import Note, file_state, read_standings, write_notes
from landmark_gui.ui.background import Urgency, done
from landmark_gui.ui.pages import Pages
from landmark_gui.ui.recording.recorder import Recorder
from landmark_gui.ui.session import Session
from landmark_gui.ui.sources import FilmSource

WRITE_MS = 1000
AT_ONCE = 1000  # films: to show where 10,000 stand in one go would hold the window up for 0.1 s


class Standings(QObject):
    """Notes where films stand as they are saved, and tells it of films that are listed."""

    def __init__(self, session: Session, recorder: Recorder, pages: Pages, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._recorder, self._pages = session, recorder, pages
        self._record: Path | None = None
        self._fresh: set[int] = set()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._write)
        session.added.connect(self._look_up)
        recorder.kept.connect(self._note)

    def open(self, record: Path) -> None:
        """Keep the catalogue of a record."""
        self._record = record

    def close(self) -> None:
        """Write what is not yet written; the background has ended."""
        self._timer.stop()
        if self._record is not None and self._fresh:
            write_notes(self._record, self._session.scheme.name, self._notes())

    def _look_up(self, first: int) -> None:
        if self._record is not None:
            sources = self._session.shelf.sources
            for start in range(first, len(sources), AT_ONCE):
                films = dict(enumerate(sources[start : start + AT_ONCE], start=start))
                look = partial(_standings, self._record, self._session.scheme.name, films)
                self._session.background.run(look, self._show, urgency=Urgency.NEXT)

    def _show(self, known: dict[tuple[int, int], Standing]) -> None:
        """Show where films stood; pages that somebody has worked on are listed with them."""
        notes = {self._pages.listed(*place): standing for place, standing in known.items()}
        if notes:
            self._session.take_notes(notes)

    def _note(self, film: int) -> None:
        self._fresh.add(film)
        if not self._timer.isActive():
            self._timer.start(WRITE_MS)

    def _write(self) -> None:
        if self._record is not None:
            work = partial(write_notes, self._record, self._session.scheme.name, self._notes())
            self._session.background.run(work, done, urgency=Urgency.NEXT)

    def _notes(self) -> list[Note]:
        """Return the notes that are due."""
        fresh, self._fresh = self._fresh, set()
        entries, shelf = self._session.worklist.entries, self._session.shelf
        return [
            Note(
                shelf.files[film],
                case.film.sha256,
                last,
                Standing.of(case),
                shelf.sources[film].page,
            )
            for film in fresh
            if (case := entries[film].case) and film in shelf.files
            if (last := self._recorder.last_event(film))
        ]


def _standings(
    record: Path, scheme: str, films: dict[int, FilmSource]
) -> dict[tuple[int, int], Standing]:
    """Return where films stood, by their place in the worklist and the page of their file."""
    places = {file_state(film.path): index for index, film in films.items() if film.path}
    known = read_standings(record, scheme, places.keys())
    return {(places[file], page): standing for (file, page), standing in known.items()}

"""Where the work stands, kept in a small file, so that the next start can go on from there.

The landmarks themselves are in the record; here stands only what was open: films and folders, the
film shown, the landmark selected, the enlargement.
"""

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QSysInfo, QTimer

from landmark_gui.domain.geometry import Point
from landmark_gui.paths import make_folder
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.viewport import ScreenPoint
from landmark_gui.ui.messages import Message, Remedy
from landmark_gui.ui.pages import Pages
from landmark_gui.ui.session import Session

FILE = "place.json"
LOCK = "place.lock"  # who holds it is at work; of one that has died Qt says so
PAUSE_MS = 200  # a drag or a zoom is many changes


@dataclass(frozen=True, slots=True)
class Place:
    """What was open.

    Attributes:
        paths: films and folders, as they were opened.
        film: where the film that was shown lies.
        landmark: the one selected.
        scale: screen pixels per film pixel; None where the whole film was shown.
        x: film position in the middle of the view, in pixels.
        y: the same, downwards.
        running: the program has not been closed since.
        page: the one shown of that film's file, counted from 0.
    """

    paths: tuple[str, ...] = ()
    film: str = ""
    landmark: str | None = None
    scale: float | None = None
    x: float = 0.0
    y: float = 0.0
    running: bool = False
    page: int = 0

    @classmethod
    def read(cls, file: Path) -> "Place":
        """Return what a file says; nothing where it says nothing that we understand."""
        try:
            said = json.loads(file.read_text("utf-8"))
            # a newer version may have said more
            known = {f.name: said[f.name] for f in fields(cls) if f.name in said}
            place = cls(**known | {"paths": tuple(map(str, known["paths"]))})
            numbers = (place.scale or 1.0, place.x, place.y, place.page)
            fits = all(map(_is_number, numbers)) and place.page >= 0
            return replace(place, film=str(place.film), page=int(place.page)) if fits else cls()
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return cls()

    def write(self, file: Path) -> None:
        """Keep it, whole or not at all; where that is impossible it is not worth a word."""
        spare = file.with_suffix(".tmp")
        with suppress(OSError):
            make_folder(file.parent)
            spare.write_text(json.dumps(asdict(self)), "utf-8")
            spare.replace(file)


class Whereabouts(QObject):
    """Notes where the work stands, and goes back there."""

    def __init__(
        self,
        session: Session,
        view: FilmView,
        pages: Pages,
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._pages = session, view, pages
        self._file = folder / FILE
        self._lock = QLockFile(str(folder / LOCK))
        self._lock.setStaleLockTime(0)
        self._wanted: Place | None = None  # where to go, as soon as the film is there
        self._went = False  # whoever shows another film after that wants to be there
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._note)

    def begin(self, paths: Sequence[Path]) -> None:
        """Open films where their reader left them; without any, those of the last time."""
        last, alone = Place.read(self._file), self._alone()
        there = [path for path in map(Path, last.paths) if path.exists()]
        self._session.changed.connect(self._on_change)
        self._view.looked.connect(self._timer.start)
        if paths:
            self._wanted = last
            self._session.open_paths(paths)
        elif there and last.running and alone:
            self._go_on(there, last)
            self._session.messages.warn(
                "The program did not close properly last time. Your saved decisions are here."
            )
        elif there:
            self._session.messages.say(self._offer(there, last))

    def end(self) -> None:
        """Note that the program was closed properly."""
        self._timer.stop()
        if self._session.opened:
            self._noted(running=False).write(self._file)
        self._lock.unlock()

    def _alone(self) -> bool:
        """Tell whether no other window is at work, which would explain what is not closed yet."""
        with suppress(OSError):
            make_folder(self._file.parent)
        if self._lock.tryLock(0):
            return True
        process, host, _ = self._lock.getLockInfo()
        if process and host == QSysInfo.machineHostName():
            return False
        # an empty one, or one of another machine, as of a container that was started anew
        return self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def _offer(self, paths: Sequence[Path], place: Place) -> Message:
        """Return the offer to go on at a place, until other films are opened."""
        there = next((path for path in paths if _holds(path, place.film)), paths[-1])
        return Message(
            f"Last time you worked on {there.name}.",
            remedies=(Remedy("Continue there", lambda: self._go_on(paths, place)),),
            holds=lambda: not self._session.worklist.entries,
        )

    def _go_on(self, paths: Sequence[Path], place: Place) -> None:
        self._session.messages.say(None)
        self._wanted, self._went = place, False
        self._session.open_paths(paths)

    def _on_change(self) -> None:
        if self._wanted is not None:
            self._arrive(self._wanted)
        self._timer.start()

    def _arrive(self, place: Place) -> None:
        """Show the film, then, as soon as it was read, what was seen of it."""
        session = self._session
        keys = [source.key for source in session.shelf.sources]
        if not keys:
            return
        first = keys.index(place.film) if place.film in keys else None
        index = None if first is None else self._pages.listed(first, place.page)
        faster = session.film is not None or self._went
        if index is None or (session.worklist.current != index and faster):
            self._wanted = None  # it is not among these films, or the reader was faster
        elif session.worklist.current != index:
            self._went = True
            session.show(index)
        elif session.worklist.entries[index].failure:
            self._wanted = None
        elif session.film is not None:
            self._wanted = None
            QTimer.singleShot(0, self, lambda: self._look(place))  # the view gets the film first

    def _look(self, place: Place) -> None:
        if place.landmark in self._session.scheme.abbreviations:
            self._session.select(place.landmark)
        if place.scale:
            size = (self._view.width(), self._view.height())
            middle = Point(place.x, place.y)
            enlarged = replace(self._view.viewport_now, scale=place.scale)
            self._view.look_at(enlarged.centred_on(middle, size))

    def _note(self) -> None:
        self._lock.tryLock(0)  # who held it may have been closed
        if self._session.opened and self._wanted is None:
            self._noted(running=True).write(self._file)

    def _noted(self, *, running: bool) -> Place:
        session, view = self._session, self._view
        sources, current = session.shelf.sources, session.worklist.current
        film = sources[current].key if sources else ""
        place = Place(
            tuple(map(str, self._wanted_paths())),
            film,
            session.selected,
            running=running,
            page=self._pages.shown,
        )
        if session.film is None or view.is_fitted:
            return place
        seen = view.viewport_now
        middle = seen.to_film(ScreenPoint(view.width() / 2, view.height() / 2))
        return replace(place, scale=seen.scale, x=middle.x, y=middle.y)

    def _wanted_paths(self) -> list[Path]:
        """Return what was opened, but for films set aside and folders of nothing else."""
        session = self._session
        opened = [path.absolute() for path in session.opened]
        listed = zip(session.shelf.sources, session.worklist.entries, strict=True)
        films = [(source.key, entry.aside) for source, entry in listed]
        aside = [film for film, is_aside in films if is_aside]
        if not aside:
            return opened
        wanted = [film for film, is_aside in films if not is_aside]
        return [path for path in opened if _has_any(path, wanted) or not _has_any(path, aside)]


def _has_any(path: Path, films: Iterable[str]) -> bool:
    return any(_holds(path, film) for film in films)


def _holds(path: Path, film: str) -> bool:
    """Tell whether a path is a film or a folder around it; both are absolute."""
    return film == str(path) or film.startswith(os.path.join(path, ""))  # noqa: PTH118 - of thousands


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e6  # noqa: PLR2004 - no film is larger

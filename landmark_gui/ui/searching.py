"""Looking for films in what the user opened: a folder on a network drive may take minutes."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.ui import sources, words
from landmark_gui.ui.background import Background
from landmark_gui.ui.messages import Message, Messages, Remedy, Tone
from landmark_gui.ui.sources import FilmSource

PATIENCE_MS = 500  # most folders are searched by then, and a word about them would only flicker
KINDS = "DICOM, PNG, JPEG, TIFF, BMP and WebP"
Then: TypeAlias = Callable[[list[FilmSource]], None]


@dataclass(slots=True, eq=False)
class _Search:
    paths: Sequence[Path]
    then: Then
    stopped: threading.Event = field(default_factory=threading.Event)

    def goes_on(self) -> bool:
        return not self.stopped.is_set()


class Searching(QObject):
    """Searches in the background, each time in a thread of its own, and says so if it lasts."""

    ended = Signal(object, int)  # paths, how many films were found; all is said of them

    def __init__(self, background: Background, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._messages = background, messages
        self._under_way: list[_Search] = []
        self._said: Message | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell)

    def begin(self, paths: Sequence[Path], then: Then) -> None:
        """Tell `then` of the films found, if any; what is being searched is not searched twice."""
        self._timer.start(PATIENCE_MS)
        for search in self._under_way:
            if search.paths == paths:
                search.then = then
                return
        search = _Search(paths, then)
        self._under_way.append(search)
        work = partial(sources.find, paths, search.goes_on)
        self._background.apart(
            work, partial(self._on_found, search), partial(self._on_failure, search)
        )

    def stop(self) -> None:
        """Give up all that is being searched."""
        for search in self._under_way:
            search.stopped.set()
        self._under_way = []
        self._take_back()

    def _on_found(self, search: _Search, found: list[FilmSource]) -> None:
        if search not in self._under_way:
            return
        self._end(search)
        if found:
            search.then(found)
        else:
            self._messages.warn(
                f"No films found in {named(search.paths)}. The program reads {KINDS}."
            )
        self.ended.emit(search.paths, len(found))

    def _on_failure(self, search: _Search, error: Exception) -> None:
        if search in self._under_way:
            self._end(search)
            self._messages.error(sources.reason(error))

    def _end(self, search: _Search) -> None:
        self._under_way.remove(search)
        if not self._under_way:
            self._take_back()
        elif self._said is not None and self._messages.current is self._said:
            self._tell()

    def _tell(self) -> None:
        """Say what is being searched, as soon as nothing else wants to be read."""
        names = ", ".join(named(search.paths) for search in self._under_way)
        current = self._messages.current
        if names and current is not None and current.tone is not Tone.INFO:
            self._timer.start(PATIENCE_MS)
        elif names:
            stop = Remedy("Stop", self.stop)
            self._said = Message(f"Looking for films in {names}.", Tone.INFO, (stop,))
            self._messages.say(self._said)

    def _take_back(self) -> None:
        self._timer.stop()
        if self._said is not None and self._messages.current is self._said:
            self._messages.say(None)
        self._said = None


def named(paths: Sequence[Path]) -> str:
    """Return paths in words."""
    return ", ".join(path.name or str(path) for path in paths)


def outcome(paths: Sequence[Path], fresh: int) -> str:
    """Return what came of a search besides films that were there already."""
    if not fresh:
        return f"No new films in {named(paths)}."
    return f"{words.films_text(fresh)} {'was' if fresh == 1 else 'were'} added."

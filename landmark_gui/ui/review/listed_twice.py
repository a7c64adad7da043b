"""One picture in several files, which share one reading: said in one message, not file by file."""

from collections import Counter

from PySide6.QtCore import QObject, QTimer

from landmark_gui.ui.messages import Message
from landmark_gui.ui.recording.recorder import Recorder
from landmark_gui.ui.session import Session

PAIR = 2  # files that are named in the message; of more it says how many
PAUSE_MS = 1000  # a folder is read film by film; to say each new number aloud would be a torment


class ListedTwice(QObject):
    """Says how many there are once all films are read and no other message is there.

    It asks for nothing and goes by itself: the list and the header say it of each film.
    """

    def __init__(self, session: Session, recorder: Recorder) -> None:
        super().__init__(session)
        self._session = session
        self._pictures: set[str] = set()  # by their identity
        self._due = False
        self._first = ""  # what there is to say of the first one
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._say)
        recorder.kept.connect(self._note)
        session.messages.said.connect(self._on_message)

    def _note(self, film: int) -> None:
        entry = self._session.worklist.entries[film]
        if not entry.alike or entry.sha256 in self._pictures:
            return
        self._pictures.add(entry.sha256)
        self._first = self._first or (
            f"{entry.name} is the same picture as {entry.alike}: they share one reading."
        )
        self._due = True
        self._timer.start()

    def _on_message(self, message: Message | None) -> None:
        if self._due and message is None:
            self._timer.start()

    def _say(self) -> None:
        messages = self._session.messages
        if messages.current is not None:
            return  # until it goes
        if self._is_reading():
            self._timer.start()
            return
        self._due = False
        messages.info(self._text())

    def _text(self) -> str:
        count, entries = len(self._pictures), self._session.worklist.entries
        files = Counter(entry.sha256 for entry in entries if entry.alike)
        often = max(files.values(), default=0)
        if count > 1:
            times = "twice" if often <= PAIR else "twice or more"
            return f"{count} films are listed {times}. Each has one reading."
        every = f"One film is listed {often} times. It has one reading."
        return self._first if often <= PAIR else every

    def _is_reading(self) -> bool:
        """Tell whether films are yet to be read, but for those that hang."""
        entries, hanging = self._session.worklist.entries, self._session.shelf.hanging
        return any(
            entry.case is None and not entry.failure and index not in hanging
            for index, entry in enumerate(entries)
        )

"""One picture in several files, which share one reading: said in one message, not file by file."""

from PySide6.QtCore import QObject, QTimer

from landmark_gui.ui.messages import Message
from landmark_gui.ui.recorder import Recorder
from landmark_gui.ui.session import Session

PAUSE_MS = 1000  # a folder is read film by film; to say each new number aloud would be a torment


class ListedTwice(QObject):
    """Says it of the first one at once, and how many there are when no more come.

    It asks for nothing and goes by itself: the list and the header say it of each film.
    """

    def __init__(self, session: Session, recorder: Recorder) -> None:
        super().__init__(session)
        self._session = session
        self._pictures: set[str] = set()  # by their identity
        self._said: Message | None = None
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._say_all)
        recorder.kept.connect(self._note)

    def _note(self, film: int) -> None:
        entry = self._session.worklist.entries[film]
        if not entry.alike or entry.sha256 in self._pictures:
            return
        self._pictures.add(entry.sha256)
        if self._said is None:
            self._say(f"{entry.name} is the same picture as {entry.alike}: they share one reading.")
        else:
            self._timer.start()

    def _say_all(self) -> None:
        if self._session.messages.current is self._said:  # else it was read, or something else was
            self._say(f"{len(self._pictures)} films are listed twice. Each has one reading.")

    def _say(self, text: str) -> None:
        self._said = Message(text)
        self._session.messages.say(self._said)

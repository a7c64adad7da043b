"""Films that were begun in sight of the model: said in one message, not film by film.

They cannot be read blind any more. A second session, or a second reader of the same account, would
else start from the landmarks of the first without noticing. Films that were read blind before are
none of them, revealed or not: who goes on with a blind study is left alone.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Entry
from landmark_gui.ui.messages import Message, Messages, Tone
from landmark_gui.ui.words import OTHER_RECORD, films_text

PAUSE_MS = 1000  # a folder is read film by film; to say each new number aloud would be a torment
REMEDY = f"A second reading needs a separate record {OTHER_RECORD}."


class ReadBefore(QObject):
    """Counts them and says so at once, and how many there are when no more come."""

    def __init__(self, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages
        self._films: set[int] = set()
        self._said: Message | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._say_all)

    def note(self, films: Iterable[tuple[int, Entry]]) -> None:
        """Take note of films that are to be read blind, by their place in the worklist."""
        known = len(self._films)
        wanted = ((film, entry) for film, entry in films if not entry.aside)
        self._films |= {film for film, entry in wanted if entry.begun and is_open(entry.case)}
        if len(self._films) == known:
            return
        if self._said is None:
            self._say()
        else:
            self._timer.start(PAUSE_MS)

    def forget(self) -> None:
        """Begin anew: films need not be blind for now."""
        self._timer.stop()
        self._films, self._said = set(), None

    def _say_all(self) -> None:
        if self._messages.current is self._said:  # who has closed it knows
            self._say()

    def _say(self) -> None:
        one = len(self._films) == 1
        read = "was read before and is not blind" if one else "were read before and are not blind"
        text = f"{films_text(len(self._films))} {read}. {REMEDY}"
        self._said = Message(text, Tone.WARNING)
        self._messages.say(self._said)


def is_open(case: Case | None) -> bool:
    """Tell whether a film is read in sight of the model: not blind, nor blind before."""
    return case is not None and case.veil is None and not case.blind

"""May the window close? Not before what the user did is somewhere; who insists may always."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QObject

from landmark_gui.ui import words
from landmark_gui.ui.messages import Message, Remedy, Tone
from landmark_gui.ui.recording.decided import said_unread
from landmark_gui.ui.recording.recorder import Recorder
from landmark_gui.ui.session import Session


class Leaving(QObject):
    """Asks before work is lost, and closes by itself once that is saved which kept it open."""

    def __init__(
        self,
        session: Session,
        recorder: Recorder,
        export: Callable[[], None],
        close: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._recorder = session, recorder
        self._export, self._close = export, close
        self._insisted = self._waiting = False
        self._reading: Message | None = None  # says that films are awaited
        session.background.settled.connect(self._on_settled)
        session.messages.said.connect(self._on_message)
        session.changed.connect(self._on_film)
        session.listed.connect(self._on_film)

    def allowed(self) -> bool:
        """Tell whether the window may close; if not, the user has been told why."""
        recorder = self._recorder
        held = recorder.save_now() if self._insisted else recorder.save_at_last()
        if self._insisted:
            return True
        if self._session.background.owing:
            self._waiting = True
            self._session.messages.warn(
                "A file is still being written. The window closes when it is done.",
                Remedy("Close without the file", self.insist),
            )
            return False
        if not held and (lost := self._lost()):
            self._warn(lost)
            return False
        if held and (unread := said_unread(self._session.worklist.entries)):
            self._await(len(unread))
            return False
        return True

    def _await(self, films: int) -> None:
        """Stay open for films that the record cannot know yet."""
        is_, was = ("is", "was") if films == 1 else ("are", "were")
        self._reading = Message(
            f"{words.films_text(films)} that {was} set aside or taken back {is_} still being read."
            " The window closes when this is saved.",
            Tone.WARNING,
            (Remedy("Close without saving it", self.insist),),
        )
        self._session.messages.say(self._reading)

    def _warn(self, lost: AbstractSet[int]) -> None:
        helps = bool(lost & self._session.worklist.exportable.keys())
        export = [Remedy("Export…", self._export)] if helps else []
        self._session.messages.warn(
            f"Your work on {words.films_text(len(lost))} is neither in the record nor exported."
            f" {self._recorder.why}",
            *export,
            Remedy("Close and lose it", self.insist),
        )

    def _lost(self) -> AbstractSet[int]:
        """Return the films of which something would be lost, a decision taken back for one."""
        unsaved = {film for film in self._recorder.unsaved if not self._session.is_exported(film)}
        return unsaved if self._recorder.holds_the_rest else self._session.unexported | unsaved

    def insist(self) -> None:
        """Close without asking about what was not saved."""
        self._insisted = True
        self._close()

    def _on_film(self) -> None:
        """Close once all films are saved that were awaited, if the sentence still says so."""
        stands = self._reading is not None and self._session.messages.current is self._reading
        if stands and not said_unread(self._session.worklist.entries):
            self._reading = None
            self._close()

    def _on_message(self, message: Message | None) -> None:
        """Stay open for whoever takes the sentence away that the window will close."""
        if message is None or message.tone is Tone.ERROR:  # one that lasts lay below the sentence
            self._waiting = False

    def _on_settled(self) -> None:
        if not self._waiting:
            return
        self._waiting = False
        said = self._session.messages.current
        if said is None or said.tone is Tone.INFO:  # anything else wants to be read first
            self._close()

"""The one door through which the user is told something: a bar in the window, never a box."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class Tone(StrEnum):
    """How much a message matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the user can do about it, one click away."""

    text: str
    verb: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence fit for a clinician, with its remedies.

    Attributes:
        text: the sentence.
        tone: how much it matters.
        remedies: what can be done about it.
        of_film: it is said of the film shown and goes with it.
        holds: tells whether it is still so; it goes once it is not. An error that tells comes
            back as long as it holds, when what was said after it goes.
    """

    text: str
    tone: Tone = Tone.INFO
    remedies: tuple[Remedy, ...] = ()
    of_film: bool = False
    holds: Callable[[], bool] | None = None

    @property
    def is_over(self) -> bool:
        """Whether it is known to be so no longer."""
        return self.holds is not None and not self.holds()

    @property
    def lasts(self) -> bool:
        """Whether it is an error that is known to be so still."""
        return self.tone is Tone.ERROR and self.holds is not None and self.holds()


class Messages(QObject):
    """Passes messages to whoever shows them; a new one takes the place of the old one."""

    said = Signal(object)  # Message or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Message | None = None
        self.came_back = False  # the current one was said before, and comes from below another
        self._below: Message | None = None  # an error that still holds

    def info(self, text: str, *remedies: Remedy, of_film: bool = False) -> None:
        """Tell what was done; `of_film`, on the film shown."""
        self.say(Message(text, Tone.INFO, remedies, of_film))

    def warn(self, text: str, *remedies: Remedy) -> None:
        """Tell what needs a decision."""
        self.say(Message(text, Tone.WARNING, remedies))

    def error(self, text: str, *remedies: Remedy, holds: Callable[[], bool] | None = None) -> None:
        """Tell what went wrong; as long as it `holds`, again whenever nothing else is said."""
        self.say(Message(text, Tone.ERROR, remedies, holds=holds))

    def say(self, message: Message | None) -> None:
        """Show a message; None takes the last one away, from an error below it that lasts."""
        below = self._below if self._below is not None and self._below.lasts else None
        self.came_back = message is None
        if message is None:
            message, self._below = below, None
        else:
            self._below = self.current if self.current is not None and self.current.lasts else below
        self.current = message
        self.said.emit(message)

    def close(self) -> None:
        """Take away what was only told; a question stays until it is answered or closed itself."""
        now = self.current
        if now is not None and (now.tone is Tone.INFO or not now.remedies):
            self.say(None)

    def leave_film(self) -> None:
        """Take away what was said of the film that is left."""
        if self.current is not None and self.current.of_film:
            self.say(None)

    def look_again(self) -> None:
        """Take away what is no longer so."""
        if self.current is not None and self.current.is_over:
            self.say(None)

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
    """A sentence fit for a clinician, with its remedies."""

    text: str
    tone: Tone = Tone.INFO
    remedies: tuple[Remedy, ...] = ()


class Messages(QObject):
    """Passes messages to whoever shows them; a new one takes the place of the old one."""

    said = Signal(object)  # Message or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Message | None = None

    def info(self, text: str, *remedies: Remedy) -> None:
        """Tell what was done."""
        self.say(Message(text, Tone.INFO, remedies))

    def warn(self, text: str, *remedies: Remedy) -> None:
        """Tell what needs a decision."""
        self.say(Message(text, Tone.WARNING, remedies))

    def error(self, text: str, *remedies: Remedy) -> None:
        """Tell what went wrong."""
        self.say(Message(text, Tone.ERROR, remedies))

    def say(self, message: Message | None) -> None:
        """Show a message; None takes the last one away."""
        self.current = message
        self.said.emit(message)

"""A press of the mouse until it is released, whatever it does meanwhile."""

from PySide6.QtCore import Qt
from typing_extensions import override

from landmark_gui.ui.canvas.interaction import is_drag
from landmark_gui.ui.canvas.viewport import ScreenPoint


class Gesture:
    """A press that has not been released; a kind of it says only what it does."""

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """The shape of the cursor meanwhile; None where it stays as it was."""
        return None

    def move(self, cursor: ScreenPoint) -> None:
        """Follow the cursor."""
        raise NotImplementedError

    def hold(self) -> None:
        """Draw again what is in the hand: all else was."""

    def finish(self) -> None:
        """Take over what was done."""

    def abort(self) -> None:
        """Leave everything as it was."""


class Pull(Gesture):
    """Begins once the hand has left the threshold: a click that trembles does nothing."""

    def __init__(self, at: ScreenPoint) -> None:
        self._pressed = at
        self._pulls = False

    @override
    def move(self, cursor: ScreenPoint) -> None:
        """Follow the cursor, if it is pulled at all."""
        self._pulls = self._pulls or is_drag(self._pressed, cursor)
        if self._pulls:
            self.pull(cursor)

    def pull(self, cursor: ScreenPoint) -> None:
        """Follow the cursor."""
        raise NotImplementedError

    @override
    def finish(self) -> None:
        """Do what a click means, if it was one."""
        if not self._pulls:
            self.click()

    def click(self) -> None:
        """Do what the press means that was no drag."""

    @override
    def abort(self) -> None:
        """Put back what was pulled."""
        if self._pulls:
            self.restore()

    def restore(self) -> None:
        """Put back what was pulled."""
        raise NotImplementedError

"""Keys that edit a text belong to the field that is typed in, whichever action has them."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QMainWindow
from typing_extensions import override

from landmark_gui.ui.widgets.focus import ENTER

Standard = QKeySequence.StandardKey
#: What Qt's fields can do, and yet leave to shortcuts; all other keys of theirs they keep.
_LEFT_BY_QT = (Standard.DeleteEndOfWord, Standard.DeleteStartOfWord)


class TextKeys(QObject):
    """Keeps them from the window's shortcuts while one of its fields has the focus."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)  # where keys come that the field itself did not claim

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        typing = isinstance(self._window.focusWidget(), QLineEdit | QAbstractSpinBox)
        if typing and _edits(event):
            event.accept()
            return True
        return False


def _edits(event: QKeyEvent) -> bool:
    """Tell whether a key erases a word, or ends what is typed."""
    return event.key() in ENTER or any(map(event.matches, _LEFT_BY_QT))

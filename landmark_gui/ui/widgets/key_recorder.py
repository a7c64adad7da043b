"""A field that takes down the key one presses."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from landmark_gui.ui.keymap import pressed_key

_BARE = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_unknown,
    }
)


class KeyRecorder(QLineEdit):
    """Takes every key, Tab and Enter too; only Esc leaves it without one."""

    recorded = Signal(str)  # the key in Qt's portable notation
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_recorder")
        self.setAccessibleName("Press the new key")
        self.setPlaceholderText("Press a key · Esc cancels")
        self.setReadOnly(True)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            event.accept()  # before Qt moves the focus on or a shortcut fires
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in _BARE and not event.isAutoRepeat():
            self.recorded.emit(pressed_key(event))

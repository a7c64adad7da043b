"""A label with dots for what there is no room for, instead of a letter cut in half."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from landmark_gui.ui.widgets.tips import as_tip


class ElidedLabel(QLabel):
    """Takes whatever width it is given; its tool tip holds the whole text."""

    def __init__(self, name: str, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self._mode = mode
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show other words."""
        self.setText(text)
        self.setToolTip(as_tip(text))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._mode, room.width())
        painter.drawText(room, self.alignment(), text)

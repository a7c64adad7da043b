"""A column of the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from landmark_gui.ui.named import named


def column(name: str, *widgets: QWidget) -> QWidget:
    """Return widgets below each other; those that can grow share the room."""
    whole = named(QWidget(), name)
    whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return whole

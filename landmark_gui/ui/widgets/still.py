"""A wheel that turns on its way over the film changes no number and no choice."""

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

W = TypeVar("W", bound=QWidget)


class _NoWheel(QObject):
    """Leaves the wheel to what lies around a widget."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def still(widget: W) -> W:
    """Return the field or box, in which the wheel turns nothing."""
    widget.installEventFilter(_NoWheel(widget))
    return widget

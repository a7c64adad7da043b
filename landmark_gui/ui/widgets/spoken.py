"""What a screen reader is told."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def say(widget: QWidget, text: str) -> None:
    """Describe a widget in other words, and have them read out if somebody listens."""
    if text == widget.accessibleDescription():
        return
    widget.setAccessibleDescription(text)
    announce(widget, text)


def announce(widget: QWidget, text: str) -> None:
    """Have something read out if somebody listens, though it was said before."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))

"""Widgets with a name, by which the style sheet and the tests find them."""

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Return the widget under that name."""
    widget.setObjectName(name)
    return widget


def restyle(widget: QWidget) -> None:
    """Have the style sheet looked at anew, after a property that it asks for has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def caption(text: str, of: QWidget) -> QLabel:
    """Return a label to be put beside a widget; it is heard as the widget's accessible name.

    On Linux Qt gives what is chosen in a combo box for its name: only a label names the box.
    """
    made = named(QLabel(text), "muted")
    made.setAccessibleName(of.accessibleName())
    made.setBuddy(of)
    return made

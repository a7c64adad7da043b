"""Widgets with a name, by which the style sheet and the tests find them."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Return the widget under that name."""
    widget.setObjectName(name)
    return widget

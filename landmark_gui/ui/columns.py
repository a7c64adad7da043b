"""The three columns of the window and the widths that the user gives them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from landmark_gui.ui.named import named
from landmark_gui.ui.preferences import Preferences

SIDES = (236, 746, 418)  # widths at the window's first size
LEFT_MINIMUM, RIGHT_MINIMUM = 206, 316
KEY = "columns"


def columns() -> QSplitter:
    """Return columns that are still empty."""
    return named(QSplitter(Qt.Orientation.Horizontal), "columns")


def fill(whole: QSplitter, left: QWidget, middle: QWidget, right: QWidget) -> None:
    """Put films on the left, the film in the middle, landmarks on the right."""
    left.setMinimumWidth(LEFT_MINIMUM)
    right.setMinimumWidth(RIGHT_MINIMUM)
    for part in (left, middle, right):
        whole.addWidget(part)
    whole.setHandleWidth(1)
    whole.setStretchFactor(1, 1)
    whole.setChildrenCollapsible(False)


def restore(whole: QSplitter, preferences: Preferences) -> None:
    """Take the widths of the last time, or those that fit the window's first size."""
    whole.setSizes(SIDES)
    known = preferences.bytes_of(KEY)
    if not known.isEmpty():
        whole.restoreState(known)


def remember(whole: QSplitter, preferences: Preferences) -> None:
    """Keep the widths for the next time."""
    preferences.remember_bytes(KEY, whole.saveState())

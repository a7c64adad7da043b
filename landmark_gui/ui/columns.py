"""The three columns of the window and the widths that the user gives them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from landmark_gui.ui.preferences import Preferences

SIDES = (236, 746, 418)  # widths at the window's first size
LEFT_MINIMUM, RIGHT_MINIMUM = 206, 316
KEY = "columns"


class Columns(QSplitter):
    """Films on the left, the film in the middle, landmarks on the right; the middle grows."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("columns")
        left.setMinimumWidth(LEFT_MINIMUM)
        right.setMinimumWidth(RIGHT_MINIMUM)
        for part in (left, middle, right):
            self.addWidget(part)
        self.setHandleWidth(1)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)

    def restore(self, preferences: Preferences) -> None:
        """Take the widths of the last time, or those that fit the window's first size."""
        self.setSizes(SIDES)
        known = preferences.bytes_of(KEY)
        if not known.isEmpty():
            self.restoreState(known)

    def remember(self, preferences: Preferences) -> None:
        """Keep the widths for the next time."""
        preferences.remember_bytes(KEY, self.saveState())

"""The three columns of the window and the widths that the user gives them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.scaled import scaled

SIZE, SHARE_OF_SCREEN = QSize(1400, 900), 0.95  # the share at most, at the first start
SIDES = (236, 734, 430)  # widths at the window's first size; on the right, names are read whole
LEFT_MINIMUM, MIDDLE_MINIMUM, RIGHT_MINIMUM = 204, 484, 268
#: Of these widths, what letters fill; on the right, the table leaves a column out for larger ones
LEFT_LETTERS, RIGHT_LETTERS = 98, 208
KEY = "columns"


def first_size(screen: QScreen) -> QSize:
    """Return the size in which the window opens for the first time."""
    return (screen.availableGeometry().size() * SHARE_OF_SCREEN).boundedTo(SIZE)


def columns() -> QSplitter:
    """Return columns that are still empty."""
    return named(QSplitter(Qt.Orientation.Horizontal), "columns")


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


def fill_columns(whole: QSplitter, left: QWidget, middle: QWidget, right: QWidget) -> None:
    """Put films on the left, the film in the middle, landmarks on the right."""
    middle.setMinimumWidth(MIDDLE_MINIMUM)  # for the film; its bars say themselves what they need
    left.setMinimumWidth(LEFT_MINIMUM - LEFT_LETTERS + scaled(LEFT_LETTERS, left))
    right.setMinimumWidth(max(RIGHT_MINIMUM, scaled(RIGHT_LETTERS, right)))
    for part in (left, middle, right):
        whole.addWidget(part)
    whole.setHandleWidth(1)
    whole.setStretchFactor(1, 1)
    whole.setChildrenCollapsible(False)


def restore_columns(whole: QSplitter, preferences: Preferences) -> None:
    """Take the widths of the last time, or those that fit the window's first size."""
    whole.setSizes(SIDES)
    known = preferences.bytes_of(KEY)
    if not known.isEmpty():
        whole.restoreState(known)


def remember_columns(whole: QSplitter, preferences: Preferences) -> None:
    """Keep the widths for the next time."""
    preferences.remember_bytes(KEY, whole.saveState())

"""A thin line between groups of buttons."""

from PySide6.QtWidgets import QFrame

from landmark_gui.ui.widgets.named import named


def divider() -> QFrame:
    """Return a vertical line."""
    line = named(QFrame(), "divider")
    line.setFixedSize(1, 20)
    return line

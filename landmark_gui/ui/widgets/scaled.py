"""Lengths that grow with the font."""

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

USUAL_PX = 8.2  # a digit in the largest of the systems' own fonts, for which the window is drawn


def scaled(px: int, widget: QWidget) -> int:
    """Return a length on the screen that is `px` long unless the font is larger than usual."""
    digit = QFontMetricsF(widget.font()).horizontalAdvance("0")
    return max(px, round(px * digit / USUAL_PX))

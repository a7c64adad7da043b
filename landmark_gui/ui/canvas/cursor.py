"""Where the mouse is."""

from PySide6.QtGui import QSinglePointEvent

from landmark_gui.ui.canvas.viewport import ScreenPoint


def cursor_of(event: QSinglePointEvent) -> ScreenPoint:
    """Return where in the film view something was done with mouse or touchpad."""
    return ScreenPoint(event.position().x(), event.position().y())

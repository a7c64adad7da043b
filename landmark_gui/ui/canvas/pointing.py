"""What is told where the mouse points: what a press would do, and the name of a landmark."""

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from landmark_gui.domain.landmarks import Landmark
from landmark_gui.ui.canvas.markers import both_names
from landmark_gui.ui.widgets.tips import as_tip

AROUND = QMargins(6, 6, 6, 6)  # screen pixels that the mouse may go on before a name goes


def idle_cursor(*, grips: bool, marks: bool) -> Qt.CursorShape:
    """Return the cursor where a press grips something, or marks a place, or does neither."""
    if grips:
        return Qt.CursorShape.OpenHandCursor
    return Qt.CursorShape.CrossCursor if marks else Qt.CursorShape.ArrowCursor


def tell_name(event: QHelpEvent, screen: QWidget, landmark: Landmark | None) -> None:
    """Name a landmark, whose label may be hidden, in a tool tip; without one, take that away."""
    text = as_tip(both_names(landmark)) if landmark else ""
    around = QRect(event.pos(), QSize()).marginsAdded(AROUND)
    QToolTip.showText(event.globalPos(), text, screen, around)

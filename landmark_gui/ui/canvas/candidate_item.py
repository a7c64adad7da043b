"""The other places where the selected landmark may be: small crosses of constant size."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from landmark_gui.ui.canvas.markers import stroke
from landmark_gui.ui.canvas.place_item import PlaceItem

REACH = 5.0


class CandidateItem(PlaceItem):
    """One such place."""

    @override
    def boundingRect(self) -> QRectF:
        side = REACH + 3
        return QRectF(-side, -side, 2 * side, 2 * side)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cross = QPainterPath()
        for side in (-1, 1):
            cross.moveTo(-REACH, -REACH * side)
            cross.lineTo(REACH, REACH * side)
        stroke(painter, cross, self.colour, 1.8)

"""The other places where the selected landmark may be: small crosses of constant size."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.markers import stroke

REACH = 5.0


class CandidateItem(QGraphicsItem):
    """One such place; takes no mouse event."""

    def __init__(self, place: Point, colour: QColor, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(2)
        self.setPos(place.x, place.y)
        self._colour = colour

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
        stroke(painter, cross, self._colour, 1.8)

"""Where the selected landmark was placed blind: a dashed square with that word beside it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.landmark_item import RADIUS, label
from landmark_gui.ui.canvas.markers import HALO, Shape, outline
from landmark_gui.ui.canvas.place_item import PlaceItem

GAP = 5.0  # from the square to the word
WORD = "blind"


class GhostItem(PlaceItem):
    """Draws the place."""

    def __init__(self, place: Point, colour: QColor, parent: QGraphicsItem) -> None:
        super().__init__(place, colour, parent)
        self._letters, size = label(WORD, locked=False)
        self._foot = QPointF(RADIUS + GAP, -size.height / 2)
        right = self._foot.x() + size.width
        side = max(RADIUS, size.height / 2)
        self._bounds = QRectF(-side, -side, side + right, 2 * side).adjusted(-3, -3, 3, 3)

    @override
    def draw(self, painter: QPainter) -> None:
        for colour, width in ((HALO, 3.6), (self.colour, 1.6)):
            pen = QPen(colour, width)
            pen.setDashPattern([4.8 / width, 3.2 / width])  # of the same length in both widths
            painter.setPen(pen)
            painter.drawPath(outline(Shape.SQUARE, RADIUS))
        painter.translate(self._foot)
        letters, halo = self._letters
        painter.fillPath(halo, HALO)
        painter.fillPath(letters, self.colour)

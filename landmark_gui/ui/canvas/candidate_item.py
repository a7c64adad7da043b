"""The other places where the selected landmark may be: small crosses of constant size."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.markers import stroke
from landmark_gui.ui.canvas.place_item import PlaceItem

REACH = 5.0


class CandidateItem(PlaceItem):
    """One such place."""

    def __init__(self, place: Point, colour: QColor, parent: QGraphicsItem) -> None:
        super().__init__(place, colour, parent)
        side = REACH + 3
        self._bounds = QRectF(-side, -side, 2 * side, 2 * side)

    @override
    def draw(self, painter: QPainter) -> None:
        cross = QPainterPath()
        for side in (-1, 1):
            cross.moveTo(-REACH, -REACH * side)
            cross.lineTo(REACH, REACH * side)
        stroke(painter, cross, self.colour, 1.8)

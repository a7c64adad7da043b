"""A place on the film that is shown beside the landmarks, at constant size."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.drawn_item import DrawnItem


class PlaceItem(DrawnItem):
    """Stands below the markers; what it looks like is said by its kind."""

    def __init__(self, place: Point, colour: QColor, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(2)
        self.setPos(place.x, place.y)
        self.colour = colour

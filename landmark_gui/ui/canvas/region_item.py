"""The region that holds a landmark with 90 % probability, and the way to where it was moved."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.markers import HALO


@dataclass(frozen=True, slots=True)
class Region:
    """A circle around a predicted point, in film pixels."""

    predicted: Point
    radius_px: float
    landmark: Point
    colour: QColor
    selected: bool = False


class RegionItem(QGraphicsItem):
    """Draws a region in film coordinates with lines of constant width."""

    def __init__(self, region: Region, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(2)
        self._region = region
        self._ring = True

    def show_region(self, region: Region, *, ring: bool) -> None:
        """Draw another region; without its ring only the way to the moved landmark is left."""
        if (region, ring) != (self._region, self._ring):
            self.prepareGeometryChange()
            self._region, self._ring = region, ring
            self.update()

    @override
    def boundingRect(self) -> QRectF:
        region, r = self._region, self._region.radius_px
        ring = QRectF(region.predicted.x - r, region.predicted.y - r, 2 * r, 2 * r)
        end = QRectF(QPointF(region.landmark.x, region.landmark.y), QPointF(*_xy(region)))
        margin = max(r * 0.2, 4.0)
        return ring.united(end.normalized()).adjusted(-margin, -margin, margin, margin)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._region.colour)
        colour.setAlphaF(0.95 if self._region.selected else 0.6)
        for pen_colour, width in ((HALO, 2.6), (colour, 1.2)):
            pen = QPen(pen_colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            self._paint_lines(painter)

    def _paint_lines(self, painter: QPainter) -> None:
        region = self._region
        centre = QPointF(*_xy(region))
        if self._ring:
            painter.drawEllipse(centre, region.radius_px, region.radius_px)
        if region.landmark != region.predicted:
            painter.drawLine(centre, QPointF(region.landmark.x, region.landmark.y))


def _xy(region: Region) -> tuple[float, float]:
    return (region.predicted.x, region.predicted.y)

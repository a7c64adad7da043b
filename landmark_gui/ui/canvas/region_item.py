"""The region that holds a landmark with a stated probability, and the way to where it was moved."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import Ellipse
from landmark_gui.ui.canvas.drawn_item import DrawnItem
from landmark_gui.ui.canvas.enlargement import scale_along
from landmark_gui.ui.canvas.labels import MARKER_RADIUS
from landmark_gui.ui.canvas.markers import HALO


@dataclass(frozen=True, slots=True)
class DrawnRegion:
    """An ellipse that belongs to a predicted point, in film pixels; None where none is known."""

    predicted: Point
    ellipse: Ellipse | None
    landmark: Point
    colour: QColor
    selected: bool = False


class RegionItem(DrawnItem):
    """Draws a region in film coordinates with lines of constant width."""

    def __init__(self, region: DrawnRegion, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setZValue(2)
        self._region, self._ring = region, True
        self._path, self._bounds = _outline(region, ring=True), _bounds(region)

    def show_region(self, region: DrawnRegion, *, ring: bool) -> None:
        """Draw another region; without its ring only the way to the moved landmark is left."""
        if (region, ring) != (self._region, self._ring):
            self.prepareGeometryChange()
            self._region, self._ring = region, ring
            self._path, self._bounds = _outline(region, ring=ring), _bounds(region)
            self.update()

    @override
    def draw(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = QColor(self._region.colour)
        colour.setAlphaF(0.95 if self._region.selected else 0.6)
        way = _way(self._region, painter.worldTransform())
        for pen_colour, width in ((HALO, 2.6), (colour, 1.2)):
            pen = QPen(pen_colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(self._path)
            if way is not None:
                painter.drawLine(way)


def _outline(region: DrawnRegion, *, ring: bool) -> QPainterPath:
    """Return the outline of a region on the film."""
    path, ellipse = QPainterPath(), region.ellipse
    if ring and ellipse is not None:
        around = QPainterPath()
        around.addEllipse(QPointF(), ellipse.major_px, ellipse.minor_px)
        turn = QTransform.fromTranslate(ellipse.centre.x, ellipse.centre.y)
        path.addPath(turn.rotateRadians(ellipse.angle_rad).map(around))
    return path


def _way(region: DrawnRegion, to_screen: QTransform) -> QLineF | None:
    """Return the line to a moved landmark: to its marker, for the film within stays clear."""
    way = QLineF(_place(region.predicted), _place(region.landmark))
    left = way.length() - MARKER_RADIUS / scale_along(way, to_screen)
    if left <= 0.0:
        return None
    way.setLength(left)
    return way


def _bounds(region: DrawnRegion) -> QRectF:
    """Return what a region may cover, with room for the width of its lines."""
    ellipse = region.ellipse
    reach = ellipse.major_px if ellipse else 0.0
    centre = _place(ellipse.centre if ellipse else region.predicted)
    ring = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
    end = QRectF(_place(region.landmark), _place(region.predicted))
    margin = max(reach * 0.2, 4.0)
    return ring.united(end.normalized()).adjusted(-margin, -margin, margin, margin)


def _place(point: Point) -> QPointF:
    return QPointF(point.x, point.y)

"""Shapes and colours of landmark markers, on the film and in the tables alike."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.landmarks import Group

HALO = QColor(0, 0, 0, 190)
DIAMOND_REACH, SQUARE_SIDE = 1.2, 0.9  # of the circle's radius, so that all look alike in size
TICK = 4.0  # length of the strokes outside a marker

# Okabe and Ito's palette: told apart by colour-blind readers too
COLOURS = {
    Group.SKELETAL: QColor("#56B4E9"),
    Group.DENTAL: QColor("#E69F00"),
    Group.SOFT_TISSUE: QColor("#2FC79A"),
}


class Shape(StrEnum):
    """What a marker says about its landmark without any colour."""

    DIAMOND = "diamond"
    CIRCLE = "circle"
    SQUARE = "square"
    CROSSED = "crossed"
    DOT = "dot"


SHAPES = {
    Status.UNSET: Shape.DOT,
    Status.PREDICTED: Shape.DIAMOND,
    Status.CONFIRMED: Shape.CIRCLE,
    Status.MOVED: Shape.SQUARE,
    Status.MISSING: Shape.CROSSED,
    Status.NOT_VISIBLE: Shape.CROSSED,
}

STATUS_TEXT = {
    Status.UNSET: "not placed",
    Status.PREDICTED: "predicted",
    Status.CONFIRMED: "confirmed",
    Status.MOVED: "moved",
    Status.MISSING: "missing",
    Status.NOT_VISIBLE: "not visible",
}


def _diamond(r: float) -> QPainterPath:
    path = QPainterPath()
    reach = r * DIAMOND_REACH
    corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


def _circle(r: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), r, r)
    return path


def _square(r: float) -> QPainterPath:
    path = QPainterPath()
    side = r * SQUARE_SIDE
    path.addRect(QRectF(-side, -side, 2 * side, 2 * side))
    return path


def _crossed(r: float) -> QPainterPath:
    path = _circle(r)
    reach = r * 0.7
    path.moveTo(-reach, reach)
    path.lineTo(reach, -reach)
    return path


def _dot(r: float) -> QPainterPath:
    return _circle(r * 0.35)


_PATHS: dict[Shape, Callable[[float], QPainterPath]] = {
    Shape.DIAMOND: _diamond,
    Shape.CIRCLE: _circle,
    Shape.SQUARE: _square,
    Shape.CROSSED: _crossed,
    Shape.DOT: _dot,
}


def outline(shape: Shape, radius: float) -> QPainterPath:
    """Return a marker's outline around (0, 0)."""
    return _PATHS[shape](radius)


def ticks(radius: float) -> QPainterPath:
    """Return four strokes that point at the centre from outside; the film within stays clear."""
    path = QPainterPath()
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(dx * (radius + TICK), dy * (radius + TICK))
        path.lineTo(dx * radius, dy * radius)
    return path


def stroke(
    painter: QPainter, path: QPainterPath, colour: QColor, width: float, *, halo: bool = True
) -> None:
    """Draw a path, with a dark halo unless told otherwise: it is seen on bone and on air."""
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    pens = [(HALO, width + 2.0), (colour, width)]
    for pen_colour, pen_width in pens if halo else pens[1:]:
        pen = QPen(pen_colour, pen_width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(path)

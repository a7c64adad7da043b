"""Shapes and colours of landmark markers, on the film and in the tables alike."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
)

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.landmarks import Landmark
from landmark_gui.exchange.picture import tissue_colours

HALO = QColor(0, 0, 0, 200)  # on a white film just enough for a contrast of 4.5
DIAMOND_REACH, SQUARE_SIDE = 1.2, 0.9  # of the circle's radius, so that all look alike in size
CENTRE = 0.35  # of the radius, left clear in the middle of a cross
PADLOCK_SIDE = 8.0
TICK = 4.0  # length of the strokes outside a marker
COLOURS = {group: QColor(colour) for group, colour in tissue_colours.COLOURS.items()}


class Shape(StrEnum):
    """What a marker says about its landmark without any colour."""

    DIAMOND = "diamond"
    CIRCLE = "circle"
    SQUARE = "square"
    CROSSED = "crossed"
    BROKEN = "broken"
    DOT = "dot"


SHAPES = {
    Status.UNSET: Shape.DOT,
    Status.PREDICTED: Shape.DIAMOND,
    Status.CONFIRMED: Shape.CIRCLE,
    Status.MOVED: Shape.SQUARE,
    Status.MISSING: Shape.CROSSED,
    Status.NOT_VISIBLE: Shape.BROKEN,
}

STATUS_TEXT = {
    Status.UNSET: "not placed",
    Status.PREDICTED: "predicted",
    Status.CONFIRMED: "confirmed",
    Status.MOVED: "moved",
    Status.MISSING: "missing",
    Status.NOT_VISIBLE: "not visible",
}


def both_names(landmark: Landmark) -> str:
    """Return what a marker stands for."""
    return f"{landmark.abbreviation}  ·  {landmark.name}"


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
    path = QPainterPath()
    for way in (-1, 1):
        for near, far in ((-r * CENTRE, -r), (r * CENTRE, r)):
            path.moveTo(near, way * near)
            path.lineTo(far, way * far)
    return path


def _broken(r: float) -> QPainterPath:
    path, around = QPainterPath(), QRectF(-r, -r, 2 * r, 2 * r)
    for start in range(0, 360, 60):
        path.arcMoveTo(around, start)
        path.arcTo(around, start, 34)
    return path


def _dot(r: float) -> QPainterPath:
    return _circle(r * 0.35)


_PATHS: dict[Shape, Callable[[float], QPainterPath]] = {
    Shape.DIAMOND: _diamond,
    Shape.CIRCLE: _circle,
    Shape.SQUARE: _square,
    Shape.CROSSED: _crossed,
    Shape.BROKEN: _broken,
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


def padlock(left: float, foot: float) -> QPainterPath:
    """Return a small filled padlock that stands on a line of text."""
    path, side = QPainterPath(), PADLOCK_SIDE
    path.addRoundedRect(QRectF(left, foot - side * 0.65, side, side * 0.65), 1.0, 1.0)
    shackle, bow = QPainterPath(), QRectF(left + 1.6, foot - side * 1.2, side - 3.2, side)
    shackle.moveTo(bow.left(), bow.center().y())
    shackle.arcTo(bow, 180, -180)
    pen = QPainterPathStroker()
    pen.setWidth(1.3)
    return path.united(pen.createStroke(shackle))


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

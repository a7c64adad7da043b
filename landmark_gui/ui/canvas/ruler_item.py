"""Marks along a ruler, and the line through them."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.drawn_item import DrawnItem
from landmark_gui.ui.canvas.markers import HALO
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

COLOUR = QColor("#FFD166")
ARM = 9.0  # screen pixels to either side of a mark
MARGIN = ARM + 4.0


class RulerItem(DrawnItem):
    """Draws marks in the scene, whose coordinates are screen pixels, at any enlargement alike."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(20)
        self._places: tuple[ScreenPoint, ...] = ()

    def show_marks(self, marks: Sequence[Point], viewport: Viewport) -> None:
        """Draw other marks, or the same ones at another enlargement."""
        places = tuple(map(viewport.to_screen, marks))
        if places != self._places:
            self.prepareGeometryChange()
            self._places, self._bounds = places, _around(places)
            self.update()

    @override
    def draw(self, painter: QPainter) -> None:
        lines = self._lines()
        for colour, width in ((HALO, 3.6), (COLOUR, 1.6)):
            painter.setPen(QPen(colour, width))
            painter.drawLines(lines)

    def _lines(self) -> list[QLineF]:
        """Return the line from the first mark to the last, and across it one for each mark."""
        if not self._places:
            return []
        first, last = self._places[0], self._places[-1]
        length = first.distance(last)
        dx, dy = (
            (1.0, 0.0)
            if length == 0
            else ((last.x - first.x) / length, (last.y - first.y) / length)
        )
        across = [_line(place, -dy * ARM, dx * ARM) for place in self._places]
        if length == 0:
            across.append(_line(first, dx * ARM, dy * ARM))
        return [QLineF(QPointF(*first), QPointF(*last)), *across]


def _around(places: Sequence[ScreenPoint]) -> QRectF:
    if not places:
        return QRectF()
    xs, ys = zip(*places, strict=True)
    box = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
    return box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def _line(middle: ScreenPoint, dx: float, dy: float) -> QLineF:
    return QLineF(middle.x - dx, middle.y - dy, middle.x + dx, middle.y + dy)

"""The lines of measurements on the film: whole between landmarks, dashed beyond them."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem
from typing_extensions import override

from landmark_gui.domain.tracing import BEYOND, End, Line
from landmark_gui.exchange.picture import tracing
from landmark_gui.ui.canvas.drawn_item import DrawnItem
from landmark_gui.ui.canvas.enlargement import scale_along
from landmark_gui.ui.canvas.markers import HALO

COLOUR = QColor(tracing.COLOUR)
CLEAR = 9.0  # screen pixels around a landmark: what it is placed on is not drawn over
MARGIN = 0.05  # of the length: room for the width of the line, however small the film is shown
DASH, GAP = 6.0, 4.0


class TracingItem(DrawnItem):
    """Draws lines in film coordinates at a constant width, over the maps and below the markers."""

    def __init__(self, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setZValue(1)
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw other lines; where only some are others, not all of the film is painted again."""
        bounds, changed = QRectF(self._bounds), {*self.lines} ^ {*lines}
        for line in lines:
            bounds |= _bounds(line)
        if bounds != self._bounds:  # they only grow: in a drag they are soon large enough
            self.prepareGeometryChange()
        self.lines, self._bounds = tuple(lines), bounds
        for line in changed:
            self.update(_bounds(line))

    @override
    def draw(self, painter: QPainter) -> None:
        seen = painter.worldTransform()  # in the loupe as in the view
        whole = [part for line in self.lines for part in _whole(line, _clear(line, seen))]
        beyond = [part for line in self.lines for part in _beyond(line, _clear(line, seen))]
        for colour, width in ((HALO, 3.4), (COLOUR, 1.4)):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLines(whole)
            pen.setDashPattern([DASH / width, GAP / width])  # of the same length in both widths
            painter.setPen(pen)
            painter.drawLines(beyond)


def _clear(line: Line, to_screen: QTransform) -> float:
    """Return how much of a line on the film is kept clear around a landmark."""
    return CLEAR / scale_along(_on(line), to_screen)


def _whole(line: Line, clear: float) -> Iterator[QLineF]:
    """Yield what is drawn between the ends, if there is room."""
    on = _on(line)
    first, last = clear, on.length() - (0.0 if line.ends is End.FOOT else clear)
    if first < last:
        yield _part(on, first, last)


def _beyond(line: Line, clear: float) -> Iterator[QLineF]:
    """Yield what is drawn on either side of the landmarks, if there is room."""
    on = _on(line)
    length, reach = on.length(), BEYOND * on.length()
    if line.ends is End.BEYOND and clear < reach:
        yield _part(on, -clear, -reach)
        yield _part(on, length + clear, length + reach)


def _on(line: Line) -> QLineF:
    return QLineF(line.start.x, line.start.y, line.end.x, line.end.y)


def _part(on: QLineF, first: float, last: float) -> QLineF:
    """Return the part of a line between two distances from its start."""
    length = on.length()
    return QLineF(on.pointAt(first / length), on.pointAt(last / length))


def _bounds(line: Line) -> QRectF:
    on = _on(line)
    ends = QRectF(on.pointAt(-BEYOND), on.pointAt(1 + BEYOND)).normalized()
    margin = MARGIN * on.length()
    return ends.adjusted(-margin, -margin, margin, margin)

"""A landmark on the film: drawn at constant size on the screen, with a clear centre."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
)
from PySide6.QtWidgets import QGraphicsItem
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.drawn_item import DrawnItem
from landmark_gui.ui.canvas.labels import Size, Written
from landmark_gui.ui.canvas.markers import (
    DIAMOND_REACH,
    HALO,
    PADLOCK_SIDE,
    Shape,
    outline,
    padlock,
    stroke,
    ticks,
)
from landmark_gui.ui.canvas.viewport import ScreenPoint

RADIUS, SELECTED_RADIUS = 6.0, 8.0
LINE, LEADER = 1.6, 1.0  # widths
EDGE = 3.0  # more than the halo around lines and letters
LABEL_PIXELS, LABEL_SHARE = 12, 0.86  # at least, and of a line of the window's own letters
LARGER = 1.45  # a selected or unlikely marker, with all that is drawn around it
PADLOCK_GAP = 3.0
SECOND_OUTLINE = 4.5  # further out than the first
FAINT = 0.7  # opacity of a marker whose landmark has no position


@dataclass(frozen=True, slots=True)
class Marker:
    """What is drawn for a landmark.

    Attributes:
        name: abbreviation, the label.
        point: where, on the film.
        shape: its status.
        colour: its group.
        selected: whether it is the one the user works on.
        locked: whether it may not be moved; its label then ends in a padlock.
        unlikely: whether the others contradict it; a question mark says so, and a second outline
            unless it is selected.
    """

    name: str
    point: Point
    shape: Shape
    colour: QColor
    selected: bool = False
    locked: bool = False
    unlikely: bool = False

    @property
    def scale(self) -> float:
        """How many times larger than usual it is drawn."""
        return LARGER if self.selected or self.unlikely else 1.0

    @property
    def text(self) -> str:
        """The words beside the marker."""
        return f"{self.name} ?" if self.unlikely else self.name


class LandmarkItem(DrawnItem):
    """Draws a marker and its label; decides nothing."""

    def __init__(self, marker: Marker, parent: QGraphicsItem) -> None:
        super().__init__(parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._letters, self.label_size = label(marker.text, locked=marker.locked)
        self._written = Written(ScreenPoint(11.0, -self.label_size.height / 2))
        self._labelled = True
        self.marker = marker
        self.show_marker(marker)

    def show_marker(self, marker: Marker) -> None:
        """Draw another state."""
        if (marker.text, marker.locked) != (self.marker.text, self.marker.locked):
            self._letters, self.label_size = label(marker.text, locked=marker.locked)
        self._path = _path(marker)
        self.marker = marker
        self._bound()
        self.setPos(marker.point.x, marker.point.y)
        self.setZValue(4 if marker.selected else 3)
        self.setOpacity(FAINT if marker.shape in {Shape.CROSSED, Shape.BROKEN} else 1.0)
        self.update()

    def move_to(self, point: Point) -> None:
        """Draw the marker elsewhere while it is dragged."""
        self.setPos(point.x, point.y)

    def show_label(self, written: Written, *, visible: bool) -> None:
        """Write the label where it has room, or leave it out."""
        if (written, visible) != (self._written, self._labelled):
            self._written, self._labelled = written, visible
            self._bound()
            self.update()

    @property
    def label_box(self) -> QRectF:
        """Where the label is written."""
        return QRectF(QPointF(*self._written.at), QSizeF(*self.label_size))

    def _bound(self) -> None:
        """Keep what may be painted."""
        self.prepareGeometryChange()
        around = self._path.boundingRect().united(self.label_box)  # leaders lie in between
        self._bounds = around.adjusted(-EDGE, -EDGE, EDGE, EDGE)

    @override
    def draw(self, painter: QPainter) -> None:
        if self.marker.selected:
            stroke(painter, self._path, QColor("white"), 2 * LINE)
            stroke(painter, self._path, self.marker.colour, LINE, halo=False)
        else:
            stroke(painter, self._path, self.marker.colour, LINE)
        if self._labelled or self.marker.selected or self.marker.locked:
            self._paint_label(painter)

    def _paint_label(self, painter: QPainter) -> None:
        letters, halo = self._letters
        colour = QColor("white") if self.marker.selected else self.marker.colour
        if self._written.leader:
            begin, end = self._written.leader
            line = QPainterPath(QPointF(*begin))
            line.lineTo(QPointF(*end))
            stroke(painter, line, colour, LEADER)
        painter.translate(QPointF(*self._written.at))
        painter.fillPath(halo, HALO)
        painter.fillPath(letters, colour)


def _path(marker: Marker) -> QPainterPath:
    """Return the lines of a marker around (0, 0)."""
    radius = SELECTED_RADIUS if marker.selected else RADIUS
    path = outline(marker.shape, radius)
    if marker.selected:  # what lies under it is looked at: of an unlikely one, the name says it
        path.addPath(ticks(radius * DIAMOND_REACH))
    elif marker.unlikely:
        path.addPath(outline(marker.shape, radius + SECOND_OUTLINE))
    return path


def label(text: str, *, locked: bool) -> tuple[tuple[QPainterPath, QPainterPath], Size]:
    """Return a label's letters with their halo, and the size they take."""
    font = QFont()
    line = QFontMetricsF(font).height()
    font.setPixelSize(max(LABEL_PIXELS, round(LABEL_SHARE * line)))
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    letters = QPainterPath()
    letters.addText(QPointF(0.0, metrics.ascent()), font, text)
    width = metrics.horizontalAdvance(text)
    if locked:
        letters.addPath(padlock(width + PADLOCK_GAP, metrics.ascent()))
        width += PADLOCK_GAP + PADLOCK_SIDE
    stroker = QPainterPathStroker(QPen(Qt.GlobalColor.black, 3.0))
    halo = stroker.createStroke(letters).united(letters)
    return (letters, halo), Size(width, metrics.height())

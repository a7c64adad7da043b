"""A small enlarged view of the film, by itself while a landmark is dragged."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget
from typing_extensions import override

from landmark_gui.domain.geometry import Point

SIDE = 176
MARGIN = 14
ENLARGEMENT = 3.0  # beyond that of the film view
GAP = 5.0


class Loupe(QWidget):
    """Lies in a corner of the film view and enlarges what is under the cursor."""

    def __init__(self, view: QGraphicsView, frame: QGraphicsItem) -> None:
        super().__init__(view)
        self.setObjectName("loupe")
        self.setFixedSize(SIDE, SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing is painted below it
        self._view = view
        self._frame = frame
        self._always = False
        self._head = 0  # screen pixels that bars cover
        self._carried: Point | None = None
        self._cursor: Point | None = None
        self.hide()

    def set_always(self, *, on: bool) -> None:
        """Show it all the time, or only while something is carried."""
        self._always = on
        self._show()

    def follow(self, point: Point | None) -> None:
        """Enlarge around what is carried; None when nothing is."""
        self._carried = point
        self._show()

    def point_at(self, point: Point) -> None:
        """Enlarge around the cursor while nothing is carried."""
        self._cursor = point
        if self._always and self._carried is None:
            self._show()

    def settle(self, head: int | None = None) -> None:
        """Go to the right corner below the head, or to the left one off the hand."""
        self._head = self._head if head is None else head
        self.move(self._view.width() - SIDE - MARGIN, self._head + MARGIN)
        if self._covers_hand():
            self.move(MARGIN, self._head + MARGIN)

    def _covers_hand(self) -> bool:
        centre = self._centre()
        if centre is None:
            return False
        at = self._frame.mapToScene(QPointF(centre.x, centre.y)).toPoint()
        return self.geometry().adjusted(-MARGIN, 0, 0, MARGIN).contains(at)

    def _show(self) -> None:
        self.setVisible(self._centre() is not None)
        self.settle()
        self.update()

    def _centre(self) -> Point | None:
        return self._carried or (self._cursor if self._always else None)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        centre = self._centre()
        if centre is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#101113"))
        self._paint_film(painter, centre)
        self._paint_cross(painter)

    def _paint_film(self, painter: QPainter, centre: Point) -> None:
        middle = self._frame.mapToScene(QPointF(centre.x, centre.y))
        side = SIDE / ENLARGEMENT
        source = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        painter.setRenderHints(self._view.renderHints())  # as smooth or as square as the film
        self._view.scene().render(painter, QRectF(self.rect()), source)

    def _paint_cross(self, painter: QPainter) -> None:
        middle = SIDE / 2
        painter.setPen(QPen(QColor(255, 255, 255, 130), 1))
        for sign in (-1, 1):
            near, far = middle + sign * GAP, middle + sign * SIDE / 2
            painter.drawLine(QPointF(near, middle), QPointF(far, middle))
            painter.drawLine(QPointF(middle, near), QPointF(middle, far))
        painter.drawRect(0, 0, SIDE - 1, SIDE - 1)

"""How a film is drawn in the list: small picture, name, where it stands."""

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from landmark_gui.document.worklist import Entry, Progress
from landmark_gui.ui.canvas.markers import Shape, outline
from landmark_gui.ui.panels.worklist_model import ENTRY, WorklistModel
from landmark_gui.ui.short_names import short_name
from landmark_gui.ui.sources import Thumbnail
from landmark_gui.ui.theme import LIGHT, Theme
from landmark_gui.ui.widgets.from_left import after_the_dots
from landmark_gui.ui.widgets.tables import Index

if TYPE_CHECKING:
    from collections.abc import Mapping

ROW, LINE, PICTURE = 68, 20, QSize(44, 54)
FAINT = 0.4  # the picture of a film that is set aside
PICTURES = 200  # rows whose picture is ready to be drawn: some screens full

_SHAPES = {
    Progress.WAITING: Shape.DOT,
    Progress.DETECTING: Shape.DOT,
    Progress.BLIND: Shape.SQUARE,
    Progress.PREDICTED: Shape.DIAMOND,
    Progress.EDITED: Shape.SQUARE,
    Progress.COMPLETE: Shape.CIRCLE,
    Progress.FAILED: Shape.CROSSED,
    Progress.SET_ASIDE: Shape.BROKEN,
}


class WorklistDelegate(QStyledItemDelegate):
    """Draws a row of the worklist."""

    picture_wanted = Signal(int)  # a film is on the screen whose small picture is not there

    def __init__(self, model: WorklistModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.thumbnails: Mapping[int, Thumbnail] = {}
        self.shown: int | None = None  # row to tell from others that are selected too
        self._pictures: OrderedDict[int, tuple[Thumbnail, QPixmap]] = OrderedDict()
        self._model = model

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW + 2 * (_line(option.fontMetrics) - LINE))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.data(index, ENTRY)
        if not isinstance(entry, Entry):
            return
        painter.save()
        try:
            self._paint_row(painter, option, index, entry)
        finally:  # or whatever is painted next would be drawn astray
            painter.restore()

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, entry: Entry
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRect(option.rect)
        self._paint_ground(painter, option, rect)
        if index.row() == self.shown:
            self._paint_bar(painter, rect)
        painter.setOpacity(FAINT if entry.aside else 1.0)
        self._paint_picture(painter, rect, self._model.film(index.row()))
        painter.setOpacity(1.0)
        beside = rect.adjusted(PICTURE.width() + 24, 0, -12, 0)
        painter.setPen(QColor(self.theme.muted if entry.aside else self.theme.text))
        self._paint_name(painter, beside, entry.name, index.row())
        self._paint_progress(painter, beside, entry, self._model.progress(index))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            path = QPainterPath()
            path.addRoundedRect(QRectF(rect).adjusted(5.5, 2.5, -5.5, -2.5), 7, 7)
            painter.fillPath(path, QColor(self.theme.selected if chosen else self.theme.hover))
            if chosen:
                painter.strokePath(path, QPen(QColor(self.theme.accent), 1))

    def _paint_bar(self, painter: QPainter, rect: QRect) -> None:
        bar = QPainterPath()
        bar.addRoundedRect(
            QRectF(rect.left() + 5, rect.top() + 12, 3, rect.height() - 24), 1.5, 1.5
        )
        painter.fillPath(bar, QColor(self.theme.accent))

    def _paint_picture(self, painter: QPainter, rect: QRect, film: int) -> None:
        frame = QRectF(rect.left() + 12, rect.center().y() - PICTURE.height() / 2 + 0.5, 0, 0)
        frame.setSize(PICTURE.toSizeF())
        clip = QPainterPath()
        clip.addRoundedRect(frame, 4, 4)
        painter.fillPath(clip, QColor(self.theme.hover))
        picture = self._picture(film)
        if picture is None:
            return
        painter.save()
        painter.setClipPath(clip)
        shown = picture.size().scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        target = QRectF(QPointF(0, 0), shown.toSizeF())
        target.moveCenter(frame.center())
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
        painter.restore()

    def _picture(self, film: int) -> QPixmap | None:
        grey = self.thumbnails.get(film)
        if grey is None:
            self.picture_wanted.emit(film)
            return None
        known = self._pictures.get(film)
        if known is None or known[0] is not grey:
            known = (grey, _pixmap(grey))
            self._pictures[film] = known
            if len(self._pictures) > PICTURES:
                self._pictures.popitem(last=False)
        return known[1]

    def _paint_name(self, painter: QPainter, rect: QRect, name: str, row: int) -> None:
        height = _line(painter.fontMetrics())
        line = QRect(rect.left(), rect.center().y() + 1 - height, rect.width(), height)
        elide = partial(_elided, painter.fontMetrics(), rect.width())
        shown = after_the_dots(short_name(name, self._model.neighbours(row), elide), name)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_progress(self, painter: QPainter, rect: QRect, entry: Entry, said: str) -> None:
        colour, height = QColor(self._colour(entry.progress)), _line(painter.fontMetrics())
        painter.save()
        painter.translate(rect.left() + 6, rect.center().y() + 1.5 + height / 2)
        painter.setPen(QPen(colour, 1.4))
        if entry.progress in {Progress.COMPLETE, Progress.DETECTING}:
            painter.setBrush(colour)
        painter.drawPath(outline(_SHAPES[entry.progress], 4.2))
        painter.restore()
        failed = entry.progress is Progress.FAILED
        painter.setPen(colour if failed else QColor(self.theme.muted))
        line = QRect(rect.left() + 17, rect.center().y() + 1, rect.width() - 17, height)
        elided = _elided(painter.fontMetrics(), line.width(), said)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)

    def _colour(self, progress: Progress) -> str:
        return {
            Progress.FAILED: self.theme.error,
            Progress.COMPLETE: self.theme.good,
            Progress.DETECTING: self.theme.accent,
            Progress.WAITING: self.theme.outline,
        }.get(progress, self.theme.muted)


def _line(metrics: QFontMetrics) -> int:
    """Return the height of a line of text."""
    return max(LINE, metrics.height())


def _elided(metrics: QFontMetrics, width: int, text: str) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _pixmap(thumbnail: Thumbnail) -> QPixmap:
    grey = np.ascontiguousarray(thumbnail)
    height, width = grey.shape
    image = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image.copy())

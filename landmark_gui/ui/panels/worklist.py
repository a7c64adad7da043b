"""The films of the session: small picture, name, where each one stands."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from landmark_gui.document.review import Review
from landmark_gui.document.worklist import Entry, Progress, Worklist
from landmark_gui.ui.canvas.markers import Shape, outline
from landmark_gui.ui.detections import Job
from landmark_gui.ui.named import named
from landmark_gui.ui.panels.film_filter import FilmFilter
from landmark_gui.ui.panels.film_list import FilmList
from landmark_gui.ui.sources import Thumbnail
from landmark_gui.ui.theme import LIGHT, Theme
from landmark_gui.ui.tips import as_tip
from landmark_gui.ui.words import progress_text, with_twin

ROW, LINE, PICTURE = 68, 20, QSize(44, 54)
FEW = 8  # rows that are drawn one by one
PICTURES = 200  # rows whose picture is ready to be drawn: some screens full
ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()

_SHAPES = {
    Progress.WAITING: Shape.DOT,
    Progress.DETECTING: Shape.DOT,
    Progress.BLIND: Shape.SQUARE,
    Progress.PREDICTED: Shape.DIAMOND,
    Progress.EDITED: Shape.SQUARE,
    Progress.COMPLETE: Shape.CIRCLE,
    Progress.FAILED: Shape.CROSSED,
}

_UNDER_WAY = frozenset({Progress.PREDICTED, Progress.EDITED})


class WorklistModel(QAbstractListModel):
    """Shows a worklist to the list; holds nothing but the value it was given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._worklist = Worklist()
        self._order: list[int] = []  # films by row
        self._rows: list[int] = []  # rows by film
        self._job: Job | None = None
        self.review: Review | None = None  # says how much is doubtful; None keeps it secret
        self.complete: set[int] = set()  # films; counting anew would cost 10 ms per 1,000 films
        self._detecting: set[int] = set()

    def show_worklist(self, worklist: Worklist, job: Job | None) -> None:
        """Show another state; only the rows that differ are drawn anew."""
        old, self._worklist, self._job = self._worklist, worklist, job
        self._list(worklist.order)
        pairs = zip(old.entries, worklist.entries, strict=False)
        changed = [film for film, (was, now) in enumerate(pairs) if now is not was]
        for film in (*changed, *range(len(old), len(worklist))):
            self._note(film, worklist.entries[film].progress)
        self._redraw({self._rows[film] for film in (*changed, *self._detecting)})

    def _redraw(self, rows: set[int]) -> None:
        """Have rows drawn anew: a few one by one, as what lies between them has not changed."""
        spans = [(row, row) for row in rows]
        if len(rows) > FEW:
            spans = [(min(rows), max(rows))]
        for first, last in spans:
            self.dataChanged.emit(self.index(first), self.index(last))

    def film(self, row: int) -> int:
        """Return which film of the worklist stands in a row."""
        return self._order[row]

    def row(self, film: int) -> int:
        """Return the row in which a film of the worklist stands."""
        return self._rows[film]

    def _list(self, order: Sequence[int]) -> None:
        """Insert the rows of films that are new; the others keep their order."""
        known = len(self._order)
        if len(order) == known:
            return
        self._rows = sorted(range(len(order)), key=order.__getitem__)
        for fresh, run in groupby(range(len(order)), lambda row: order[row] >= known):
            if fresh:
                rows = list(run)
                self.beginInsertRows(_TOP, rows[0], rows[-1])
                self._order[rows[0] : rows[0]] = order[rows[0] : rows[-1] + 1]
                self.endInsertRows()

    def _note(self, film: int, progress: Progress) -> None:
        for films, where in (
            (self.complete, Progress.COMPLETE),
            (self._detecting, Progress.DETECTING),
        ):
            if progress is where:
                films.add(film)
            else:
                films.discard(film)

    @override
    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._order)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entry(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.name
            case Qt.ItemDataRole.ToolTipRole:
                return as_tip(f"{entry.name}\n{self.progress(index)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.name}\n{self.progress(index)}"
            case _ if role == ENTRY:
                return entry
        return None

    def progress(self, index: Index) -> str:
        """Return in words where a film stands, and whether it is listed twice."""
        entry = self._entry(index)
        return with_twin(self._stands(entry), entry)

    def _stands(self, entry: Entry) -> str:
        text = progress_text(entry, self._job)
        if self.review is None or entry.case is None or entry.progress not in _UNDER_WAY:
            return text
        # At a glance: to judge a screen full of films would hold up the one who scrolls
        doubtful = len(self.review.at_a_glance(entry.case).doubtful)
        decided = f"{entry.case.decided} of {len(entry.case.annotations)}"
        return f"{decided} · {doubtful} doubtful" if doubtful else text

    def _entry(self, index: Index) -> Entry:
        return self._worklist.entries[self._order[index.row()]]


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
        self._paint_picture(painter, rect, self._model.film(index.row()))
        beside = rect.adjusted(PICTURE.width() + 24, 0, -12, 0)
        self._paint_name(painter, beside, entry.name)
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

    def _paint_name(self, painter: QPainter, rect: QRect, name: str) -> None:
        painter.setPen(QColor(self.theme.text))
        height = _line(painter.fontMetrics())
        line = QRect(rect.left(), rect.center().y() + 1 - height, rect.width(), height)
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, rect.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)

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
        elided = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, line.width())
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


def _pixmap(thumbnail: Thumbnail) -> QPixmap:
    grey = np.ascontiguousarray(thumbnail)
    height, width = grey.shape
    image = QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image.copy())


class WorklistPanel(QWidget):
    """The list with its title; films are named by their place in the worklist."""

    chosen = Signal(int)
    marked = Signal(object)  # frozenset[int], the films selected
    picture_wanted = Signal(int)

    def __init__(self, opener: QToolButton) -> None:
        super().__init__()
        self._title = named(QLabel("Films"), "panel_title")
        self._count = named(QLabel(), "panel_count")
        self.list = named(FilmList(), "worklist")
        self._model = WorklistModel(self.list)
        self._delegate = WorklistDelegate(self._model, self.list)
        self.filter = FilmFilter()
        self._shown, self._astray = 0, False
        self._hidden: set[int] = set()  # films; to ask the list takes longer than to know
        self._set_up_list()
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 8, 0)
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(opener)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)

    def _set_up_list(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Films")
        self.setFocusProxy(self.list)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._on_row)
        self.list.marked.connect(self._on_marked)
        self._delegate.picture_wanted.connect(self.picture_wanted)
        self.list.begin()

    def show_worklist(
        self,
        worklist: Worklist,
        job: Job | None,
        thumbnails: Mapping[int, Thumbnail],
        marked: frozenset[int],
    ) -> None:
        """Show another state."""
        self._delegate.thumbnails = thumbnails
        self._model.show_worklist(worklist, job)
        self._show_count()
        self._shown = worklist.current
        if worklist.entries:
            row = self._model.row(worklist.current)
            self._delegate.shown = row if len(marked) > 1 else None
            self.list.show_rows(row, frozenset(map(self._model.row, marked)))

    def show_listed(self, films: Iterable[int], listed: Callable[[int], bool]) -> None:
        """Show or hide films."""
        for film in films:
            if (film in self._hidden) is listed(film):
                self._hidden ^= {film}
                self.list.setRowHidden(self._model.row(film), film in self._hidden)
        self._show_count()

    def show_astray(self, *, on: bool) -> None:
        """Say that nothing is found where the only film listed is not what is searched for."""
        self._astray = on
        self._show_count()

    def show_doubts(self, review: Review | None) -> None:
        """Say of each film how many landmarks are doubtful; None says it of none."""
        if review is not self._model.review:
            self._model.review = review
            self.list.viewport().update()

    def redraw(self, film: int) -> None:
        """Draw a film again: its small picture has come, or more is known of it."""
        if film < self._model.rowCount():
            self.list.update(self._model.index(self._model.row(film)))

    def show_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._delegate.theme = theme
        self.list.viewport().update()

    def _show_count(self) -> None:
        count = self._model.rowCount()
        nothing = self._astray and count - len(self._hidden) == 1
        text = "none found" if nothing else f"{len(self._model.complete)} of {count} complete"
        self._count.setText(text if count else "")

    def _on_row(self, index: QModelIndex) -> None:
        film = self._model.film(index.row())
        if film != self._shown:
            self.chosen.emit(film)

    def _on_marked(self, rows: frozenset[int]) -> None:
        self.marked.emit(frozenset(map(self._model.film, rows)))

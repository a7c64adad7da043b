"""A list in which several films can be selected while one of them stays the one shown."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView
from typing_extensions import override

from landmark_gui.ui.widgets.tables import Index

_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_REPLACE = QItemSelectionModel.SelectionFlag.ClearAndSelect
_MOVES: dict[int, QAbstractItemView.CursorAction] = {
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
}
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate


class FilmList(QListView):
    """A click shows a film; with Ctrl or Shift it selects more beside the one shown.

    Building a selection reads no film: Qt's own way would show every film that is clicked.
    """

    marked = Signal(object)  # frozenset[int], the rows selected, as the user has it

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._extending = False
        self._rows: frozenset[int] = frozenset()

    def begin(self) -> None:
        """Follow the selection; there is one as soon as there is a model."""
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def show_rows(self, current: int, rows: frozenset[int]) -> None:
        """Show which film is shown and which are selected."""
        index = self.model().index(current, 0)
        if rows == self._rows and index == self.currentIndex():
            return  # at each frame of a detection, with thousands of films selected
        self._rows = rows
        if index.isValid() and index != self.currentIndex():
            # Not the view's own way, in which a Shift held by chance selects all between
            self.selectionModel().setCurrentIndex(index, _KEEP)
        if self._selected() != rows:
            self._select(rows)

    @override
    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Draw rows anew; QListView would lay out all of them, though their height stays."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._extending = with_keys = bool(event.modifiers() & (_SHIFT | _CTRL))
        if not index.isValid():
            return  # the film shown stays selected
        if event.button() is Qt.MouseButton.RightButton and self._is_among_several(index):
            self._extending = True  # by none: its menu is about all of them
        elif with_keys and event.button() is Qt.MouseButton.LeftButton:
            self._select(self._extended(index.row(), event.modifiers()))
        elif with_keys:  # which Qt may take for unselecting the film shown
            self.selectionModel().setCurrentIndex(index, _KEEP)
        else:
            super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick clicks are two clicks

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._extending:
            super().mouseMoveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._extending:
            super().mouseReleaseEvent(event)
        self._extending = False

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._select(self._listed(0, self.model().rowCount() - 1))
            return
        move = _MOVES.get(event.key())
        if move is None:
            super().keyPressEvent(event)
            return
        if event.modifiers() & _SHIFT:
            self._extend(event.key())
            return
        index = self.moveCursor(move, Qt.KeyboardModifier.NoModifier)
        if index.isValid():  # the selection follows once the film is shown
            self.selectionModel().setCurrentIndex(index, _KEEP)

    def _extend(self, key: int) -> None:
        """Select films from the one shown, which stays, to another one further on."""
        shown, count = self.currentIndex().row(), self.model().rowCount()
        rows = sorted(self._selected() | {shown})
        end = {rows[-1]: rows[0], rows[0]: rows[-1]}.get(shown, shown)  # where it has got to
        onwards = {
            Qt.Key.Key_Up: range(end - 1, -1, -1),
            Qt.Key.Key_Down: range(end + 1, count),
            Qt.Key.Key_Home: range(count),
            Qt.Key.Key_End: range(count - 1, -1, -1),
        }[Qt.Key(key)]
        end = next((row for row in onwards if not self.isRowHidden(row)), end)
        self._select(self._listed(shown, end))
        self.scrollTo(self.model().index(end, 0))

    def _listed(self, one: int, other: int) -> frozenset[int]:
        """Return the rows from one to another that are not hidden."""
        rows = range(min(one, other), max(one, other) + 1)
        return frozenset(row for row in rows if not self.isRowHidden(row))

    def _extended(self, row: int, keys: Qt.KeyboardModifier) -> frozenset[int]:
        shown, before = self.currentIndex().row(), self._selected()
        if keys & _SHIFT:
            between = self._listed(shown, row)
            return between | before if keys & _CTRL else between
        return (before ^ {row}) | {shown}

    def _selected(self) -> frozenset[int]:
        selection = self.selectionModel().selection()
        spans = (selection.at(number) for number in range(selection.count()))
        return frozenset(row for span in spans for row in range(span.top(), span.bottom() + 1))

    def _is_among_several(self, index: Index) -> bool:
        rows = self._selected()
        return len(rows) > 1 and index.row() in rows

    def _select(self, rows: frozenset[int]) -> None:
        selection = QItemSelection()
        for first, last in _runs(sorted(rows)):
            selection.select(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(selection, _REPLACE)

    def _on_selection(self) -> None:
        self.viewport().update()  # the one shown is drawn differently among several
        rows, shown = self._selected(), self.currentIndex()
        if shown.isValid() and shown.row() not in rows:
            # Qt selects what lies under the mouse: the row pressed may have moved up by then, as
            # the film shown before is listed no more
            self._select(frozenset({shown.row()}))
        elif rows != self._rows:
            self._rows = rows
            self.marked.emit(rows)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of rows that follow one another; row by row Qt takes seconds."""
    for _, run in groupby(enumerate(rows), lambda each: each[1] - each[0]):
        numbers = [row for _, row in run]
        yield numbers[0], numbers[-1]

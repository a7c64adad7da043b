"""A table of figures, sorted by any column."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from landmark_gui.ui.widgets.clipboard import copy_table
from landmark_gui.ui.widgets.figures import Row, as_text
from landmark_gui.ui.widgets.tables import TOP, Index, aligned, set_up
from landmark_gui.ui.widgets.tips import as_tip

SORT = Qt.ItemDataRole.UserRole
COPIED = Qt.ItemDataRole.UserRole + 1
ROW = 26


class FigureModel(QAbstractTableModel):
    """Shows rows to the table; holds nothing but what it was given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._rows: list[Row] = []

    def show_rows(self, names: tuple[str, ...], rows: list[Row]) -> None:
        """Show other rows; where only figures have changed, the row chosen stays chosen."""
        if names == self._names and len(rows) == len(self._rows):
            for row, now in enumerate(rows):  # one by one: the order is kept among the others
                before, self._rows[row] = self._rows[row], now
                for column, cell in enumerate(now):
                    if cell != before[column]:  # painting the others would take much longer
                        self.dataChanged.emit(self.index(row, column), self.index(row, column))
            return
        self.beginResetModel()
        self._names, self._rows = names, list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._names)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()][index.column()]
        said: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: cell.text,
            Qt.ItemDataRole.TextAlignmentRole: aligned(right=index.column() > 0),
            Qt.ItemDataRole.ToolTipRole: as_tip(cell.tip),
            SORT: cell.key,
            COPIED: cell.text if cell.copied is None else cell.copied,
        }
        return said.get(role)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._names[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return aligned(right=section > 0)
            case _:
                return None


class FigureTable(QTableView):
    """The table; it is copied in the order shown."""

    chosen = Signal()  # other rows are selected

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.heading: Sequence[str] = ()  # what the table is of, where it leaves the window
        self.setObjectName("figures")
        self.setAccessibleName(spoken)
        self._model = FigureModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        set_up(self, ROW)
        self.setTabKeyNavigation(False)  # Tab leaves it, or whoever has no mouse never does
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def show_rows(self, names: tuple[str, ...], rows: list[Row]) -> None:
        """Show other rows, sorted as before."""
        self._model.show_rows(names, rows)

    @property
    def selected(self) -> list[int]:
        """The rows that are selected, by their place among those given."""
        rows = self.selectionModel().selectedRows()
        return sorted(self._sorted.mapToSource(row).row() for row in rows)

    @property
    def text(self) -> str:
        """The table as text, in the order shown."""
        return as_text(self._names, self._lines(self._every))

    def copy(self) -> None:
        """Put the table on the clipboard, below what it is of."""
        self._copy(self._every)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the rows that are selected; Qt would copy one word of them."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectionModel().selectedRows())
            if rows:
                self._copy(rows)
        else:
            super().keyPressEvent(event)

    def _copy(self, rows: Sequence[int]) -> None:
        copy_table(self.heading, self._names, self._lines(rows))

    @property
    def _every(self) -> Sequence[int]:
        return range(self.model().rowCount())

    @property
    def _names(self) -> list[str]:
        model = self.model()
        columns = range(model.columnCount())
        return [str(model.headerData(c, Qt.Orientation.Horizontal)) for c in columns]

    def _lines(self, rows: Sequence[int]) -> list[list[str]]:
        model = self.model()
        columns = range(model.columnCount())
        return [[str(model.index(row, column).data(COPIED)) for column in columns] for row in rows]

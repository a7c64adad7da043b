"""All landmarks of the film in a table, selected in step with the film."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QRectF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.domain.shape import Expectation
from landmark_gui.ui import words
from landmark_gui.ui.canvas.markers import COLOURS, SHAPES, Shape, outline
from landmark_gui.ui.theme import DARK, Theme, pixmap
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.tables import TOP, Index, aligned, set_up
from landmark_gui.ui.widgets.tips import as_tip

Doubts = Mapping[str, Expectation]
NO_DOUBTS: Doubts = {}
UNLIKELY = "unlikely"  # of a prediction, instead of the status, which the shape says as well
CellReader = Callable[["Row", int], object]
SORT = Qt.ItemDataRole.UserRole
NAME = Qt.ItemDataRole.UserRole + 1
ROW = 26  # so that on a low screen all landmarks are seen at once
STATUS = 2  # the column that says it
FIRST_NUMBER = 3  # columns from here on hold numbers
_LAST = float("inf")  # what is unknown comes after all that is known
_WIDTHS = {0: 62, 2: 108, 3: 53, 4: 56}
_LONGEST_ABBREVIATION = 110  # what the first column takes for it at most
_ROOM_FOR_NAMES = 370  # below this width a name would be a stump; the card shows it in full
_ROOM_FOR_MOVED = 250  # on the film, a line shows that too
# percent: marker colours are made for dark films, in a light table they are deeper
_DARKER = {Group.SKELETAL: 140, Group.DENTAL: 180, Group.SOFT_TISSUE: 140}


@dataclass(frozen=True)
class Row:
    """A landmark as the table says it."""

    landmark: Landmark
    annotation: Annotation
    status: str  # in words
    error: float | None = None
    moved: float | None = None
    far: str = ""  # why it is implausible

    @classmethod
    def of(cls, landmark: Landmark, case: Case | None, doubts: Doubts = NO_DOUBTS) -> "Row":
        """Return the row of a landmark; without a case nothing is known."""
        name = landmark.abbreviation
        if case is None:
            return cls(landmark, Annotation(name), words.status_word(case, name))
        said, word = case.annotations[name], words.status_word(case, name)
        far = words.implausible_text(case, name, doubts.get(name))
        seen = case.predicted(name)
        error = words.length(seen.expected_error_px, case.film.spacing) if seen else None
        return cls(landmark, said, word, error, words.moved(case, name), far)

    def tip(self) -> str:
        """Return what the landmark is."""
        known = f"{self.landmark.name} ({self.landmark.group})\n{self.landmark.definition}"
        return f"{known}\n{words.capital(self.far)}" if self.far else known

    def spoken(self, column: int) -> str:
        """Return a cell for somebody who does not see the icons."""
        if column != STATUS:
            return self.texts[column]
        state = words.with_lock(self.status, self.annotation)
        return f"{state}, {self.far}" if self.far else state

    def told(self, column: int) -> str:
        """Return what is said of the landmark beside its name, and beside no other cell."""
        return self.tip() if column < STATUS else ""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The cells."""
        touched = self.annotation.status is Status.MOVED
        return (
            self.landmark.abbreviation,
            self.landmark.name,
            self._judged,
            words.number(self.error),
            words.number(self.moved) if touched else words.DASH,
        )

    @property
    def warns(self) -> bool:
        """Whether it is unlikely, and nobody has decided that it is so."""
        return bool(self.far) and self.annotation.status is Status.PREDICTED

    @property
    def _judged(self) -> str:
        """The status; what a reader has decided stays readable where it is unlikely."""
        if self.warns:
            return UNLIKELY
        return f"{self.status} ?" if self.far else self.status

    @cached_property
    def keys(self) -> tuple[int | float | str, ...]:
        """What the columns are sorted by."""
        return (
            self.landmark.id,
            self.landmark.name,
            list(Status).index(self.annotation.status),
            _LAST if self.error is None else self.error,
            _LAST if self.moved is None else self.moved,
        )

    @cached_property
    def looks(self) -> tuple[object, ...]:
        """What is seen of the cells and what they are sorted by: where it stays, so do they."""
        said = self.annotation
        marks = (said.status, None, (said.locked, bool(self.far)), None, None)
        return tuple(zip(self.texts, self.keys, marks, strict=True))


class LandmarkModel(QAbstractTableModel):
    """Shows a case to the table; holds nothing but what it was given."""

    def __init__(self, scheme: LandmarkScheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._case: Case | None = None
        self._doubts: Doubts = NO_DOUBTS
        self._rows = [Row.of(landmark, None) for landmark in scheme]
        self._icons: dict[tuple[Shape, Group], QIcon] = {}
        self._theme = DARK
        self._lock = QIcon()
        self._bold = QFont()
        self._bold.setBold(True)
        self._cells: dict[int, CellReader] = {
            Qt.ItemDataRole.DisplayRole: lambda row, column: row.texts[column],
            Qt.ItemDataRole.DecorationRole: self._decoration,
            Qt.ItemDataRole.AccessibleTextRole: Row.spoken,
            Qt.ItemDataRole.AccessibleDescriptionRole: Row.told,
            Qt.ItemDataRole.ToolTipRole: lambda row, _: as_tip(row.tip()),
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.TextAlignmentRole: lambda _, column: _alignment(column),
            SORT: lambda row, column: row.keys[column],
            NAME: lambda row, _: row.landmark.abbreviation,
        }

    def show_case(self, case: Case | None, doubts: Doubts = NO_DOUBTS) -> None:
        """Show another state."""
        if case is self._case and doubts is self._doubts:
            return
        unit, shown = self._unit, self._rows
        self._case, self._doubts = case, doubts
        self._rows = [Row.of(landmark, case, doubts) for landmark in self._scheme]
        for number, (before, now) in enumerate(zip(shown, self._rows, strict=True)):
            for column in range(5):
                if now.looks[column] != before.looks[column]:
                    self._redraw(number, column)
        if self._unit != unit:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 4)

    def show_theme(self, theme: Theme) -> None:
        """Draw the markers so that they are seen on the theme's ground."""
        self._theme = theme
        self._icons.clear()
        self._lock = lock_icon(theme)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 4))

    @override
    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else 5

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._cells.get(role)
        return cell(self._rows[index.row()], index.column()) if cell else None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        unit = self._unit
        shown: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: ("Abbr.", "Name", "Status", f"± {unit}", "Moved")[section],
            Qt.ItemDataRole.AccessibleTextRole: (
                "Abbreviation",
                "Name",
                "Status",
                f"Expected error in {unit}",
                f"Moved, in {unit}",
            )[section],
            Qt.ItemDataRole.AccessibleDescriptionRole: _HEADER_TIPS[section],
            Qt.ItemDataRole.ToolTipRole: _HEADER_TIPS[section],
            Qt.ItemDataRole.TextAlignmentRole: _alignment(section),
        }
        return shown.get(role)

    def row_of(self, landmark: str) -> QModelIndex:
        """Return where a landmark stands."""
        return self.index(self._scheme.abbreviations.index(landmark), 0)

    @property
    def _unit(self) -> str:
        return words.unit(self._case.film.spacing if self._case else None)

    def _redraw(self, row: int, column: int) -> None:
        cell = self.index(row, column)  # a span of cells would have the whole table drawn
        self.dataChanged.emit(cell, cell)

    def _decoration(self, row: Row, column: int) -> QIcon | None:
        if column == 0:
            return self._icon(row)
        return self._lock if column == STATUS and row.annotation.locked else None

    def _font(self, row: Row, column: int) -> QFont | None:
        return self._bold if row.warns and column == STATUS else None

    def _icon(self, row: Row) -> QIcon:
        shape, group = SHAPES[row.annotation.status], row.landmark.group
        if (shape, group) not in self._icons:
            self._icons[shape, group] = _marker_icon(shape, marker_colour(group, self._theme))
        return self._icons[shape, group]


def lock_icon(theme: Theme) -> QIcon:
    """Return a padlock that is not bleached in the selected row."""
    drawn = pixmap("lock", theme.text, 14)
    icon = QIcon(drawn)
    icon.addPixmap(drawn, QIcon.Mode.Selected)
    return icon


def _alignment(column: int) -> Qt.AlignmentFlag:
    return aligned(right=column >= FIRST_NUMBER)


_HEADER_TIPS = (
    "The shape shows the status, the colour the group",
    "Landmark",
    (
        "Diamond: predicted, circle: confirmed, square: moved or placed, "
        "cross: missing, dashes: not visible\n"
        "Unlikely, or a question mark: far from where the other landmarks suggest; "
        "on the film, a second outline and a question mark"
    ),
    "Expected distance of the true position from the prediction: a mean, not an interval",
    "Distance from the prediction",
)


def marker_colour(group: Group, theme: Theme) -> QColor:
    """Return a group's colour as it is seen on a theme's ground."""
    return COLOURS[group].darker(100 if theme is DARK else _DARKER[group])


def _marker_icon(shape: Shape, colour: QColor) -> QIcon:
    scale, side = 3, 16
    drawn = QPixmap(side * scale, side * scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setWindow(QRectF(-side / 2, -side / 2, side, side).toRect())
    painter.setPen(QPen(colour, 1.7))
    painter.drawPath(outline(shape, 5.2))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    icon = QIcon(drawn)
    icon.addPixmap(drawn, QIcon.Mode.Selected)  # or the style would bleach it in the selected row
    return icon


class LandmarkTable(QTableView):
    """The table; a click selects a landmark."""

    picked = Signal(str)

    def __init__(self, scheme: LandmarkScheme) -> None:
        super().__init__()
        self.setObjectName("landmarks")
        self._model = LandmarkModel(scheme, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT)
        self.setModel(self._sorted)
        self._set_up()
        self._set_up_header()
        self._fit_to_font()
        self._selected: str | None = None
        self.selectionModel().currentRowChanged.connect(self._on_row)

    def _set_up(self) -> None:
        self.setAccessibleName("Landmarks")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def _fit_to_font(self) -> None:
        set_up(self, ROW)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, scaled(width, self))
        widest = min(self.sizeHintForColumn(0), scaled(_LONGEST_ABBREVIATION, self))
        self.setColumnWidth(0, max(self.columnWidth(0), widest))
        self._share_room()

    def _share_room(self) -> None:
        room = self.width() - (self.columnWidth(0) - scaled(_WIDTHS[0], self))
        narrow = room < scaled(_ROOM_FOR_NAMES, self)
        self.setColumnHidden(1, narrow)
        growing = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.Fixed
        self.horizontalHeader().setSectionResizeMode(2, growing)
        self.setColumnWidth(2, scaled(_WIDTHS[2], self))
        self.setColumnHidden(4, room < scaled(_ROOM_FOR_MOVED, self))

    def show_case(
        self, case: Case | None, selected: str | None, doubts: Doubts = NO_DOUBTS
    ) -> None:
        """Show a case, which landmark is selected, and which ones are implausible."""
        self._model.show_case(case, doubts)
        # Without a case there is nothing to be chosen in it; a click never takes the film's keys
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if case else Qt.FocusPolicy.NoFocus)
        self._selected = selected
        if selected is None:
            self.clearSelection()
            return
        index = self._sorted.mapFromSource(self._model.row_of(selected))
        if index.row() != self.currentIndex().row() or not self.selectionModel().hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def show_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._model.show_theme(theme)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_room()
        super().resizeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:  # the system's letters have grown
            self._fit_to_font()

    def _on_row(self, index: QModelIndex) -> None:
        name = self._sorted.data(index, NAME)
        if name != self._selected:
            self.picked.emit(name)

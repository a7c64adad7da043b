"""Compares readers: tables above, a pair of them landmark by landmark below."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.ui.transfers.agreement_rows import Sheet, sheets
from landmark_gui.ui.transfers.file_dialogs import leaving_no_trace
from landmark_gui.ui.widgets.figure_table import FigureTable
from landmark_gui.ui.widgets.from_left import from_left
from landmark_gui.ui.widgets.named import caption, named
from landmark_gui.ui.widgets.number_field import NumberField
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.still import still
from landmark_gui.ui.widgets.tips import as_tip

if TYPE_CHECKING:
    from landmark_gui.evaluation.readers import Comparison

SIZE = (960, 690)
EMPTY = (
    "Choose the tables of two or more readers: exported here, or with one row per film. "
    "Films are matched by their identity where the tables state it, otherwise by name."
)
ICC_NOTE = (
    "Where heads lie differently on the films, the ICC is close to 1 even for careless readers: "
    "read it together with the distances."
)


class ReadersWindow(QDialog):
    """A window that may stay open beside the film."""

    wanted = Signal(object, float)  # paths; millimetres per pixel, 0 for each film's own

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readers_window")
        self.setWindowTitle("Compare readers")
        self._paths: tuple[Path, ...] = ()
        self._sheets: list[Sheet] = []
        self._choose = QPushButton("Choose tables…")
        self.spacing = still(NumberField())
        self.spacing.setDecimals(4)
        self.spacing.setMaximum(10.0)
        self.spacing.setSingleStep(0.01)
        self.spacing.setSpecialValueText("each film's own")
        self.spacing.setKeyboardTracking(False)
        self.spacing.setAccessibleName("Millimetres per pixel of all films")
        self.pairs = still(QComboBox())
        self.pairs.setAccessibleName("Which readers")
        self._caption = caption("Readers", self.pairs)
        self.summary = QLabel(EMPTY, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table = FigureTable("A pair of readers, landmark by landmark")
        self._note = named(QLabel(wordWrap=True), "muted")
        self._copy = QPushButton("Copy table")
        for button in (self._choose, self._copy):
            button.setAutoDefault(False)  # Enter ends the typing of a number
        self._arrange()
        self._show_pair()
        self.resize(scaled(SIZE[0], self), self.sizeHint().height())
        self._choose.clicked.connect(self._on_choose)
        self._copy.clicked.connect(self.copy)
        self.spacing.valueChanged.connect(self._ask)
        self.pairs.currentIndexChanged.connect(self._show_pair)

    def compare(self, paths: Sequence[Path]) -> None:
        """Ask for a comparison of tables."""
        self._paths = tuple(paths)
        self._ask()

    def show_comparison(self, comparison: "Comparison") -> None:
        """Show a comparison, of its first pair."""
        if self.table.isHidden():
            self.resize(self.size().expandedTo(QSize(0, SIZE[1])))
        self._sheets = sheets(comparison)
        chosen = self.pairs.currentIndex()
        self.pairs.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.pairs.clear()
        self.pairs.addItems([sheet.title for sheet in self._sheets])
        self.pairs.setCurrentIndex(chosen if 0 < chosen < len(self._sheets) else 0)
        self.pairs.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show_pair()

    def show_refusal(self, why: str) -> None:
        """Show why nothing can be compared."""
        self._sheets = []
        self.pairs.clear()
        self._show_pair()
        self.summary.setText(from_left(why))

    def copy(self) -> None:
        """Put the table on the clipboard, below what it is of."""
        self.table.copy()

    def _show_pair(self) -> None:
        chosen = self.pairs.currentIndex()
        known = 0 <= chosen < len(self._sheets)
        for part in (self._caption, self.pairs, self.table, self._note, self._copy):
            part.setVisible(known)
        self._copy.setEnabled(known)
        self.pairs.setEnabled(self.pairs.count() > 1)
        self.summary.setToolTip("")
        if not known:
            return
        sheet = self._sheets[chosen]
        self.table.heading = sheet.heading
        self.table.show_rows(sheet.names, sheet.rows)
        self.summary.setText(from_left(sheet.summary))
        self.summary.setToolTip(as_tip(sheet.furthest))
        self._note.setText(f"{sheet.icc}. {ICC_NOTE}")

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._choose)
        top.addWidget(self._caption)
        top.addWidget(self.pairs, 1)
        top.addStretch(0)
        top.addWidget(named(QLabel("mm per pixel"), "muted"))
        top.addWidget(self.spacing)
        bottom = QHBoxLayout()
        bottom.setSpacing(16)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addLayout(bottom)

    def _on_choose(self) -> None:
        kinds = "Tables (*.csv);;All files (*)"
        with leaving_no_trace():
            names, _ = QFileDialog.getOpenFileNames(self, "Tables of readers", "", kinds)
        if names:
            self.compare([Path(name) for name in names])

    def _ask(self) -> None:
        if self._paths:
            self.summary.setText("Reading the tables…")
            self.wanted.emit(self._paths, self.spacing.value())

"""Compares readers: tables above, a pair of them landmark by landmark below, or in angles."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.ui.transfers.comparison import Asked
from landmark_gui.ui.transfers.file_dialogs import leaving_no_trace
from landmark_gui.ui.transfers.sheet import Sheet
from landmark_gui.ui.transfers.what_compared import WhatCompared
from landmark_gui.ui.transfers.whose_spacing import WhoseSpacing
from landmark_gui.ui.widgets.figure_table import FigureTable
from landmark_gui.ui.widgets.from_left import from_left
from landmark_gui.ui.widgets.named import caption, named
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.still import still
from landmark_gui.ui.widgets.tips import as_tip

SIZE = (960, 690)
EMPTY = (
    "Choose the tables of two or more readers: exported here, or with one row per film. "
    "Films are matched by their identity where the tables state it, otherwise by name."
)
NO_NUMBER = "Enter above how many millimetres per pixel all films have."
LANDMARKS = "A pair of readers, landmark by landmark"
MEASUREMENTS = "A pair of readers, measurement by measurement"


class ReadersWindow(QDialog):
    """A window that may stay open beside the film."""

    wanted = Signal(object)  # Asked
    unwanted = Signal()  # no answer to what was asked
    save_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readers_window")
        self.setWindowTitle("Compare readers")
        self._paths: tuple[Path, ...] = ()
        self._sheets: list[Sheet] = []
        self._pair = ""  # the one looked at, also while nothing can be compared
        self._choose = QPushButton("Choose tables…")
        self.what = WhatCompared()
        self.spacing = WhoseSpacing()
        self.pairs = still(QComboBox())
        self.pairs.setAccessibleName("Which readers")
        short = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.pairs.setSizeAdjustPolicy(short)  # tables may have names wider than the screen
        self._caption = caption("Readers", self.pairs)
        self.summary = QLabel(EMPTY, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table = FigureTable(LANDMARKS)
        self._note = named(QLabel(wordWrap=True), "muted")
        self._copy, self._save = QPushButton("Copy table"), QPushButton("Save figures…")
        self._save.setToolTip("The figures of all pairs of readers, unrounded, as a table")
        for button in (self._choose, self._copy, self._save):
            button.setAutoDefault(False)  # Enter ends the typing of a number
        self._arrange()
        self._show_pair()
        self.resize(scaled(SIZE[0], self), self.sizeHint().height())
        self._choose.clicked.connect(self._on_choose)
        self._copy.clicked.connect(self.table.copy)
        self._save.clicked.connect(self.save_wanted)
        self.spacing.changed.connect(self._ask)
        self.what.changed.connect(self._on_what)
        self.pairs.currentIndexChanged.connect(self._show_pair)

    def compare(self, paths: Sequence[Path]) -> None:
        """Ask for a comparison of tables."""
        self._paths = tuple(paths)
        self.spacing.offer(self._paths)
        self._ask()

    def show_sheets(self, found: Sequence[Sheet]) -> None:
        """Show a comparison, of the readers shown before if they are there, or the first two."""
        if self.table.isHidden():
            self.resize(self.size().expandedTo(QSize(0, SIZE[1])))
        self._sheets = list(found)
        with QSignalBlocker(self.pairs):
            self.pairs.clear()
            self.pairs.addItems([sheet.title for sheet in self._sheets])
            self.pairs.setCurrentIndex(max(0, self.pairs.findText(self._pair)))
        self._show_pair()

    def show_refusal(self, why: str) -> None:
        """Show why nothing can be compared."""
        self._sheets = []
        self.pairs.clear()
        self._show_pair()
        self.summary.setText(from_left(why))

    def _show_pair(self) -> None:
        chosen = self.pairs.currentIndex()
        known = 0 <= chosen < len(self._sheets)
        for part in (self._caption, self.pairs, self.table, self._note, self._copy, self._save):
            part.setVisible(known)
        self._copy.setEnabled(known)
        self.pairs.setEnabled(self.pairs.count() > 1)
        self.summary.setToolTip("")
        if not known:
            return
        sheet = self._sheets[chosen]
        self._pair = sheet.title
        self.table.heading = sheet.heading
        self.table.show_rows(sheet.names, sheet.rows)
        whole = QHeaderView.ResizeMode.ResizeToContents  # a measurement may have a long name
        self.table.horizontalHeader().setSectionResizeMode(0, whole)
        self.summary.setText(from_left(sheet.summary))
        self.summary.setToolTip(as_tip(sheet.furthest))
        self._note.setText(sheet.note)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._choose)
        top.addWidget(self._caption)
        top.addWidget(self.pairs, 1)
        top.addStretch(0)
        how = QHBoxLayout()
        how.addWidget(self.what)
        how.addStretch(1)
        how.addWidget(self.spacing)
        bottom = QHBoxLayout()
        bottom.setSpacing(16)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(self._copy)
        bottom.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(how)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addLayout(bottom)
        layout.addStretch(0)  # takes the room of a table that is hidden

    def _on_choose(self) -> None:
        kinds = "Tables (*.csv);;All files (*)"
        with leaving_no_trace():
            names, _ = QFileDialog.getOpenFileNames(self, "Tables of readers", "", kinds)
        if names:
            self.compare([Path(name) for name in names])

    def _on_what(self) -> None:
        self.table.setAccessibleName(MEASUREMENTS if self.what.measured else LANDMARKS)
        self._ask()

    def _ask(self) -> None:
        if not self._paths:
            return
        stated, table = self.spacing.stated_mm, self.spacing.table
        if stated == 0:
            self.unwanted.emit()
            self.summary.setText(NO_NUMBER)
            return
        self.summary.setText("Reading the tables…")
        measured, blind = self.what.measured, self.what.read_blind
        self.wanted.emit(Asked(self._paths, measured, stated, table, blind))

"""What the landmarks of the film shown measure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.document.case import Case
from landmark_gui.domain.measurement import Analysis, Measurement
from landmark_gui.ui.measurements.measurement_rows import HEADER, rows, summary, unmeasured
from landmark_gui.ui.widgets.figure_table import FigureTable
from landmark_gui.ui.widgets.from_left import from_left
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.scaled import scaled

SIZE = (520, 690)
FIGURES = {1: 86, 2: 70}  # widths of the columns that hold them; words have the rest
NO_FILM = "No film is shown."
NOTE = "The lines of the selected rows are drawn on the film. For research use only."
MEANING = (
    "Angles and lengths are measured in the plane of the film; judge them by age, sex and origin. "
    "A prediction is not a finding until a reader has decided it."
)


class MeasurementsWindow(QDialog):
    """A window that stays open beside the film and follows it."""

    picture_wanted = Signal()  # with what it shows beside the film
    calibration_wanted = Signal()

    def __init__(self, parent: QWidget, analysis: Analysis) -> None:
        super().__init__(parent)
        self.setObjectName("measurements_window")
        self.setWindowTitle("Measurements")
        self.resize(scaled(SIZE[0], self), SIZE[1])  # no taller: a screen may be low
        self.analysis = analysis
        self.summary = QLabel(NO_FILM, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.table = FigureTable("Measurements of the film shown")
        self.calibrate = QPushButton("Calibrate…")
        self._copy, self._save = QPushButton("Copy table"), QPushButton("Save picture…")
        self._save.setToolTip("The film with the lines drawn on it and this table beside it")
        self._copy.clicked.connect(self.table.copy)
        self._save.clicked.connect(self.picture_wanted)
        self.calibrate.clicked.connect(self.calibration_wanted)
        self._arrange()
        self.show_case(None)
        self._narrow_figures()

    def _narrow_figures(self) -> None:
        header = self.table.horizontalHeader()
        for column, width in FIGURES.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, scaled(width, self))

    def _arrange(self) -> None:
        note = named(QLabel(NOTE, wordWrap=True), "muted")
        note.setToolTip(MEANING)
        buttons = QHBoxLayout()
        buttons.addWidget(self.calibrate)
        buttons.addStretch(1)
        for button in (self._copy, self._save):
            buttons.addWidget(button)
        for button in (self.calibrate, self._copy, self._save):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        for widget in (self.summary, self.table, note):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def show_case(self, case: Case | None) -> None:
        """Show the measurements of a case."""
        measurable = case is not None and bool(self.analysis.measurements)
        for button in (self._copy, self._save):
            button.setEnabled(measurable)
        spacing = case.film.spacing if case else None
        in_doubt = spacing is None or spacing.source.unconfirmed
        self.calibrate.setVisible(measurable and in_doubt)
        if case is None:
            self.summary.setText(NO_FILM)
            self.table.heading = ()
            self.table.show_rows(HEADER, unmeasured(self.analysis))
            return
        told = summary(case, self.analysis)
        self.summary.setText(from_left(told))
        self.table.heading = (told,)
        self.table.show_rows(HEADER, rows(case, self.analysis))

    @property
    def selected(self) -> list[Measurement]:
        """The measurements whose rows are selected."""
        return [self.analysis.measurements[row] for row in self.table.selected]

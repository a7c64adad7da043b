"""Asks how landmarks are to go out, and shows what would not go with them."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.transfers.exchange_words import Sections, nature
from landmark_gui.ui.transfers.export_offer import Asked, Offer, Scope
from landmark_gui.ui.transfers.sections import SectionsView, arrange
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.still import still
from landmark_gui.ui.words import capital, films_text

SIZE = (560, 500)
SCOPES = {
    Scope.ALL: "All with landmarks ({count})",
    Scope.DECIDED: "With decisions ({count})",
    Scope.FILM: "This film",
    Scope.SELECTED: "The {selected} selected films",
}


class ExportDialog(QDialog):
    """The choices above, what they come to below; Enter agrees with what stands there."""

    changed = Signal(object)  # Asked
    agreed = Signal(object)  # Asked

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("Export landmarks")
        self.resize(scaled(SIZE[0], self), SIZE[1])
        self._offer = offer
        self._offered = [scope for scope in SCOPES if scope in offer.counts]
        self._group = QButtonGroup(self)
        self.scopes = {scope: named(QToolButton(), f"scope_{scope}") for scope in self._offered}
        self.format = still(named(QComboBox(), "export_format"))
        self._nature = named(QLabel(), "muted")
        self.labels = still(named(QComboBox(), "export_labels"))
        self.by_identity = QCheckBox("Replace file names with the films' identities")
        self.with_times = QCheckBox("Include the times of reading")
        self.identified = QCheckBox("Keep the patient data of DICOM films")
        self.identified.setToolTip("Archives may refuse files that name no patient")
        self.preview = SectionsView()
        self._agree = named(QPushButton("Choose where…"), "primary")
        self._fill()
        self._arrange()
        self._connect()

    def begin(self) -> None:
        """Open it, with a first preview."""
        self.open()
        self._on_change()

    @property
    def asked(self) -> Asked:
        """What is chosen."""
        scope = next(scope for scope, button in self.scopes.items() if button.isChecked())
        wanted = FORMATS[self.format.currentData()]
        wish = Wish(
            wanted,
            by_identity=self.by_identity.isChecked(),
            with_times=self.with_times.isChecked(),
            scheme=self._scheme,
            identified=self.identified.isChecked() and wanted.extra is not None,
        )
        return Asked(scope, wish)

    def show_preview(self, asked: Asked, sections: Sections, films: int) -> None:
        """Show what an answer would come to, if it is still the one that stands there."""
        if asked == self.asked:
            self.preview.show_sections(sections)
            self._agree.setEnabled(films > 0)

    @override
    def accept(self) -> None:
        asked = self.asked
        super().accept()
        self.agreed.emit(asked)

    # arrangement

    def _fill(self) -> None:
        wish = self._offer.asked.wish
        for name, wanted in FORMATS.items():
            self.format.addItem(f"{capital(wanted.title)} ({wanted.suffix})", name)
        self.format.setCurrentIndex(self.format.findData(wish.format.name))
        for name, title in self._offer.schemes.items():
            self.labels.addItem(title, name)
        self.labels.setCurrentIndex(max(0, self.labels.findData(wish.scheme)))
        self._scheme: str = self.labels.currentData()
        self.by_identity.setChecked(wish.by_identity)
        self.with_times.setChecked(wish.with_times)
        # not `identified`: the patient is named only where that is chosen anew

    def _scope_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        segments = ("first", *["middle"] * (len(self._offered) - 2), "last")
        for segment, scope in zip(segments, self._offered, strict=True):
            count = self._offer.counts[scope]
            button = self.scopes[scope]
            button.setCheckable(True)
            button.setText(SCOPES[scope].format(count=count, selected=self._offer.selected))
            button.setToolTip(films_text(count))
            button.setProperty("segment", segment)
            button.setEnabled(count > 0)
            button.setChecked(scope is self._offer.asked.scope)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Films", self._scope_row())
        form.addRow("Format", self.format)
        form.addRow("", self._nature)
        form.addRow("Labels", self.labels)
        form.addRow("", self.by_identity)
        form.addRow("", self.with_times)
        form.addRow("", self.identified)
        self._agree.setDefault(True)
        arrange(self, form, self.preview, self._agree)

    def _connect(self) -> None:
        self._group.buttonToggled.connect(self._on_toggle)
        self.format.currentIndexChanged.connect(self._on_change)
        self.labels.currentIndexChanged.connect(self._on_labels)
        for box in (self.by_identity, self.with_times, self.identified):
            box.toggled.connect(self._on_change)
        self._agree.clicked.connect(self.accept)

    def _on_toggle(self, _: QToolButton, checked: bool) -> None:  # noqa: FBT001 - a slot
        if checked:
            self._on_change()

    def _on_labels(self) -> None:
        self._scheme = self.labels.currentData()
        self._on_change()

    def _show_labels(self, only: str | None) -> None:
        """Show the only labels that a format can hold, else those that were chosen."""
        self.labels.setEnabled(only is None)
        with QSignalBlocker(self.labels):
            self.labels.setCurrentIndex(self.labels.findData(only or self._scheme))

    def _on_change(self) -> None:
        asked = self.asked
        wanted = asked.wish.format
        self._nature.setText(nature(wanted, self._offer.counts[asked.scope]))
        self._show_labels(wanted.scheme)
        self.identified.setVisible(wanted.extra is not None)
        self._agree.setEnabled(wanted.missing_extra is None)
        self.changed.emit(asked)

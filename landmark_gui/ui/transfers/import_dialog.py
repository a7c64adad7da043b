"""Asks whose landmarks are to come in, and shows what would be taken and what not."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from landmark_gui.exchange.incoming import Incoming
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.transfers.exchange_words import Section, Sections
from landmark_gui.ui.transfers.file_dialogs import leaving_no_trace
from landmark_gui.ui.transfers.sections import SectionsView, arrange
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.scaled import scaled

SIZE = (560, 420)
NOTHING_YET = Section(
    "Choose a file or a folder of landmarks",
    (
        "The format is recognised: tables, labelme, COCO, Slicer, TPS, DICOM, others.",
        "Films are matched by their identity or their name.",
        "The import can be undone film by film.",
    ),
)


class ImportDialog(QDialog):
    """What was chosen above, what it holds below."""

    chosen = Signal(object, bool)  # Path, whether to replace what was decided here
    agreed = Signal(object, bool)  # Incoming, the same

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle("Import landmarks")
        self.resize(scaled(SIZE[0], self), SIZE[1])
        self._path: Path | None = None
        self._come: Incoming | None = None
        self._place = named(QLabel(wordWrap=True), "muted")
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._file = QPushButton("Choose file…")
        self._folder = QPushButton("Choose folder…")
        self.replace = QCheckBox("Replace landmarks already decided here")
        self.preview = SectionsView()
        self._agree = named(QPushButton("Import"), "primary")
        self._agree.setEnabled(False)
        self.preview.show_sections((NOTHING_YET,))
        self._arrange()
        self._connect()

    def choose(self, path: Path) -> None:
        """Ask what a file or folder holds."""
        self._path, self._come = path, None
        self._place.setText(str(path))
        self._agree.setEnabled(False)
        self.preview.show_sections((Section(f"Reading {path.name}…"),))
        self.chosen.emit(path, self.replace.isChecked())

    def show_arrival(self, come: Incoming, sections: Sections) -> None:
        """Show what was read, if it is still what is chosen."""
        if come.source == self._path:
            self._come = come
            self.preview.show_sections(sections)
            self._agree.setEnabled(bool(come.films))
            self._agree.setDefault(True)

    def show_refusal(self, sections: Sections) -> None:
        """Show why nothing can come in."""
        self.preview.show_sections(sections)

    @override
    def accept(self) -> None:
        come = self._come
        super().accept()
        if come is not None:
            self.agreed.emit(come, self.replace.isChecked())

    def _arrange(self) -> None:
        top = QHBoxLayout()
        for widget in (self._file, self._folder):
            top.addWidget(widget)
        top.addWidget(self._place, 1)
        arrange(self, top, self.preview, self._agree, self.replace)

    def _connect(self) -> None:
        self._file.clicked.connect(self._choose_file)
        self._folder.clicked.connect(self._choose_folder)
        self.replace.toggled.connect(self._on_replace)
        self._agree.clicked.connect(self.accept)

    def _choose_file(self) -> None:
        endings = " ".join(sorted({f"*{wanted.suffix}" for wanted in FORMATS.values()}))
        kinds = f"Landmarks ({endings});;All files (*)"
        with leaving_no_trace():
            name, _ = QFileDialog.getOpenFileName(self, "Import landmarks", "", kinds)
        if name:
            self.choose(Path(name))

    def _choose_folder(self) -> None:
        with leaving_no_trace():
            name = QFileDialog.getExistingDirectory(self, "Import a folder of landmarks")
        if name:
            self.choose(Path(name))

    def _on_replace(self) -> None:
        if self._path is not None:
            self.chosen.emit(self._path, self.replace.isChecked())

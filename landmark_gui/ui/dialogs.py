"""The questions that need a system dialog; tests answer them without one."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

FILMS = "Films (*.dcm *.dicom *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp);;All files (*)"
TABLE = "Table (*.csv)"


class Dialogs(Protocol):
    """How files and places are asked for; nothing chosen means the user has changed their mind."""

    def ask_films(self) -> list[Path]:
        """Return the films to open."""
        ...

    def ask_folder(self) -> Path | None:
        """Return the folder to open."""
        ...

    def ask_export(self, suggestion: Path) -> Path | None:
        """Return where to save a table."""
        ...


class SystemDialogs:
    """The system's own dialogs."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def ask_films(self) -> list[Path]:
        """Return the films to open."""
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open films", "", FILMS)
        return [Path(name) for name in names]

    def ask_folder(self) -> Path | None:
        """Return the folder to open."""
        name = QFileDialog.getExistingDirectory(self._window, "Open a folder of films")
        return Path(name) if name else None

    def ask_export(self, suggestion: Path) -> Path | None:
        """Return where to save a table; whether to replace one is asked in the message bar."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            "Export landmarks",
            str(suggestion),
            TABLE,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        return Path(name).with_suffix(".csv") if name else None

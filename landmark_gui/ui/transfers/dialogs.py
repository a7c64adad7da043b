"""The questions that need a system dialog; tests answer them without one."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from landmark_gui.domain.film_file import DICOM_ENDINGS, RASTER_ENDINGS
from landmark_gui.exchange.incoming import Incoming
from landmark_gui.exchange.registry import Format
from landmark_gui.ui.transfers.comparing import Comparing
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from landmark_gui.ui.transfers.export_offer import Asked, Offer, Previews
from landmark_gui.ui.transfers.file_dialogs import leaving_no_trace
from landmark_gui.ui.transfers.import_dialog import ImportDialog
from landmark_gui.ui.transfers.import_offer import Arrivals
from landmark_gui.ui.transfers.readers_window import ReadersWindow

_ENDINGS = " ".join(f"*{ending}" for ending in sorted(RASTER_ENDINGS | DICOM_ENDINGS))
FILMS = f"Films ({_ENDINGS});;All files (*)"
PICTURES = "PNG, SVG or PDF, by the ending (*.png *.svg *.pdf)"


class Dialogs(Protocol):
    """How files and places are asked for; nothing chosen means the user has changed their mind."""

    def ask_films(self) -> list[Path]:
        """Return the films to open."""
        ...

    def ask_folder(self) -> Path | None:
        """Return the folder to open."""
        ...

    def ask_how(self, offer: Offer, previews: Previews, then: Callable[[Asked], None]) -> None:
        """Ask how landmarks are to go out; `then` gets the answer, if there is one."""
        ...

    def ask_export(self, suggestion: Path, wanted: Format) -> Path | None:
        """Return where to save a file of landmarks."""
        ...

    def ask_export_folder(self, folder: Path) -> Path | None:
        """Return the folder to save a file of landmarks per film in."""
        ...

    def ask_picture(self, suggestion: Path) -> Path | None:
        """Return where to save a picture; its ending says as what."""
        ...

    def ask_table(self, suggestion: Path) -> Path | None:
        """Return where to save a table of figures."""
        ...

    def ask_import(
        self,
        arrivals: Arrivals,
        then: Callable[[Incoming, bool], None],
        first: Path | None = None,
    ) -> None:
        """Ask whose landmarks are to come in, beginning with a file if one is known already.

        `then` gets them, and whether they replace ours.
        """
        ...

    def show_readers(self, make_comparing: Callable[[], Comparing]) -> None:
        """Open a window that compares readers."""
        ...


class SystemDialogs:
    """The system's own dialogs."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def ask_films(self) -> list[Path]:
        """Return the films to open."""
        with leaving_no_trace():
            names, _ = QFileDialog.getOpenFileNames(self._window, "Open films", "", FILMS)
        return [Path(name) for name in names]

    def ask_folder(self) -> Path | None:
        """Return the folder to open."""
        with leaving_no_trace():
            name = QFileDialog.getExistingDirectory(self._window, "Open a folder of films")
        return Path(name) if name else None

    def ask_how(self, offer: Offer, previews: Previews, then: Callable[[Asked], None]) -> None:
        """Ask how landmarks are to go out, in a window of its own."""
        dialog = ExportDialog(offer, self._window)
        dialog.changed.connect(previews.wanted)
        previews.ready.connect(dialog.show_preview)
        dialog.agreed.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.begin()

    def ask_export(self, suggestion: Path, wanted: Format) -> Path | None:
        """Return where to save a file; whether to replace one is asked in the message bar."""
        kinds = f"{wanted.title} (*{wanted.suffix})"
        return _ended(self._place("Export landmarks", suggestion, kinds), wanted.suffix)

    def ask_export_folder(self, folder: Path) -> Path | None:
        """Return the folder to save a file of landmarks per film in."""
        title = "Export landmarks into a folder"
        with leaving_no_trace():
            name = QFileDialog.getExistingDirectory(self._window, title, str(folder))
        return Path(name) if name else None

    def ask_picture(self, suggestion: Path) -> Path | None:
        """Return where to save a picture; whether to replace one is asked in the message bar."""
        name = self._place("Save picture", suggestion, PICTURES)
        return Path(name) if name else None

    def ask_table(self, suggestion: Path) -> Path | None:
        """Return where to save a table; whether to replace one is asked in the message bar."""
        return _ended(self._place("Save figures", suggestion, "Table (*.csv)"), ".csv")

    def ask_import(
        self,
        arrivals: Arrivals,
        then: Callable[[Incoming, bool], None],
        first: Path | None = None,
    ) -> None:
        """Ask whose landmarks are to come in, in a window of its own."""
        dialog = ImportDialog(self._window)
        dialog.chosen.connect(arrivals.wanted)
        arrivals.ready.connect(dialog.show_arrival)
        arrivals.refused.connect(dialog.show_refusal)
        dialog.agreed.connect(then)
        dialog.rejected.connect(arrivals.given_up)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if first is not None:
            dialog.choose(first)

    def show_readers(self, make_comparing: Callable[[], Comparing]) -> None:
        """Open a window that compares readers; it may stay open, beside others of its kind."""
        window, comparing = ReadersWindow(self._window), make_comparing()
        window.wanted.connect(comparing.compare)
        window.unwanted.connect(comparing.forget)
        comparing.ready.connect(window.show_sheets)
        comparing.refused.connect(window.show_refusal)
        window.save_wanted.connect(comparing.save)
        window.finished.connect(comparing.end)
        window.finished.connect(window.deleteLater)
        window.show()

    def _place(self, title: str, suggestion: Path, kinds: str) -> str:
        unasked = QFileDialog.Option.DontConfirmOverwrite
        with leaving_no_trace():
            name, _ = QFileDialog.getSaveFileName(
                self._window, title, str(suggestion), kinds, options=unasked
            )
        return name


def _ended(name: str, ending: str) -> Path | None:
    """Return the path that was chosen, with its ending, if one was."""
    if not name:
        return None
    return Path(name if name.lower().endswith(ending) else f"{name}{ending}")

"""Saving the landmarks as a table, without ever replacing a file unasked."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from landmark_gui.ui.dialogs import Dialogs
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.session import Session

NAME = "landmarks.csv"


class Exporting(QObject):
    """Asks where to, and what to do with a file that is there already."""

    def __init__(self, session: Session, dialogs: Dialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._dialogs = dialogs
        self._folder = Path.home()

    def ask(self) -> None:
        """Ask where the table is to be saved, and save it."""
        path = self._dialogs.ask_export(free_path(self._folder / NAME))
        if path is None:
            return
        self._folder = path.parent
        if path.exists():
            self._ask_again(path)
        else:
            self._session.export(path)

    def _ask_again(self, path: Path) -> None:
        other = free_path(path)
        self._session.messages.warn(
            f"{path.name} exists already. Nothing has been saved yet.",
            Remedy("Replace it", partial(self._session.export, path)),
            Remedy(f"Save as {other.name}", partial(self._session.export, other)),
        )


def free_path(path: Path) -> Path:
    """Return the path, or one with a number after its name, at which no file lies."""
    free, number = path, 2
    while free.exists():
        free = path.with_stem(f"{path.stem}-{number}")
        number += 1
    return free

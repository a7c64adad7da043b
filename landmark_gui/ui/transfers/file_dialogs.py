"""File dialogs leave no trace: Qt would note the patient's folder in a file of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSettings

_NOTED = ("FileDialog/history", "FileDialog/lastVisited")


@contextmanager
def leaving_no_trace() -> Iterator[None]:
    """Put back what Qt had noted of file dialogs before the one inside."""
    notes = QSettings(QSettings.Scope.UserScope, "QtProject")
    before = {key: notes.value(key) for key in _NOTED}
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                notes.remove(key)
            else:
                notes.setValue(key, value)
        notes.sync()

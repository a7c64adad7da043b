"""Errors nobody expected: logged in full, told once, and the window stays.

`sys.excepthook` sees the errors of slots, timers and paint events, `threading.excepthook` those of
threads; both may be called in any thread, so they only log and post. The window hears of it in
its own thread.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from landmark_gui.logs import without_names
from landmark_gui.ui.messages import Messages, Remedy

_log = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Tells of each kind of error once; a timer that fails every second does not flood the bar."""

    struck = Signal()  # before it is told: whatever can be saved should be
    _happened = Signal(str, str)  # where, in full

    def __init__(self, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages
        self._told: set[str] = set()
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Catch what nobody catches."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def uninstall(self) -> None:
        """Leave it to whoever was there before."""
        sys.excepthook, threading.excepthook = self._before

    @contextmanager
    def contained(self) -> Iterator[None]:
        """Report an error in the block and go on, so that one panel does not stop the others."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the rim of a panel
            self._on_error(type(error), error, error.__traceback__)

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):  # Ctrl+C is no crash
            self._before[0](kind, error, trace)
            return
        _log.critical("unexpected error", exc_info=(kind, error, trace))
        last = traceback.extract_tb(trace)[-1:]
        where = f"{kind.__name__} in {last[0].name}" if last else kind.__name__
        full = "".join(traceback.format_exception(kind, error, trace))
        self._happened.emit(where, without_names(full))  # it may go into a letter to the makers

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_error(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self, where: str, full: str) -> None:
        if where in self._told:
            return
        self._told.add(where)
        self.struck.emit()
        self._messages.error(
            f"Something went wrong in the program ({where}). Your landmarks are still here.",
            Remedy("Copy details", partial(_copy, full)),
        )


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)

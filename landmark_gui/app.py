"""Composition root: the only file that knows the window and the model both."""

import getpass
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from landmark_gui.detection.detector import Detector
from landmark_gui.detection.runner import Runner
from landmark_gui.diffusion.manifest import WeightsError, find_entry
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.logs import NamelessFormatter
from landmark_gui.paths import config_folder, make_folder, record_file
from landmark_gui.ui.main_window import MainWindow
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.transfers.dialogs import Dialogs

LOG_BYTES = 1_000_000
SWITCH_S = 0.001  # the window waits no longer for a thread that computes in Python; 5 ms is usual
MakeDetector = Callable[[], Detector]


def run_window(
    paths: Sequence[Path] | None,
    *,
    device: str = "auto",
    weights: str | None = None,
    records: Path | None = None,
    reader: str | None = None,
) -> int:
    """Show the window until it is closed and return the exit code.

    Args:
        paths: films and folders to open, None for synthetic films.
        device: where the model computes, "auto" for the best there is.
        weights: name or path of the weights, None for the shipped ones.
        records: the file of the record, None for the user's own.
        reader: who signs decisions, None for the name by which the user is logged in.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName("Landmark GUI")
    _log_to_file()
    window = open_window_with(weights, device, paths or [], records=records, reader=reader)
    if paths is None:
        window.session.open_demo()
    code = QApplication.exec()
    if not window.queue.close(0.0):
        _end_at_once(code)
    return code


def open_window_with(
    weights: str | None,
    device: str,
    paths: Sequence[Path] = (),
    *,
    records: Path | None = None,
    reader: str | None = None,
) -> MainWindow:
    """Return the window for the landmarks that weights find, shown; they are loaded after that."""
    scheme = scheme_of(weights)
    window = MainWindow(scheme, reader or _user(), Preferences(config_folder()))
    _show(window, paths, partial(_load_detector, weights, device, scheme), records)
    return window


def open_window(
    paths: Sequence[Path],
    make_detector: MakeDetector,
    dialogs: Dialogs | None = None,
    *,
    records: Path | None = None,
    reader: str | None = None,
) -> MainWindow:
    """Return the window for the usual landmarks, shown.

    The detector is made in its own thread after the first paint.
    """
    scheme = read_scheme(USUAL)
    window = MainWindow(scheme, reader or _user(), Preferences(config_folder()), dialogs)
    _show(window, paths, make_detector, records)
    return window


def _show(
    window: MainWindow, paths: Sequence[Path], make_detector: MakeDetector, records: Path | None
) -> None:
    sys.setswitchinterval(SWITCH_S)
    window.crash.install()
    window.about.details = _details
    window.open_record(records or record_file())
    AfterFirstPaint(window, partial(_warm_up, window, make_detector))
    window.show()
    window.whereabouts.begin(paths)


def scheme_of(weights: str | None) -> LandmarkScheme:
    """Return the landmarks that weights find; of weights that cannot be used, the usual ones.

    What is wrong with those is told when they are loaded; films can be read without them.
    """
    try:
        return find_entry(weights).scheme
    except WeightsError:
        return read_scheme(USUAL)


class AfterFirstPaint(QObject):
    """Calls something once, when the user sees the window."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._then is not _nothing:
            QTimer.singleShot(0, self._then)
            self._then = _nothing
        return False


def _details() -> str:
    # imported here, in the thread that asks: nobody waits for it at the start
    from landmark_gui.installation import as_text, findings  # noqa: PLC0415 - see above

    return as_text(findings())


def _user() -> str:
    """Return the name by which the user is logged in; in a container there may be none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def _end_at_once(code: int) -> None:
    """End the process while the detector is in a step; torch's threads abort an orderly end."""
    logging.shutdown()
    os._exit(code)


def _nothing() -> None:
    """Stand for what has been done."""


def _warm_up(window: MainWindow, make_detector: MakeDetector) -> None:
    window.attach(Runner(make_detector))


def _load_detector(weights: str | None, device: str, scheme: LandmarkScheme) -> Detector:
    # Called in the runner's thread: torch must not be imported before the window is seen
    from landmark_gui.diffusion.upright import load_upright_detector  # noqa: PLC0415

    entry = find_entry(weights)
    if entry.scheme != scheme:  # they were not there when the window was opened, or others were
        here = f"this window works with those of {scheme.title}"
        raise WeightsError(
            f"The weights '{entry.name}' find the landmarks of {entry.scheme.title}, and {here}; "
            "open it anew."
        )
    return load_upright_detector(weights, device)


def _log_to_file() -> None:
    folder = config_folder()
    try:
        make_folder(folder)
    except OSError:
        return  # work goes on without a log
    handler = RotatingFileHandler(
        folder / "landmark-gui.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(NamelessFormatter())
    logging.getLogger("landmark_gui").addHandler(handler)

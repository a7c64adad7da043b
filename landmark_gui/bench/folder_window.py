"""A window with a folder of thousands of films, in a process of its own.

Run by `landmark-gui bench folder` as `python -m landmark_gui.bench.folder_window FOLDER`; prints
JSON.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QListView
from typing_extensions import override

from landmark_gui.app import open_window
from landmark_gui.bench.memory import memory_mb, peak_memory_mb
from landmark_gui.bench.window import Heartbeat, wait_for
from landmark_gui.cli.outcome import say
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, StepDone
from landmark_gui.domain.geometry import ImageGrid
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.ui.main_window import MainWindow

_GRID = (128, 160)  # as the shipped model has it: 1.6 MB of maps a film
_BEAT_S = 0.016
_READING_S = 3600.0


class WithMaps(FakeDetector):
    """Finds nothing new, but with maps as large as a real model's."""

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Return the result at once."""
        grid = ImageGrid.letterbox(request.film.info.size_px, _GRID)
        maps = np.full((len(self.landmarks), grid.height, grid.width), 1e-6, np.float32)
        yield Finished(request.job, self._detection(request, Heatmap(grid, self.landmarks, maps)))


class FirstPaint(QObject):
    """Notes when a list that holds rows is painted."""

    def __init__(self, shown: QListView) -> None:
        super().__init__(shown)
        self.at: float | None = None
        self._list = shown
        shown.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.at is None and event.type() is QEvent.Type.Paint and self._list.model().rowCount():
            self.at = time.perf_counter()
        return False


@dataclass
class Folder:
    """A window that was given a folder, and what is looked at in it."""

    window: MainWindow
    shown: QListView

    def known(self) -> int:
        """Return of how many films it is known that the model has seen them."""
        entries = self.window.session.worklist.entries
        return len(entries) - sum(entry.waits for entry in entries)

    def is_read(self) -> bool:
        """Tell whether each film was read and detected."""
        entries = self.window.session.worklist.entries
        return all(entry.case is not None and entry.case.detection for entry in entries)

    def scroll_through(self) -> None:
        """Show each row once, a page at every frame."""
        bar = self.shown.verticalScrollBar()
        while bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep())
            until = time.perf_counter() + _BEAT_S
            wait_for(lambda until=until: time.perf_counter() >= until)  # type: ignore[misc]


def measure(films: Path, *, read_all: bool) -> dict[str, object]:
    """Open a folder and return seconds, stalls in milliseconds and memory in MB.

    Args:
        films: the folder.
        read_all: wait until each film was read, as for the first time.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    names = read_scheme(USUAL).abbreviations
    window = open_window([], lambda: WithMaps(names))
    wait_for(window.isVisible)
    figures: dict[str, object] = {"memory_before_mb": memory_mb()}
    shown = window.findChild(QListView, "worklist")
    if shown is None:
        raise RuntimeError("the window has no list of films")
    folder, painted = Folder(window, shown), FirstPaint(shown)
    begun = time.perf_counter()
    with Heartbeat() as heartbeat:
        window.session.open_paths([films])
        wait_for(lambda: painted.at is not None)
        figures["first_rows_s"] = (painted.at or 0.0) - begun
        known = len(window.session.worklist) // 2
        if not read_all:
            wait_for(lambda: folder.known() > known)
            figures["statuses_s"] = time.perf_counter() - begun
    figures["listing"] = _stalls(heartbeat)
    if read_all:
        figures |= _read_all(folder)
    figures |= _scrolled(folder) | _stepped(folder)
    figures["memory_mb"], figures["peak_memory_mb"] = memory_mb(), peak_memory_mb()
    window.leave()
    del application
    return figures


def _stalls(heartbeat: Heartbeat) -> dict[str, float]:
    return {
        "longest_stall_ms": heartbeat.longest_s * 1000,
        "longest_computing_ms": heartbeat.busy_s * 1000,
    }


def _read_all(folder: Folder) -> dict[str, object]:
    begun = time.perf_counter()
    with Heartbeat() as heartbeat:
        wait_for(folder.is_read, every_ms=100, patience_s=_READING_S)
    return {
        "all_read_s": time.perf_counter() - begun,
        "reading": _stalls(heartbeat),
    }


def _scrolled(folder: Folder) -> dict[str, object]:
    begun = time.perf_counter()
    with Heartbeat() as heartbeat:
        folder.scroll_through()
    return {
        "scrolled_through_s": time.perf_counter() - begun,
        "scrolling": _stalls(heartbeat),
        "memory_scrolled_mb": memory_mb(),
    }


def _stepped(folder: Folder) -> dict[str, object]:
    """Ask for the next film to review, then for its next doubtful landmark."""
    session = folder.window.session
    begun = time.perf_counter()
    folder.window.reviewing.next_film()
    film = time.perf_counter() - begun
    wait_for(lambda: session.film is not None)
    begun = time.perf_counter()
    folder.window.menus["next_doubtful"].trigger()
    return {
        "next_film_ms": film * 1000,
        "next_doubtful_ms": (time.perf_counter() - begun) * 1000,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("films", type=Path)
    parser.add_argument("--read-all", action="store_true")
    args = parser.parse_args()
    say(json.dumps(measure(args.films, read_all=args.read_all)))


if __name__ == "__main__":
    main()

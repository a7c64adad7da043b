"""The window's figures, measured in a process of its own so that the start is a cold one.

Run by `landmark-gui bench` as `python -m landmark_gui.bench.window STARTED WEIGHTS DEVICE FILM...`;
prints JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from landmark_gui.app import AfterFirstPaint, open_window_with
from landmark_gui.bench.memory import memory_mb, peak_memory_mb
from landmark_gui.cli.outcome import say
from landmark_gui.detection.runner import RESTS_S
from landmark_gui.document.worklist import Progress
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.main_window import MainWindow

BEAT_MS = 5
PATIENCE_S = 300.0
REST_S = RESTS_S + 1.0  # after which the detector has given its memory back
_MET = 1


class Heartbeat:
    """A fast timer in the event loop; its longest pause is the longest stall of the window.

    Attributes:
        longest_s: by the clock, whatever else the machine does.
        busy_s: the most that the GUI thread computed between two beats.
    """

    def __init__(self) -> None:
        self.longest_s = self.busy_s = 0.0
        self._last, self._computed = time.perf_counter(), time.thread_time()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Self:
        """Return the running heartbeat."""
        self._last, self._computed = time.perf_counter(), time.thread_time()
        self._timer.start(BEAT_MS)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop to measure."""
        self._timer.stop()

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.longest_s = max(self.longest_s, now - self._last - BEAT_MS / 1000)
        self.busy_s = max(self.busy_s, computed - self._computed)
        self._last, self._computed = now, computed


def wait_for(
    condition: Callable[[], bool], *, every_ms: int = 2, patience_s: float = PATIENCE_S
) -> float:
    """Let the window live until something holds and return the seconds that took.

    Raises:
        TimeoutError: it never did.
    """
    started = time.perf_counter()
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if condition():
            loop.exit(_MET)
        elif time.perf_counter() - started > patience_s:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(every_ms)
    if loop.exec() != _MET:
        raise TimeoutError("the window did not get there")
    return time.perf_counter() - started


def measure(
    started: float, films: list[Path], open_window: Callable[[], MainWindow]
) -> dict[str, object]:
    """Drive a window from its first paint to a cancelled detection.

    Args:
        started: `time.time()` when the process was asked for.
        films: at least three; the first warms the model up.
        open_window: shows the window.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    figures: dict[str, object] = {"platform": QApplication.platformName()}
    painted: list[float] = []

    def on_first_paint() -> None:
        painted.append(time.time() - started)
        figures["torch_imported_at_first_paint"] = "torch" in sys.modules

    window = open_window()
    AfterFirstPaint(window, on_first_paint)
    wait_for(lambda: bool(painted))
    figures["cold_start_to_first_paint_s"] = painted[0]
    wait_for(lambda: window.queue.detections.engine is Engine.READY)
    figures["cold_start_to_model_ready_s"] = time.time() - started
    _measure_detection(window, films, figures)
    ends = time.monotonic() + REST_S
    wait_for(lambda: time.monotonic() > ends)
    figures["peak_memory_mb"], figures["memory_at_rest_mb"] = peak_memory_mb(), memory_mb()
    window.close()
    QCoreApplication.sendPostedEvents()
    del application
    return figures


def _measure_detection(window: MainWindow, films: list[Path], figures: dict[str, object]) -> None:
    def detected(count: int) -> bool:
        entries = window.session.worklist.entries
        return sum(entry.progress is Progress.PREDICTED for entry in entries) >= count

    window.session.open_paths(films[:1])
    figures["first_prediction_after_opening_s"] = wait_for(lambda: detected(1))
    with Heartbeat() as heartbeat:
        window.session.open_paths(films[1:-1])
        wait_for(lambda: detected(len(films) - 1))
    figures["longest_stall_ms"] = heartbeat.longest_s * 1000
    window.session.open_paths(films[-1:])
    figures["cancel_to_cancelled_ms"] = _cancel(window) * 1000


def _cancel(window: MainWindow) -> float:
    detections = window.queue.detections
    wait_for(lambda: detections.job is not None and detections.job.step > 0)
    window.queue.cancel()
    return wait_for(lambda: detections.job is None)


def main() -> None:
    """Measure and print."""
    started, weights, device, *films = sys.argv[1:]
    opened = partial(open_window_with, weights or None, device)
    say(json.dumps(measure(float(started), list(map(Path, films)), opened)))


if __name__ == "__main__":
    main()

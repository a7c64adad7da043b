"""A window in which landmarks are dragged by real mouse events, in a process of its own.

Run by `landmark-gui bench drag` as `python -m landmark_gui.bench.drag_window FOLDER`; prints JSON.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import cos, sin
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from landmark_gui import heap
from landmark_gui.app import open_window
from landmark_gui.bench.memory import memory_mb
from landmark_gui.bench.window import wait_for
from landmark_gui.cli.outcome import say
from landmark_gui.detection.detector import Detector
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.main_window import MainWindow

FRAME_S = 1 / 60
MOVES = 30  # of one drag, where frames are measured
LEFT = Qt.MouseButton.LeftButton


class Painted(QObject):
    """Notes whether a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


@dataclass
class Frames:
    """How long frames took, in seconds: by the clock, and what the GUI thread computed."""

    clock_s: list[float] = field(default_factory=list)
    busy_s: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return medians, 99th percentiles and maxima in milliseconds."""
        said: dict[str, float] = {"frames": len(self.clock_s)}
        for name, seconds in (("clock", self.clock_s), ("computing", self.busy_s)):
            ordered = sorted(seconds)
            for share, what in ((0.5, "median"), (0.99, "p99"), (1.0, "max")):
                at = min(int(share * len(ordered)), len(ordered) - 1)
                said[f"{name}_{what}_ms"] = ordered[at] * 1000
        return said


class Hand:
    """Drags landmarks of the film shown, by events that come through Qt."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._screen = window.view.viewport()
        self._painted = Painted(self._screen)
        self._number = 0

    def take(self) -> QPoint:
        """Press on the next landmark and return where."""
        case, names = self.window.session.case, self.window.session.scheme.abbreviations
        name = names[self._number % len(names)]
        self._number += 1
        point = case.annotations[name].point if case else None
        if point is None:
            raise RuntimeError("the film has no landmarks to drag")
        self.window.panels.table.picked.emit(name)  # of two that lie together, it is the one taken
        at = QPointF(*self.window.view.viewport_now.to_screen(point)).toPoint()
        QTest.mousePress(self._screen, LEFT, pos=at)
        return at

    def path(self, start: QPoint, steps: int) -> Iterator[QPoint]:
        """Yield the places of a drag; it comes back near to where it began, within the film."""
        for step in range(1, steps + 1):
            angle = 6.3 * step / steps + self._number
            middle = self._screen.rect().center() - start
            inward = QPointF(middle) / 50
            yield start + QPointF(20 * sin(angle), 20 * cos(angle)).toPoint() + inward.toPoint()

    def move(self, to: QPoint) -> None:
        """Move the mouse."""
        QTest.mouseMove(self._screen, to)

    def release(self, at: QPoint) -> None:
        """Let go."""
        QTest.mouseRelease(self._screen, LEFT, pos=at)

    def frame(self, do: Callable[[QPoint], None], at: QPoint, frames: Frames) -> None:
        """Do something and note how long it took until it was painted."""
        begun, computed, painted = time.perf_counter(), time.thread_time(), self._painted.times
        do(at)
        while self._painted.times == painted:
            QApplication.processEvents()
        frames.clock_s.append(time.perf_counter() - begun)
        frames.busy_s.append(time.thread_time() - computed)


def measure(films: Path, frames: int, drags: int, changes: int) -> dict[str, object]:
    """Drive a window and return milliseconds a frame and memory in MB."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    window = open_window([films], _load)
    session, queue = window.session, window.queue
    wait_for(lambda: queue.detections.engine is Engine.READY)
    wait_for(lambda: session.film is not None and bool(session.case and session.case.detection))
    window.menus["heat_all"].trigger()
    window.menus["rings"].trigger()
    figures: dict[str, object] = {"dragging_while_detecting": _frames(window, frames)}
    wait_for(lambda: queue.waiting == 0 and queue.detections.job is None)
    hand = Hand(window)
    figures["drags"] = _memory(drags, lambda: _drag(hand))
    figures["film_changes"] = _memory(changes, lambda: _change(window))
    window.leave()
    del application
    return figures


def _frames(window: MainWindow, count: int) -> dict[str, float]:
    hand, frames = Hand(window), Frames()
    shown = window.session.worklist.current
    while len(frames.clock_s) < count:
        _keep_detecting(window, shown)
        at = hand.take()
        for to in hand.path(at, MOVES):
            begun = time.perf_counter()
            hand.frame(hand.move, to, frames)
            at = to
            while time.perf_counter() - begun < FRAME_S:
                QApplication.processEvents()
                time.sleep(0.0005)
        hand.frame(hand.release, at, frames)
    return frames.figures()


def _keep_detecting(window: MainWindow, shown: int) -> None:
    """Give the model another film as soon as it has none: it is at work all the time."""
    session, queue = window.session, window.queue
    if queue.waiting == 0 and queue.detections.job is None:
        worklist = session.worklist
        for index, entry in enumerate(worklist.entries):
            if index != shown and entry.case is not None:
                worklist = worklist.opened(
                    index, type(entry.case).new(entry.case.film, session.scheme)
                )
        session.update_worklist(worklist)
        session.turn_due.emit()


def _drag(hand: Hand) -> None:
    at = hand.take()
    for to in hand.path(at, 3):
        hand.move(to)
        at = to
    hand.release(at)
    QApplication.processEvents()


def _change(window: MainWindow) -> None:
    session = window.session
    session.show((session.worklist.current + 1) % len(session.worklist))
    wait_for(lambda: session.film is not None, every_ms=0)
    QApplication.processEvents()


def _memory(count: int, do: Callable[[], None]) -> dict[str, float | None]:
    """Do something many times; the first tenth fills caches and is not counted."""
    begun = time.perf_counter()
    for _ in range(max(1, count // 10)):
        do()
    before = _in_use_mb()
    for _ in range(count - count // 10):
        do()
    after = _in_use_mb()
    known = before is not None and after is not None
    return {
        "times": count,
        "seconds": time.perf_counter() - begun,
        "before_mb": before,
        "after_mb": after,
        "growth_percent": (after / before - 1) * 100 if known and before and after else None,
    }


def _in_use_mb() -> float | None:
    """Return the memory in use, without what the C library keeps for later."""
    gc.collect()
    heap.trim()
    return memory_mb()


def _load() -> Detector:
    # called in the runner's thread: torch must not be there before the window is seen
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415

    return load_detector()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("films", type=Path)
    for what in ("--frames", "--drags", "--changes"):
        parser.add_argument(what, type=int, required=True)
    args = parser.parse_args()
    say(json.dumps(measure(args.films, args.frames, args.drags, args.changes)))


if __name__ == "__main__":
    main()

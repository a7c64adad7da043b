"""The window's thread comes before those that work for it."""

import os
import sys
import threading
from collections.abc import Callable
from functools import partial

import pytest

from landmark_gui import priority
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.runner import Runner
from landmark_gui.ui.background import Background

linux = pytest.mark.skipif(sys.platform != "linux", reason="a priority is the whole program's")


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def told(start: Callable[[Callable[[], None]], None]) -> int:
    """Return how far the thread steps back in which something is run."""
    seen: list[int] = []
    done = threading.Event()

    def look() -> None:
        seen.append(niceness())
        done.set()

    start(look)
    assert done.wait(20)
    return seen[0]


@linux
def test_those_who_work_for_the_window_step_back_and_it_does_not(qapp: object) -> None:
    del qapp
    window = niceness()

    def in_runner(look: Callable[[], None]) -> None:
        def make() -> FakeDetector:
            look()
            return FakeDetector()

        Runner(make).close()

    def in_background(background: Background, look: Callable[[], None]) -> None:
        background.run(look, print, print)

    for asked in (priority.FILES, priority.RULER):
        background = Background(None, asked)
        assert told(partial(in_background, background)) == max(window, asked)
        background.close(5.0)
    assert told(in_runner) == max(window, priority.MODEL)
    assert niceness() == window


@linux
def test_a_thread_never_steps_forward() -> None:
    def back_and_back_again(look: Callable[[], None]) -> None:
        def steps() -> None:
            priority.step_back(priority.MODEL)
            priority.step_back(priority.FILES)
            look()

        threading.Thread(target=steps).start()

    assert told(back_and_back_again) >= priority.MODEL


def test_a_thread_works_where_priorities_cannot_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr("os.setpriority", forbidden, raising=False)
    priority.step_back(priority.MODEL)
    monkeypatch.setattr("sys.platform", "win32")
    priority.step_back(priority.MODEL)

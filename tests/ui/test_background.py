import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landmark_gui.ui.background import (
    DRAIN_MS,
    HANGING_MS,
    MOST_HANGING,
    Background,
    Urgency,
)


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    made = Background(qapp)
    yield made
    made.close(1.0)


def fail(error: Exception) -> None:
    raise error


def test_work_runs_elsewhere_and_its_outcome_arrives_in_the_gui_thread(
    background: Background, qtbot: QtBot
) -> None:
    told: list[tuple[str, bool]] = []

    def then(name: str) -> None:
        told.append((name, threading.current_thread() is threading.main_thread()))

    background.run(lambda: threading.current_thread().name, then, fail)
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
    assert told == [("files", True)]
    assert background.resting


def test_a_failure_arrives_too_and_the_next_work_is_done(
    background: Background, qtbot: QtBot
) -> None:
    errors: list[Exception] = []
    done: list[int] = []
    background.run(lambda: 1 // 0, done.append, errors.append)
    background.run(lambda: 7, done.append, errors.append)
    qtbot.waitUntil(lambda: done == [7], timeout=3000)
    assert isinstance(errors[0], ZeroDivisionError)


def test_what_the_user_waits_for_comes_before_thumbnails(
    background: Background, qtbot: QtBot
) -> None:
    gate = threading.Event()
    order: list[str] = []
    background.run(lambda: gate.wait(3), lambda _: None, fail)
    background.run(lambda: "later", order.append, fail, Urgency.SOMETIME)
    background.run(lambda: "next", order.append, fail, Urgency.NEXT)
    background.run(lambda: "now", order.append, fail, Urgency.ASKED)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3, timeout=3000)
    assert order == ["now", "next", "later"]


def test_no_more_than_a_few_reads_that_hang_lie_beside_each_other(
    background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.background.HANGS_S", 0.01)
    gate, begun = threading.Event(), list[int]()

    def hang(number: int) -> None:
        begun.append(number)
        gate.wait(8)

    for number in range(MOST_HANGING + 3):
        background.run(partial(hang, number), lambda _: None, fail)
    qtbot.waitUntil(lambda: len(begun) == MOST_HANGING + 1, timeout=3000)
    qtbot.wait(100)
    assert len(begun) == MOST_HANGING + 1
    gate.set()
    qtbot.waitUntil(lambda: background.resting, timeout=3000)


def test_a_read_that_hangs_is_looked_for_seldom_until_something_else_is_under_way(
    background: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.background.HANGS_S", 0.05)
    gate, done, timer = threading.Event(), list[str](), background._timer
    background.run(lambda: gate.wait(8), lambda _: None, fail)
    qtbot.waitUntil(lambda: timer.interval() == HANGING_MS, timeout=3000)
    background.run(lambda: "other", done.append, fail)
    assert timer.interval() == DRAIN_MS
    qtbot.waitUntil(lambda: done == ["other"], timeout=3000)
    qtbot.waitUntil(lambda: timer.interval() == HANGING_MS, timeout=3000)
    assert timer.isActive()
    gate.set()
    qtbot.waitUntil(lambda: background.resting, timeout=3000)
    assert not timer.isActive()


def test_closing_does_not_wait_for_what_is_still_queued(qapp: QApplication) -> None:
    background = Background(qapp)
    for _ in range(100):
        background.run(lambda: time.sleep(0.05), lambda _: None, fail)
    begun = time.monotonic()
    background.close(1.0)
    assert time.monotonic() - begun < 0.5

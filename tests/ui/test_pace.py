"""How long the films that wait will take."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from landmark_gui.detection.events import Settings
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.prediction import Mode
from landmark_gui.ui.detections import Engine, Job
from landmark_gui.ui.pace import Pace, time_text
from landmark_gui.ui.panels.detection_panel import DetectionPanel
from tests.ui.hand import KEY

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def test_how_long_a_film_takes_is_told_by_the_last_ten_from_the_fourth_on() -> None:
    pace = Pace()
    for took_s in (40.0, 20.0):
        pace.note(Mode.MULTI, took_s)
        assert pace.film_s(Mode.MULTI) is None
    pace.note(Mode.MULTI, 30.0)
    assert pace.film_s(Mode.MULTI) == 30.0
    for _ in range(10):
        pace.note(Mode.MULTI, 15.0)
    assert pace.film_s(Mode.MULTI) == 15.0


def test_a_film_that_the_machine_slept_through_does_not_spoil_the_time_left() -> None:
    pace = Pace()
    for took_s in (2.0, 2.0, 3600.0, 3.0):
        pace.note(Mode.MULTI, took_s)
    assert pace.film_s(Mode.MULTI) == 2.5


def test_films_in_one_mode_tell_nothing_of_the_other() -> None:
    pace = Pace()
    for _ in range(3):
        pace.note(Mode.MULTI, 40.0)
    assert pace.film_s(Mode.SINGLE) is None
    for _ in range(3):
        pace.note(Mode.SINGLE, 2.0)
    assert pace.film_s(Mode.SINGLE) == 2.0
    assert pace.film_s(Mode.MULTI) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20.0, ""),
        (70.0, "1 min"),
        (11.4 * 60, "11 min"),
        (22.0 * 60, "20 min"),
        (23.0 * 60, "25 min"),
        (110.0 * 60, "2 h"),
    ],
)
def test_the_longer_something_takes_the_coarser_it_is_said(seconds: float, said: str) -> None:
    assert time_text(seconds) == said


def test_the_time_that_is_left_stands_beside_the_films_left(qtbot: QtBot) -> None:
    buttons = QToolButton(), QToolButton()
    panel = DetectionPanel(*buttons)
    qtbot.addWidget(panel)
    job = Job(1, 0, Settings(), film_s=30.0)

    def said(job: Job, waiting: int, *, paused: bool = False) -> str:
        panel.show_job(job, "film", waiting, Engine.READY, paused=paused)
        return panel._title.text()

    assert said(job, 5) == "5 left · 3 min"
    assert said(job, 0) == "Detecting"
    assert said(job, 5, paused=True) == "5 left"  # they do not go on
    assert said(replace(job, film_s=None), 5) == "5 left"


def test_only_a_film_that_is_being_detected_can_be_cancelled(qtbot: QtBot) -> None:
    pause, cancel = QToolButton(), QToolButton()
    panel = DetectionPanel(pause, cancel)
    qtbot.addWidget(panel)
    panel.show_job(None, "", 3, Engine.LOADING, paused=False)
    assert cancel.isHidden()
    assert not pause.isHidden()
    panel.show_job(Job(1, 0, Settings()), "film", 3, Engine.READY, paused=False)
    assert not cancel.isHidden()


def test_the_fourth_film_at_the_detector_is_the_first_whose_time_is_known(bench: "Bench") -> None:
    known: dict[int, bool] = {}

    def look() -> None:
        job = bench.window.queue.detections.job
        if job is not None:
            known[job.film] = job.film_s is not None

    bench.window.queue.detections.changed.connect(look)
    bench.open(4)
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED] * 4)
    assert known == {0: False, 1: False, 2: False, 3: True}


def test_a_film_that_the_model_has_still_to_see_is_said_to_wait_for_it(bench: "Bench") -> None:
    bench.open(3)
    bench.until_shown()
    bench.hand.key(KEY.Key_Space)
    said = bench.window.messages.current
    assert said is not None
    assert said.text == "No film is ready yet: 2 films are still waiting for the model."
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED] * 3)
    for index in range(3):
        bench.window.session.show(index)
        bench.until_shown()
        bench.window.correcting.confirm_all()
    bench.hand.key(KEY.Key_Space)
    assert bench.said == "All 3 films are complete."

import threading

from pytestqt.qtbot import QtBot

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import (
    Cancelled,
    Event,
    Finished,
    Ready,
    Request,
    Settings,
    StepDone,
)
from landmark_gui.detection.runner import Runner
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.ui.detection_feed import DetectionFeed


class Heard:
    def __init__(self, feed: DetectionFeed) -> None:
        self.events: list[Event] = []
        self.threads: set[str] = set()
        feed.arrived.connect(self._hear)

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread().name)

    def has(self, kind: type[Event]) -> bool:
        return any(isinstance(event, kind) for event in self.events)


def test_all_events_arrive_in_the_gui_thread_and_the_timer_rests_afterwards(
    qtbot: QtBot, film: Cephalogram
) -> None:
    with Runner(FakeDetector) as runner:
        feed = DetectionFeed(runner)
        heard = Heard(feed)
        feed.submit(Request(7, film, Settings(steps=300)))
        qtbot.waitUntil(lambda: heard.has(Finished), timeout=8000)
        qtbot.waitUntil(lambda: feed.resting, timeout=1000)
        first, *steps, last = heard.events
        assert (type(first), type(last)) == (Ready, Finished)
        assert all(isinstance(step, StepDone) for step in steps)
        assert heard.threads == {threading.main_thread().name}


def test_of_the_steps_between_two_frames_the_latest_is_heard(qtbot: QtBot) -> None:
    ended: list[Event] = [*(StepDone(1, step, 3) for step in (1, 2, 3)), Cancelled(1)]
    going_on: list[Event] = [StepDone(2, step, 3) for step in (1, 2)]
    with Runner(FakeDetector) as runner:
        feed = DetectionFeed(runner)
        qtbot.waitUntil(lambda: feed.resting, timeout=3000)
        heard = Heard(feed)
        for event in (*ended, *going_on):
            runner._events.put(event)
        feed._drain()
    assert heard.events == [ended[-1], going_on[-1]]


def test_a_detector_that_cannot_be_loaded_is_heard_of_and_the_timer_rests(qtbot: QtBot) -> None:
    def make() -> FakeDetector:
        raise FileNotFoundError("no weights")

    with Runner(make) as runner:
        feed = DetectionFeed(runner)
        heard = Heard(feed)
        qtbot.waitUntil(lambda: feed.resting, timeout=3000)
        (event,) = heard.events
        assert "no weights" in str(event)

import threading
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from queue import SimpleQueue

import numpy as np
import pytest
from typing_extensions import override

from landmark_gui.detection.detector import Detector, FakeDetector, detected
from landmark_gui.detection.events import (
    END,
    Cancelled,
    Event,
    Failed,
    Finished,
    Ready,
    Request,
    Settings,
    StepDone,
)
from landmark_gui.detection.runner import Runner
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.orientation import Facing, Polarity
from landmark_gui.domain.prediction import Mode, ReadOut

FILM = Cephalogram(FilmInfo("a", "x", 100, 200), np.zeros((200, 100), np.uint8), Window(0, 1))


def request(job: int, steps: int) -> Request:
    return Request(job, FILM, Settings(steps=steps))


def until(runner: Runner, wanted: Callable[[Event], bool]) -> list[Event]:
    seen: list[Event] = []
    deadline = time.monotonic() + 10
    while not any(map(wanted, seen)) and time.monotonic() < deadline:
        seen += runner.drain()
        time.sleep(0.001)
    return seen


def ends(job: int) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, END) and event.job == job


def ends_loading(event: Event) -> bool:
    return isinstance(event, Failed) and event.job is None


def test_the_detector_is_ready_before_the_first_request() -> None:
    with Runner(FakeDetector) as runner:
        assert until(runner, lambda event: isinstance(event, Ready)) == [FakeDetector().ready()]


class Moving(FakeDetector):
    """Goes over to another device at its second step."""

    device = "gpu"

    @override
    def ready(self) -> Ready:
        return Ready("fake", Moving.device)

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        for event in super().detect(request):
            if isinstance(event, StepDone) and event.step == 2:
                Moving.device = "cpu"
            yield event


def test_a_detector_that_goes_over_to_another_device_is_told_ready_there_once() -> None:
    with Runner(Moving) as runner:
        for job in (1, 2):
            runner.submit(request(job, steps=3))
        events = until(runner, ends(2))
    told = [e.device if isinstance(e, Ready) else type(e).__name__ for e in events]
    assert told[:5] == ["gpu", "StepDone", "cpu", "StepDone", "StepDone"]
    assert sum(isinstance(event, Ready) for event in events) == 2


def test_every_step_is_told_before_the_result() -> None:
    with Runner(FakeDetector) as runner:
        runner.submit(request(1, steps=3))
        ready, *steps, last = until(runner, ends(1))
        assert isinstance(ready, Ready)
        assert [e.step for e in steps if isinstance(e, StepDone)] == [1, 2, 3]
        assert isinstance(last, Finished)
        assert [p.landmark for p in last.detection.predictions] == ["S", "N"]


def test_the_detector_lives_in_the_worker_thread() -> None:
    threads: list[str] = []

    def make() -> Detector:
        threads.append(threading.current_thread().name)
        return FakeDetector()

    with Runner(make) as runner:
        until(runner, lambda event: isinstance(event, Ready))
    assert threads == ["detector"]


def test_a_cancelled_job_stops_within_one_step() -> None:
    with Runner(lambda: FakeDetector(step_seconds=0.02)) as runner:
        runner.submit(request(1, steps=1000))
        until(runner, lambda event: isinstance(event, StepDone))
        started = time.perf_counter()
        runner.cancel(1)
        assert isinstance(until(runner, ends(1))[-1], Cancelled)
        assert time.perf_counter() - started < 0.5


def test_a_job_cancelled_before_its_turn_never_starts() -> None:
    with Runner(lambda: FakeDetector(step_seconds=0.01)) as runner:
        runner.submit(request(1, steps=10))
        runner.submit(request(2, steps=10))
        runner.cancel(2)
        events = until(runner, ends(2))
        assert not any(isinstance(e, StepDone) and e.job == 2 for e in events)


@pytest.mark.parametrize(("error", "full"), [(MemoryError, True), (OSError, False)])
def test_a_failure_says_whether_memory_did_not_suffice(
    error: type[Exception], *, full: bool
) -> None:
    def fail() -> Detector:
        raise error

    with Runner(fail) as runner:
        [failed] = until(runner, ends_loading)
    assert isinstance(failed, Failed)
    assert failed.full is full


def test_memory_is_given_back_once_when_no_work_follows_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr("landmark_gui.detection.runner.RESTS_S", 0.01)
    monkeypatch.setattr(
        "landmark_gui.heap.trim", lambda: threads.put(threading.current_thread().name)
    )
    with Runner(FakeDetector) as runner:
        assert threads.get(timeout=10) == "detector"  # what loading left
        runner.submit(request(1, steps=1))
        assert threads.get(timeout=10) == "detector"
    assert threads.empty()


def test_a_broken_job_is_told_and_the_next_one_runs() -> None:
    with Runner(lambda: FakeDetector(fail_at=2)) as runner:
        runner.submit(request(1, steps=3))
        runner.submit(request(2, steps=1))
        events = until(runner, ends(2))
        failed = next(e for e in events if isinstance(e, Failed))
        assert (failed.job, failed.message) == (1, "step 2 broke")
        assert "RuntimeError" in failed.trace
        assert isinstance(events[-1], Finished)


def test_a_detector_that_cannot_be_made_is_told_and_tried_again_with_the_next_job() -> None:
    tries: list[int] = []

    def make() -> Detector:
        tries.append(1)
        if len(tries) == 1:
            raise OSError
        return FakeDetector()

    with Runner(make) as runner:
        (failed,) = until(runner, lambda event: isinstance(event, Failed))
        assert failed == Failed(None, "OSError", failed.trace)  # type: ignore[union-attr]
        runner.submit(request(1, steps=1))
        assert isinstance(until(runner, ends(1))[-1], Finished)


def test_a_detector_that_could_not_be_made_is_made_without_a_job_when_asked() -> None:
    tries: list[int] = []

    def make() -> Detector:
        tries.append(1)
        if len(tries) < 3:
            raise FileNotFoundError("no weights")
        return FakeDetector()

    with Runner(make) as runner:
        until(runner, ends_loading)
        runner.load()
        until(runner, ends_loading)
        runner.load()
        assert until(runner, lambda event: isinstance(event, Ready)) == [FakeDetector().ready()]
    assert len(tries) == 3


def test_closing_ends_the_thread_in_the_middle_of_a_job() -> None:
    runner = Runner(lambda: FakeDetector(step_seconds=0.02))
    runner.submit(request(1, steps=1000))
    until(runner, lambda event: isinstance(event, StepDone))
    started = time.perf_counter()
    assert runner.close()
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(("steps", "samples"), [(0, 1), (1, 0)])
def test_no_steps_or_no_samples_are_refused(steps: int, samples: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Settings(steps=steps, samples=samples)


@pytest.mark.parametrize(
    ("name", "word", "member"),
    [
        ("mode", "multi", Mode.MULTI),
        ("read_out", "hottest", ReadOut.HOTTEST),
        ("facing", "left", Facing.LEFT),
        ("polarity", "inverted", Polarity.INVERTED),
    ],
)
def test_a_word_is_taken_for_what_it_names_and_a_slip_of_it_is_refused(
    name: str, word: str, member: StrEnum
) -> None:
    assert getattr(Settings(**{name: word}), name) is member  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=f"{word}t"):
        Settings(**{name: f"{word}t"})  # type: ignore[arg-type]


def test_a_seed_below_0_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0"):
        Settings(seed=-1)


class Unfinished(FakeDetector):
    """Ends after its first step."""

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        yield next(iter(super().detect(request)))


def test_who_asks_for_the_detection_alone_gets_it_or_hears_what_came_instead() -> None:
    found = detected(FakeDetector(), request(1, steps=2))
    assert [p.landmark for p in found.predictions] == ["S", "N"]
    with pytest.raises(TypeError, match="StepDone"):
        detected(Unfinished(), request(1, steps=2))


def test_the_single_step_is_one_chain_of_one() -> None:
    assert Settings(Mode.SINGLE, steps=5, samples=3).chain == (1, 1)
    assert Settings(steps=5, samples=3).chain == (5, 3)

"""Whose turn it is, through the window's own session with a small real runner."""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, StepDone
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Mode
from landmark_gui.ui.detections import Engine, Job
from tests.ui.conftest import source

if TYPE_CHECKING:
    from tests.conftest import Records
    from tests.ui.conftest import Bench

WAITING, DETECTING, PREDICTED = Progress.WAITING, Progress.DETECTING, Progress.PREDICTED


def slow(scheme: LandmarkScheme, step_seconds: float = 0.05) -> partial[FakeDetector]:
    return partial(FakeDetector, scheme.abbreviations, step_seconds)


def job(bench: "Bench") -> Job | None:
    return bench.window.queue.detections.job


def stepped(bench: "Bench", film: int) -> bool:
    now = job(bench)
    return now is not None and now.film == film and now.step > 0


def test_all_films_are_detected_one_after_another_the_one_shown_first(bench: "Bench") -> None:
    order: list[int] = []
    bench.window.queue.detections.found.connect(lambda film, _: order.append(film))
    bench.open(3)
    bench.window.session.show(1)
    bench.start()
    bench.until(lambda: bench.progress() == [PREDICTED] * 3)
    assert order == [1, 2, 0]
    assert bench.window.queue.waiting == 0


def test_a_film_whose_reading_hangs_keeps_no_other_from_the_model(
    bench: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.background.HANGS_S", 0.1)
    answers = Event()

    def hang(name: str) -> Cephalogram:
        answers.wait(8)
        return source(1).read(name)

    bench.window.session.add([replace(source(1), read=hang), *map(source, (2, 3, 4))])
    bench.start()
    bench.until(lambda: bench.progress()[1:] == [PREDICTED] * 3)
    assert bench.progress()[0] is WAITING
    answers.set()
    bench.until(lambda: bench.progress()[0] is PREDICTED)


def test_a_film_that_is_shown_goes_before_the_one_under_way(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    order: list[int] = []
    bench.window.queue.detections.found.connect(lambda film, _: order.append(film))
    bench.open(3)
    bench.start(slow(scheme))
    bench.until(lambda: stepped(bench, 0))
    bench.window.session.show(2)
    bench.until(lambda: len(order) == 3)
    assert order == [2, 0, 1]


def test_going_to_a_film_that_is_done_disturbs_nothing(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    bench.open(2)
    bench.start(slow(scheme, 0.02))
    bench.until(lambda: stepped(bench, 1))
    number = job(bench)
    bench.window.session.show(1)
    bench.window.session.show(0)
    now = job(bench)
    assert number is not None
    assert now is not None
    assert (now.number, now.leaving) == (number.number, False)


def test_cancelling_stops_within_a_step_and_the_film_waits_until_it_is_asked_for(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    bench.open(1)
    bench.start(slow(scheme))
    bench.until(lambda: stepped(bench, 0))
    begun = time.monotonic()
    bench.window.menus["cancel"].trigger()
    bench.until(lambda: job(bench) is None)
    assert time.monotonic() - begun < 0.5
    bench.qtbot.wait(150)
    assert bench.progress() == [WAITING]
    bench.window.menus["detect"].trigger()
    bench.until_detected()


def test_what_is_paused_is_the_background_and_not_the_film_shown(bench: "Bench") -> None:
    bench.window.menus["pause"].trigger()
    bench.open(3)
    bench.start()
    bench.until_detected()
    bench.qtbot.wait(150)
    assert bench.progress() == [PREDICTED, WAITING, WAITING]
    bench.window.session.show(2)
    bench.until_detected()
    bench.window.menus["pause"].trigger()
    bench.until(lambda: bench.progress() == [PREDICTED] * 3)


def test_the_map_is_seen_while_it_is_denoised_and_goes_afterwards(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    bench.open(1)
    bench.start(slow(scheme, 0.03))
    bench.until(lambda: bench.window.queue.preview is not None)
    assert "step" in bench.window.panels.area._chip.text()
    bench.until_detected()
    assert bench.window.queue.preview is None
    assert bench.window.panels.area._chip.isHidden()


def test_a_film_that_breaks_the_detector_is_marked_and_can_be_tried_again(
    bench: "Bench", scheme: LandmarkScheme, log_records: "Records"
) -> None:
    detectors = [FakeDetector(scheme.abbreviations, fail_at=2)]
    bench.open(1)
    bench.start(detectors.pop)
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    message = bench.window.messages.current
    assert message is not None
    assert "step 2 broke" in message.text
    assert bench.window.session.film is not None  # the film itself can still be seen
    assert len(log_records.take()) == 1
    message.remedies[0].verb()
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    assert len(log_records.take()) == 1


class Full(FakeDetector):
    """Runs out of memory as long as other programs hold it."""

    others = True

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        if Full.others:
            raise MemoryError("There is not enough memory.")
        yield from super().detect(request)


def test_memory_that_does_not_suffice_costs_one_film_its_turn_and_the_others_wait(
    bench: "Bench",
    scheme: LandmarkScheme,
    log_records: "Records",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Full, "others", True)
    bench.open(3)
    bench.start(lambda: Full(scheme.abbreviations))
    bench.until(lambda: bench.progress()[0] is Progress.FAILED)
    bench.qtbot.wait(150)
    assert bench.progress() == [Progress.FAILED, WAITING, WAITING]
    assert bench.window.menus["pause"].isChecked()
    assert len(log_records.take()) == 1
    message = bench.window.messages.current
    assert message is not None
    assert message.text.endswith("film-1: There is not enough memory.")
    monkeypatch.setattr(Full, "others", False)
    message.remedies[0].verb()
    bench.until(lambda: bench.progress() == [PREDICTED] * 3)


def test_weights_that_cannot_be_loaded_are_said_once_and_fail_no_film(
    bench: "Bench", scheme: LandmarkScheme, log_records: "Records"
) -> None:
    tries: list[int] = []

    def make() -> FakeDetector:
        tries.append(1)
        if len(tries) < 3:
            raise FileNotFoundError("There are no weights called x.")
        return FakeDetector(scheme.abbreviations)

    bench.start(make)
    bench.until(lambda: bench.window.queue.detections.engine is Engine.BROKEN)
    bench.open(2)
    bench.until_shown()
    assert len(tries) == 1
    assert bench.progress() == [WAITING, WAITING]
    bench.window.menus["detect"].trigger()
    bench.until(lambda: len(tries) == 2 and job(bench) is None)
    message = bench.window.messages.current
    assert message is not None
    assert "no weights called x" in message.text
    message.remedies[0].verb()
    bench.until(lambda: bench.progress() == [PREDICTED, PREDICTED])
    assert len(log_records.take()) == 2


@pytest.mark.parametrize("broken", [False, True])
def test_a_model_is_loaded_again_though_no_film_can_be_detected(
    bench: "Bench", scheme: LandmarkScheme, log_records: "Records", *, broken: bool
) -> None:
    tries: list[int] = []

    def make() -> FakeDetector:
        tries.append(1)
        if len(tries) < 2:
            raise FileNotFoundError("There are no weights called x.")
        return FakeDetector(scheme.abbreviations)

    if broken:
        bench.open(0, broken=True)
        bench.until(lambda: bench.progress() == [Progress.FAILED])
    bench.start(make)
    bench.until(lambda: bench.window.queue.detections.engine is Engine.BROKEN)
    bench.window.queue.detect_again()
    assert bench.window.messages.current is not None
    bench.window.messages.current.remedies[0].verb()
    bench.until(lambda: bench.window.queue.detections.engine is Engine.READY)
    assert len(tries) == 2
    bench.open(1)
    bench.window.session.show(1 if broken else 0)
    bench.until_detected()
    assert len(log_records.take()) == 1


def test_a_landmark_placed_before_the_prediction_came_stays_and_undo_keeps_the_prediction(
    bench: "Bench",
) -> None:
    bench.open(1)
    bench.until_shown()
    bench.window.correcting.move("S", Point(11, 12))
    bench.start()
    case = bench.until_detected()
    assert case.annotations["S"].point == Point(11, 12)
    bench.window.menus["undo"].trigger()
    after = bench.window.session.case
    assert after is not None
    assert after.detection is not None
    assert after.annotations["S"].point == after.detection["S"].point


def test_the_mode_chosen_is_the_mode_asked_for(bench: "Bench") -> None:
    bench.window.menus["mode_single"].trigger()
    bench.open(1)
    bench.start()
    case = bench.until_detected()
    assert case.detection is not None
    assert case.detection.provenance.mode is Mode.SINGLE
    assert bench.window.menus["mode_single"].isChecked()
    assert not bench.window.menus["mode_multi"].isChecked()


def test_another_mode_is_taken_up_while_the_film_is_being_detected(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    bench.open(1)
    bench.start(slow(scheme))
    bench.until(lambda: stepped(bench, 0))
    bench.window.menus["detect"].trigger()
    now = job(bench)
    assert now is not None
    assert not now.leaving  # that is what is being done
    bench.window.menus["mode_single"].trigger()
    bench.window.menus["detect"].trigger()
    case = bench.until_detected()
    assert case.detection is not None
    assert case.detection.provenance.mode is Mode.SINGLE


def test_what_was_found_on_another_picture_is_not_taken_for_this_film(detected: "Bench") -> None:
    before = detected.window.session.case
    assert before is not None
    assert before.detection is not None
    strange = replace(before.detection, film_sha256="another")
    detected.window.queue.detections.found.emit(0, strange)
    assert detected.window.session.case is before
    assert detected.progress() == [Progress.FAILED]


def test_maps_of_an_earlier_detection_are_not_laid_over_a_later_one(
    bench: "Bench", tmp_path: Path
) -> None:
    session, goes_on = bench.window.session, Event()
    bench.window.queue.maps.open(tmp_path)
    bench.open(1)
    bench.start()
    found = bench.until_detected().detection
    assert found is not None
    bench.until(lambda: session.background.resting)
    session.background.run(lambda: goes_on.wait(20), print, print)
    session.update_worklist(session.worklist.at_rest(0))
    session.changed.emit()  # its maps are looked for
    later = replace(found, heatmap=replace(found.heatmap, maps=found.heatmap.maps.copy()))
    session.update_worklist(session.worklist.detected(0, later))
    goes_on.set()
    bench.until(lambda: session.background.resting)
    assert session.case is not None
    assert session.case.detection is later


def test_detecting_again_keeps_what_was_decided(detected: "Bench") -> None:
    session, correcting = detected.window.session, detected.window.correcting
    correcting.move("N", Point(5, 6))
    before = session.case
    detected.window.menus["detect"].trigger()
    detected.until(lambda: job(detected) is None)
    assert before is not None
    assert session.case is not None
    assert session.case.detection is not before.detection
    assert session.case.annotations["N"] == before.annotations["N"]


def test_a_fresh_prediction_selects_where_the_model_is_least_sure(bench: "Bench") -> None:
    bench.open(1)
    bench.start()
    case = bench.until_detected()
    assert bench.window.session.selected == bench.window.session.review.of(case).order[0] == "Ar"


def test_detecting_again_leaves_the_selection_where_it_is(detected: "Bench") -> None:
    before = detected.window.session.case
    detected.window.queue.detect_again()
    detected.until(lambda: detected.window.session.case is not before)
    assert detected.window.session.selected == "S"


def test_a_fresh_prediction_leaves_the_landmark_that_was_chosen_on_the_film(
    bench: "Bench",
) -> None:
    bench.open(1)
    bench.until_shown()
    bench.window.session.select("Go")
    bench.start()
    bench.until_detected()
    assert bench.window.session.selected == "Go"

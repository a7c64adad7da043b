"""Neighbours follow: what moves after a drag, what never does, and how it is taken back."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Ready, Request, StepDone
from landmark_gui.detection.runner import Runner
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.orientation import Facing
from landmark_gui.domain.prediction import Mode
from landmark_gui.records.record import Record
from tests.ui.hand import CTRL, KEY, Hand

if TYPE_CHECKING:
    from tests.conftest import Records
    from tests.ui.conftest import Bench

BY = Point(12.0, -8.0)  # by which Go and Me follow S


@dataclass
class Follower:
    """Moves Go and Me where S is given, and remembers what it was asked."""

    names: tuple[str, ...]
    helps: bool = True
    seconds: float = 0.0
    broken: bool = False
    asked: list[Request] = field(default_factory=list)

    def ready(self) -> Ready:
        return Ready("follower", "cpu", self.helps)

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        self.asked.append(request)
        if request.given:
            time.sleep(self.seconds)
            if self.broken:
                raise RuntimeError("it broke")
        *steps, last = FakeDetector(self.names).detect(request)
        if not request.given:
            yield from steps
        assert isinstance(last, Finished)
        moved = {"Go", "Me"} if "S" in request.given else set()
        said = tuple(
            replace(p, point=p.point.moved(BY.x, BY.y)) if p.landmark in moved else p
            for p in last.detection.predictions
        )
        yield replace(last, detection=replace(last.detection, predictions=said))


@dataclass
class Desk:
    """A film with predictions, a hand over it, and the detector that is asked."""

    hand: Hand
    detector: Follower

    def until_followed(self) -> None:
        before = self.hand.case.detection
        assert before is not None
        goal = before["Go"].point.moved(BY.x, BY.y)
        self.hand.bench.until(lambda: self.hand.point("Go").distance_px(goal) < 1e-6)

    def drag(self, name: str) -> None:
        self.hand.drag(self.hand.on_screen(self.hand.point(name)))

    @property
    def reruns(self) -> list[Request]:
        return [request for request in self.detector.asked if request.given]

    def until_answered(self) -> None:
        until_answered(self.hand.bench)


def until_answered(bench: "Bench") -> None:
    """Wait until the model has answered what it was asked, if it was asked anything."""
    following = bench.window.following
    bench.until(lambda: not following._due.isActive() and following._asked is None)


def desk(bench: "Bench", detector: Follower | None = None) -> Desk:
    made = detector or Follower(bench.window.session.scheme.abbreviations)
    bench.open(1)
    bench.window.attach(Runner(lambda: made))
    bench.until_detected()
    bench.window.session.select("S")
    hand = Hand(bench)
    hand.view.setFocus()
    return Desk(hand, made)


def toggle(bench: "Bench") -> None:
    bench.window.menus["follow"].trigger()


def test_predictions_that_a_drag_contradicts_follow_it(bench: "Bench") -> None:
    at = desk(bench)
    before = dict(at.hand.case.annotations)
    at.drag("S")
    at.until_followed()
    moved = {name for name, said in at.hand.case.annotations.items() if said != before[name]}
    assert moved == {"S", "Go", "Me"}
    assert at.hand.status("Go") is at.hand.status("Me") is Status.PREDICTED
    assert at.reruns[0].given == {"S": at.hand.point("S")}


def test_one_undo_takes_the_drag_and_all_that_followed_back(bench: "Bench") -> None:
    at = desk(bench)
    before = dict(at.hand.case.annotations)
    at.drag("S")
    at.until_followed()
    after = dict(at.hand.case.annotations)
    at.hand.key(KEY.Key_Z, CTRL)
    assert dict(at.hand.case.annotations) == before
    at.hand.key(KEY.Key_Y, CTRL)
    assert dict(at.hand.case.annotations) == after


def test_backspace_takes_back_what_had_followed_and_is_no_step_on_it(bench: "Bench") -> None:
    at = desk(bench)
    before = at.hand.point("Go")
    at.drag("S")
    at.until_followed()
    followed = at.hand.point("Go")
    at.hand.session.select("Go")
    at.hand.correcting.back()
    assert at.hand.point("Go") == followed
    assert at.hand.window.menus["undo"].text() == "Undo Move S"
    at.hand.session.select("S")
    at.hand.key(KEY.Key_Backspace)
    bench.until(lambda: at.hand.point("Go") == before)


def test_the_model_is_asked_about_the_film_as_it_lies_in_the_way_it_was_detected(
    bench: "Bench",
) -> None:
    at = desk(bench)
    bench.window.menus["mode_single"].trigger()  # from the next film on
    bench.window.queue.orienting.state_facing(0, Facing.LEFT)
    at.drag("S")
    at.until_followed()
    (asked,) = (request.settings for request in at.reruns)
    assert (asked.mode, asked.facing) == (Mode.MULTI, Facing.LEFT)


def test_what_follows_keeps_the_shift_by_which_it_was_placed_as_the_reader_does(
    bench: "Bench",
) -> None:
    at = desk(bench)
    session, go = at.hand.session, at.hand.point("Go")
    session.update_worklist(session.worklist.placed(0, {"Go": go.moved(0, -9)}))
    at.drag("S")
    at.until_answered()
    assert at.hand.point("Go").distance_px(go.moved(BY.x, BY.y - 9)) < 1e-6


def test_what_the_reader_touched_or_locked_never_follows(bench: "Bench") -> None:
    at = desk(bench)
    at.hand.session.select("Go")
    at.hand.key(KEY.Key_Return)
    at.hand.session.select("Me")
    at.hand.key(KEY.Key_L)
    before = {name: at.hand.case.annotations[name] for name in ("Go", "Me")}
    at.drag("S")
    bench.until(lambda: bool(at.reruns))
    at.until_answered()
    assert {name: at.hand.case.annotations[name] for name in ("Go", "Me")} == before
    assert set(at.reruns[-1].given) == {"S", "Go"}


def test_an_answer_that_comes_after_another_edit_is_ignored(bench: "Bench") -> None:
    at = desk(bench, Follower(bench.window.session.scheme.abbreviations, seconds=0.2))
    go = at.hand.point("Go")
    at.drag("S")
    bench.until(lambda: bool(at.reruns))
    at.hand.key(KEY.Key_Z, CTRL)
    at.until_answered()
    assert at.hand.point("Go") == go
    assert at.hand.status("S") is Status.PREDICTED


def test_the_last_of_two_drags_is_the_one_that_counts(bench: "Bench") -> None:
    at = desk(bench, Follower(bench.window.session.scheme.abbreviations, seconds=0.2))
    at.drag("S")
    bench.until(lambda: len(at.reruns) == 1)
    at.drag("A")
    at.until_followed()
    assert set(at.reruns[-1].given) == {"S", "A"}
    assert at.hand.window.menus["undo"].text() == "Undo Move A"


def test_nudges_and_placing_are_followed_too_and_a_held_key_asks_once(bench: "Bench") -> None:
    at = desk(bench)
    for _ in range(5):
        at.hand.key(KEY.Key_Right)
    at.until_followed()
    at.until_answered()
    assert len(at.reruns) < 5


def test_the_weights_decide_until_the_user_does(bench: "Bench") -> None:
    at = desk(bench, Follower(bench.window.session.scheme.abbreviations, helps=False))
    action = bench.window.menus["follow"]
    assert not action.isChecked()
    at.drag("A")
    at.until_answered()
    assert at.reruns == []
    toggle(bench)
    assert action.isChecked()
    at.drag("S")
    at.until_followed()


def test_the_choice_is_kept_for_the_next_start(bench: "Bench") -> None:
    at = desk(bench)
    assert bench.window.menus["follow"].isChecked()
    toggle(bench)
    assert not bench.window.menus["follow"].isChecked()
    assert bench.window.following.on is False
    at.drag("S")
    at.until_answered()
    assert at.reruns == []


def test_nothing_is_asked_while_no_model_is_there(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    toggle(bench)
    hand = Hand(bench)
    hand.key(KEY.Key_P)
    hand.click(Point(100, 90))
    until_answered(bench)
    assert hand.status("S") is Status.MOVED


def test_a_film_in_the_background_makes_way(bench: "Bench") -> None:
    names = bench.window.session.scheme.abbreviations
    at = desk(bench, Follower(names))
    bench.open(3)
    bench.window.session.show(0)
    at.drag("S")
    at.until_followed()
    bench.until(lambda: len({r.film.info.sha256 for r in at.detector.asked}) == 3)


def test_who_pages_at_once_leaves_the_neighbours_of_the_film_they_moved_on(bench: "Bench") -> None:
    at = desk(bench)
    session = bench.window.session
    bench.open(2)
    bench.until(lambda: all(e.case and e.case.detection for e in session.worklist.entries))
    toggle(bench)
    session.show(1)
    at.drag("N")
    session.show(0)
    toggle(bench)
    other = session.worklist.entries[1].case
    at.drag("S")
    session.show(1)
    at.until_answered()
    moved = session.worklist.entries[0].case
    assert moved is not None
    assert moved.detection is not None
    go = moved.annotations["Go"].point
    assert go == moved.detection["Go"].point.moved(BY.x, BY.y)
    assert session.case is other


def test_an_undo_at_once_takes_back_a_move_whose_neighbours_had_no_time(bench: "Bench") -> None:
    at = desk(bench)
    toggle(bench)
    at.drag("S")
    toggle(bench)
    before = dict(at.hand.case.annotations)
    at.drag("N")
    at.hand.key(KEY.Key_Z, CTRL)
    at.until_answered()
    assert dict(at.hand.case.annotations) == before


@pytest.mark.parametrize("other", ["weights"])
def test_other_weights_than_those_of_the_film_move_nothing(bench: "Bench", other: str) -> None:
    at = desk(bench)
    session, case = at.hand.session, at.hand.case
    assert case.detection is not None
    made = replace(case.detection.provenance, model_sha256=other)
    told = replace(case.detection, provenance=made)
    session.update_worklist(session.worklist.detected(0, told))
    go = at.hand.point("Go")
    at.drag("S")
    bench.until(lambda: bool(at.reruns))
    at.until_answered()
    assert at.hand.point("Go") == go


def test_a_model_that_breaks_leaves_the_drag_as_it_is(
    bench: "Bench", log_records: "Records"
) -> None:
    at = desk(bench, Follower(bench.window.session.scheme.abbreviations, broken=True))
    go = at.hand.point("Go")
    at.drag("S")
    bench.until(lambda: bool(log_records.seen))
    assert "neighbours could not follow: it broke" in log_records.take()[0]
    assert at.hand.point("Go") == go
    assert at.hand.status("S") is Status.MOVED


def test_ghosts_stand_where_the_neighbours_were_and_go(bench: "Bench") -> None:
    at = desk(bench)
    left = {at.hand.point("Go"), at.hand.point("Me")}
    at.drag("S")
    at.until_followed()
    glide = at.hand.view.glide
    assert set(glide.ghosts) == left
    item = at.hand.view._landmarks.item("Go")
    assert item is not None
    bench.until(lambda: not glide.ghosts)
    assert (item.pos().x(), item.pos().y()) == pytest.approx(
        (at.hand.point("Go").x, at.hand.point("Go").y)
    )


def test_whoever_takes_hold_of_a_landmark_ends_the_slide(bench: "Bench") -> None:
    at = desk(bench)
    at.drag("S")
    at.until_followed()
    at.hand.click(at.hand.point("Go"))
    assert at.hand.view.glide.ghosts == ()
    assert at.hand.session.selected == "Go"


def test_what_followed_is_in_the_record_and_so_is_its_undo(bench: "Bench", tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    bench.window.open_record(path)
    at = desk(bench)
    before = dict(at.hand.case.annotations)
    at.drag("S")
    at.until_followed()
    assert bench.window.recorder.save_now()
    record = Record.open(path)
    history = record.restore(at.hand.case.film, at.hand.case.scheme).history
    record.close()
    assert dict(history.current.annotations) == dict(at.hand.case.annotations)
    assert dict(history.undo().current.annotations) == before

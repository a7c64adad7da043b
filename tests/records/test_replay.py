"""A record against a model of the document: whatever is done, it comes back the same."""

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.annotation import DECIDED, Annotation, Status
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.records.record import Record, Restored
from landmark_gui.records.replay import Writer, difference, merged, replay
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME, detection
from tests.records.one_film import STAMP
from tests.records.script import FILM, alike, aside_or_back, fresh, veiled_or_revealed, verb

WRITER = Writer(STAMP, SCHEME.name)
NAMES = st.sampled_from(SCHEME.abbreviations)
POINTS = st.builds(Point, st.floats(0, 1000), st.floats(0, 1200))


class RecordedFilm(RuleBasedStateMachine):
    """Edits a history; now and then the differences are written, or the record is reopened."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "record.sqlite"
        self.record = Record.open(self.path)
        self.history = self.saved = fresh()
        self.seen = Restored(fresh(), 0)

    @override
    def teardown(self) -> None:
        self.record.close()
        assert verify(self.path).whole
        self.folder.cleanup()

    @rule(name=NAMES, point=POINTS)
    def move(self, name: str, point: Point) -> None:
        case = self.history.current.moved(name, point, STAMP)
        self.history = self.history.record(f"Move {name}", case)

    @rule(name=NAMES, point=POINTS)
    def go_on_moving(self, name: str, point: Point) -> None:
        self.history = self.history.replace(self.history.current.moved(name, point, STAMP))

    @rule(name=NAMES, point=POINTS)
    def let_follow(self, name: str, point: Point) -> None:
        self.history = self.history.replace(self.history.current.followed({name: point}))

    @rule(name=NAMES)
    def mark_missing(self, name: str) -> None:
        case = self.history.current.marked_missing(name, STAMP)
        self.history = self.history.record(f"Missing {name}", case)

    @rule(name=NAMES)
    def go_back(self, name: str) -> None:
        case = self.history.current.back_to_prediction(name)
        self.history = self.history.record(f"Back {name}", case)

    @rule(name=NAMES)
    def lock_or_unlock(self, name: str) -> None:
        case = self.history.current
        on = not case.annotations[name].locked
        self.history = self.history.record(f"Lock {name}", case.locked(name, on=on))

    @rule()
    def confirm_all(self) -> None:
        case = self.history.current.all_confirmed(STAMP)
        self.history = self.history.record("Confirm all", case)

    @rule(mm=st.none() | st.floats(0.01, 2.0))
    def calibrate(self, mm: float | None) -> None:
        spacing = mm and PixelSpacing(mm, mm, SpacingSource.STATED_BY_USER)
        case = self.history.current.calibrated(spacing or None)
        self.history = self.history.record("Calibrate", case)

    @rule(shift=st.floats(0, 50))
    def detect(self, shift: float) -> None:
        said = detection(shift)
        self.history = self.history.rewritten(lambda case: case.detected(said))

    @rule()
    def veil_or_reveal(self) -> None:
        self.history = veiled_or_revealed(self.history)

    @rule()
    def set_aside_or_take_back(self) -> None:
        self.history = aside_or_back(self.history)

    @rule()
    def undo(self) -> None:
        self.history = self.history.undo()

    @rule()
    def redo(self) -> None:
        self.history = self.history.redo()

    @rule()
    def save(self) -> None:
        events = difference(self.saved, self.history, WRITER)
        self.record.append(FILM, events)
        self.saved = self.history

    @rule()
    def save_and_reopen(self) -> None:
        self.save()
        self.record.close()
        self.record = Record.open(self.path)
        self.history = self.saved = self.record.restore(FILM, SCHEME).history

    @invariant()
    def the_record_holds_what_was_saved(self) -> None:
        assert alike(self.record.restore(FILM, SCHEME).history, self.saved)

    @invariant()
    def who_reads_only_the_news_sees_the_same(self) -> None:
        self.seen = self.record.restore(FILM, SCHEME, self.seen)
        assert alike(self.seen.history, self.saved)


TestRecordedFilm = RecordedFilm.TestCase
TestRecordedFilm.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_many_steps_at_once_are_written_as_well_as_one_by_one() -> None:
    random_state = random.Random(0)
    for _ in range(200):
        before = fresh()
        for _ in range(random_state.randrange(12)):
            before = verb(before, random_state)
        after = before
        for _ in range(random_state.randrange(12)):
            after = verb(after, random_state)
        known = replay(difference(fresh(), before, WRITER), fresh())
        assert alike(known, before)
        back = replay(
            [*difference(fresh(), before, WRITER), *difference(before, after, WRITER)],
            fresh(),
        )
        assert alike(back, after)


def test_a_long_history_comes_back_without_a_copy_of_it_for_each_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    after = fresh()
    for step in range(50):
        after = after.record("Move S", after.current.moved("S", Point(step, 2), STAMP))
    events = difference(fresh(), after, WRITER)
    monkeypatch.setattr(History, "record", lambda *_: pytest.fail("copied"))
    assert alike(replay(events, fresh()), after)


def test_what_two_windows_changed_is_brought_together() -> None:
    base = fresh().current.detected(detection())
    theirs = fresh().rewritten(lambda _: base)
    theirs = theirs.record("Move S", base.moved("S", Point(1, 2), STAMP))
    both = merged(theirs, base, base.moved("N", Point(3, 4), STAMP))
    assert both.current.annotations["S"].point == Point(1, 2)
    assert both.current.annotations["N"].point == Point(3, 4)
    assert both.undo().undo_label == "Move S"
    assert alike(merged(theirs, base, base), theirs)


def test_what_one_window_unlocked_and_moved_is_so_beside_the_other() -> None:
    base = fresh().current.moved("S", Point(1, 2), STAMP).locked("S", on=True)
    theirs = fresh().rewritten(lambda _: base).record("Move N", base.moved("N", Point(3, 4), STAMP))
    both = merged(theirs, base, base.locked("S", on=False).moved("S", Point(7, 8), STAMP)).current
    assert (both.annotations["S"].point, both.annotations["S"].locked) == (Point(7, 8), False)
    assert both.annotations["N"].point == Point(3, 4)


def test_what_one_window_moved_is_so_though_it_is_locked_in_either() -> None:
    free = fresh().current.moved("S", Point(1, 2), STAMP)
    base = free.locked("S", on=True)
    again = base.locked("S", on=False).moved("S", Point(7, 8), STAMP).locked("S", on=True)
    theirs = fresh().rewritten(lambda _: base).record("Move N", base.moved("N", Point(3, 4), STAMP))
    both = merged(theirs, base, again).current.annotations["S"]
    assert (both.point, both.locked) == (Point(7, 8), True)
    locked = fresh().rewritten(lambda _: free).record("Lock S", base)
    assert merged(locked, free, free.moved("S", Point(7, 8), STAMP)).current.annotations[
        "S"
    ].point == Point(7, 8)


def test_what_was_revealed_in_one_of_two_windows_is_revealed() -> None:
    veiled = fresh().rewritten(lambda case: case.veiled().detected(detection()))
    base = veiled.current
    blind = base.moved("S", Point(1, 2), STAMP)
    ours = blind.revealed(blind.decisions)
    theirs = veiled.record("Move N", base.moved("N", Point(3, 4), STAMP))
    for both in (merged(theirs, base, ours), merged(theirs, fresh().current, ours)):
        assert both.current.veil is None
        assert dict(both.current.blind) == blind.decisions
        assert both.current.annotations["N"].point == Point(3, 4)
        assert both.current.annotations["S"].point == Point(1, 2)
        assert both.current.annotations["Or"].point == detection()["Or"].point


@pytest.mark.parametrize("aside", [True, False])
def test_what_one_of_two_windows_set_aside_or_took_back_is_so(*, aside: bool) -> None:
    before = fresh().rewritten(lambda case: case.set_aside(on=not aside))
    base = before.current
    moved = base.moved("N", Point(3, 4), STAMP)
    ours = merged(before.record("Move N", moved), base, base.set_aside(on=aside))
    theirs = merged(before.rewritten(lambda case: case.set_aside(on=aside)), base, moved)
    for both in (ours, theirs):
        assert both.current.aside is aside
        assert both.current.annotations["N"].point == Point(3, 4)


def test_a_veil_of_another_window_hides_what_the_model_said_here() -> None:
    seen = fresh().rewritten(lambda case: case.detected(detection()))
    both = merged(fresh().rewritten(lambda case: case.veiled()), fresh().current, seen.current)
    assert both.current.detection is None
    assert both.current.known_detection is not None


@pytest.mark.parametrize(
    "undecided",
    [
        lambda base: base.veiled(),
        lambda base: base.moved("S", Point(1, 2), STAMP).followed({"N": Point(50, 60)}),
        lambda base: base.taken_over([Annotation("N", Status.PREDICTED, Point(50, 60))]),
        lambda base: base.detected(detection(5)),
        lambda base: base.locked("N", on=True),
    ],
    ids=["veiled", "followed", "imported", "detected again", "locked"],
)
def test_what_nobody_decided_in_one_window_takes_no_decision_of_the_other_away(
    undecided: Callable[[Case], Case],
) -> None:
    base = fresh().current.detected(detection())
    decided = base.moved("N", Point(3, 4), STAMP).all_confirmed(STAMP)
    theirs = fresh().rewritten(lambda _: base).record("Read", decided)
    both = merged(theirs, base, undecided(base)).current
    ours = {name: a for name, a in undecided(base).annotations.items() if a.status in DECIDED}
    assert both.annotations == {**decided.annotations, **ours}


def test_what_one_window_gave_back_to_the_model_is_so_beside_the_other() -> None:
    base = fresh().current.detected(detection()).moved("N", Point(3, 4), STAMP)
    theirs = fresh().rewritten(lambda _: base).record("Move N", base.moved("N", Point(5, 6), STAMP))
    both = merged(theirs, base, base.back_to_prediction("N")).current
    assert both.annotations["N"].status is Status.PREDICTED


def test_a_calibration_of_this_window_goes_on_top_of_what_others_did() -> None:
    base = fresh().current
    theirs = fresh().record("Move S", base.moved("S", Point(1, 2), STAMP))
    spacing = PixelSpacing(0.1, 0.1, SpacingSource.RULER)
    both = merged(theirs, base, base.calibrated(spacing))
    assert both.current.film.spacing == spacing
    assert both.current.annotations["S"].point == Point(1, 2)

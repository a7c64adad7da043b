import numpy as np
import pytest

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Progress, Standing, Worklist
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Heatmap
from tests.document.cases import SCHEME, STAMP, detection


def new_case() -> Case:
    return Case.new(FilmInfo("a.png", "x", 100, 200), SCHEME)


@pytest.fixture
def waiting() -> Worklist:
    return Worklist().added(("a", "b", "c"))


@pytest.fixture
def opened(waiting: Worklist) -> Worklist:
    return waiting.opened(0, new_case()).detected(0, detection())


def progress(worklist: Worklist) -> list[Progress]:
    return [entry.progress for entry in worklist.entries]


def test_an_empty_worklist_shows_nothing_and_wants_nothing() -> None:
    empty = Worklist()
    assert empty.entry is None
    assert empty.next_to_detect() is None
    assert empty.undone() is empty
    assert empty.redone() is empty
    assert empty.edited("x", new_case()) is empty
    assert empty.amended(new_case()) is empty
    assert empty.shown(5).current == 0
    assert len(empty) == 0


def test_every_film_tells_where_it_stands(opened: Worklist) -> None:
    worklist = opened.detecting(1, now=True).failed(2, "cannot be read")
    assert progress(worklist) == [Progress.PREDICTED, Progress.DETECTING, Progress.FAILED]
    entry = worklist.entry
    assert entry is not None
    assert entry.case is not None
    edited = worklist.edited("move S", entry.case.moved("S", Point(1, 1), STAMP))
    assert progress(edited)[0] is Progress.EDITED
    done = edited.edited("confirm", entry.case.all_confirmed(STAMP))
    assert progress(done)[0] is Progress.COMPLETE


def test_what_was_detected_or_decided_can_be_exported_unless_it_is_set_aside(
    opened: Worklist,
) -> None:
    placed = new_case().moved("S", Point(1, 1), STAMP)
    worklist = opened.opened(1, new_case())
    assert list(worklist.exportable) == [0]
    worklist = worklist.edited_at(1, "place S", placed)
    assert worklist.exportable == {0: worklist.entries[0].case, 1: placed}
    assert list(worklist.set_aside((0, 2), on=True).exportable) == [1]


def test_a_film_that_was_read_waits_for_its_detection(waiting: Worklist) -> None:
    assert progress(waiting.opened(1, new_case()))[1] is Progress.WAITING
    assert progress(waiting)[1] is Progress.WAITING


def test_the_film_shown_is_detected_first_then_those_after_it(waiting: Worklist) -> None:
    shown = waiting.shown(1)
    assert shown.next_to_detect() == 1
    assert shown.next_to_detect(skip={1}) == 2
    assert shown.detecting(1, now=True).next_to_detect() == 2
    assert shown.failed(1, "x").failed(2, "x").next_to_detect() == 0


def test_a_film_with_a_detection_wants_no_other(opened: Worklist) -> None:
    assert opened.next_to_detect() == 1


def test_a_failed_film_can_be_tried_again(waiting: Worklist) -> None:
    failed = waiting.failed(0, "x")
    assert failed.next_to_detect() == 1
    assert failed.retried(0).next_to_detect() == 0


def test_an_edit_is_undone_and_redone_on_the_film_shown(opened: Worklist) -> None:
    entry = opened.entry
    assert entry is not None
    assert entry.case is not None
    moved = opened.edited("move S", entry.case.moved("S", Point(1, 1), STAMP))
    assert status_of_s(moved) is Status.MOVED
    assert status_of_s(moved.undone()) is Status.PREDICTED
    assert status_of_s(moved.undone().redone()) is Status.MOVED


def status_of_s(worklist: Worklist) -> Status:
    entry = worklist.entry
    assert entry is not None
    assert entry.case is not None
    return entry.case.annotations["S"].status


def test_an_edit_that_changes_nothing_is_no_step(opened: Worklist) -> None:
    entry = opened.entry
    assert entry is not None
    assert entry.case is not None
    assert opened.edited("nothing", entry.case) is opened


def test_a_held_key_goes_on_in_one_step(opened: Worklist) -> None:
    entry = opened.entry
    assert entry is not None
    assert entry.case is not None
    first = entry.case.moved("S", Point(1, 1), STAMP)
    worklist = opened.edited("nudge", first).amended(first.moved("S", Point(2, 1), STAMP))
    assert status_of_s(worklist.undone()) is Status.PREDICTED


def test_what_follows_an_edit_is_part_of_its_step(opened: Worklist, waiting: Worklist) -> None:
    entry = opened.entry
    assert entry is not None
    assert entry.case is not None
    moved = opened.edited("move S", entry.case.moved("S", Point(1, 1), STAMP)).shown(1)
    followed = moved.followed(0, {"A": Point(50, 60), "S": Point(9, 9)})
    case = followed.entries[0].case
    assert case is not None
    assert [case.annotations[n].point for n in ("S", "A")] == [Point(1, 1), Point(50, 60)]
    back = followed.shown(0).undone().entries[0].case
    assert back is entry.case
    assert followed.followed(0, {"A": Point(50, 60)}) is followed
    assert waiting.followed(0, {"A": Point(50, 60)}) is waiting


def test_a_detection_that_comes_after_an_edit_survives_undo(waiting: Worklist) -> None:
    case = new_case()
    edited = waiting.opened(0, case).edited("place", case.moved("S", Point(1, 1), STAMP))
    detected = edited.detected(0, detection())
    assert status_of_s(detected) is Status.MOVED
    assert status_of_s(detected.undone()) is Status.PREDICTED


def test_a_detection_of_a_film_that_was_not_read_is_dropped(waiting: Worklist) -> None:
    assert waiting.detected(0, detection()) is waiting


def test_more_films_join_at_the_end(opened: Worklist) -> None:
    more = opened.added(("d",))
    assert [entry.name for entry in more.entries] == ["a", "b", "c", "d"]
    assert more.entries[0] is opened.entries[0]


def test_showing_another_film_stays_within_the_list(waiting: Worklist) -> None:
    assert waiting.shown(99).current == 2
    assert waiting.shown(-1).current == 0


def test_a_film_that_is_read_blind_says_so_and_is_detected_behind_its_veil(
    waiting: Worklist,
) -> None:
    veiled = waiting.opened(0, new_case()).veiled(0)
    assert progress(veiled)[0] is Progress.BLIND
    assert veiled.next_to_detect() == 0
    detected = veiled.detected(0, detection())
    assert progress(detected)[0] is Progress.BLIND
    assert detected.next_to_detect() == 1
    assert progress(detected.revealed(0))[0] is Progress.PREDICTED


def test_no_undo_brings_a_veil_back(waiting: Worklist) -> None:
    veiled = waiting.opened(0, new_case()).veiled(0).detected(0, detection())
    placed = veiled.edited("place", veiled.entries[0].case.moved("S", Point(1, 1), STAMP))  # type: ignore[union-attr] # opened above
    revealed = placed.revealed(0)
    assert status_of_s(revealed) is Status.MOVED
    assert status_of_s(revealed.undone()) is Status.PREDICTED
    entry = revealed.undone().entry
    assert entry is not None
    assert entry.case is not None
    assert entry.case.blind["S"].point == Point(1, 1)


def test_what_undo_took_back_was_said_all_the_same(waiting: Worklist) -> None:
    fresh = waiting.opened(0, new_case()).detected(0, detection())
    case = fresh.entries[0].case
    assert case is not None
    for said in (case.confirmed("S", STAMP), case.locked("S", on=True)):
        undone = fresh.edited("say", said).undone()
        assert undone.entries[0].case is case
        assert undone.entries[0].begun
    assert not fresh.edited("calibrate", case.calibrated(None)).entries[0].begun
    assert not waiting.entries[0].begun


def test_a_film_that_was_not_read_has_no_veil(waiting: Worklist) -> None:
    assert waiting.veiled(0) is waiting
    assert waiting.revealed(0) is waiting


def test_a_film_that_is_not_shown_can_be_edited(opened: Worklist, waiting: Worklist) -> None:
    elsewhere = opened.shown(1)
    case = opened.entries[0].case
    assert case is not None
    edited = elsewhere.edited_at(0, "import", case.moved("S", Point(1, 1), STAMP))
    assert edited.current == 1
    assert status_of_s(edited.shown(0)) is Status.MOVED
    assert elsewhere.edited_at(0, "import", case) is elsewhere
    assert waiting.edited_at(0, "import", case) is waiting


def test_a_film_comes_back_with_its_steps(opened: Worklist, waiting: Worklist) -> None:
    history = opened.entries[0].history
    assert history is not None
    case = history.current
    back = waiting.restored(0, history.record("move", case.moved("S", Point(1, 1), STAMP)))
    assert status_of_s(back) is Status.MOVED
    assert status_of_s(back.undone()) is Status.PREDICTED


def test_a_film_that_is_not_read_stands_where_it_was_noted_to(opened: Worklist) -> None:
    done = Standing(Progress.COMPLETE, 19, 19)
    known = opened.noted({0: done, 1: done, 2: Standing(Progress.WAITING, 0, 19)})
    assert progress(known) == [Progress.PREDICTED, Progress.COMPLETE, Progress.WAITING]
    assert known.entries[1].standing == done
    assert known.next_to_detect() == 2
    read = known.opened(1, new_case())
    assert progress(read)[1] is Progress.WAITING
    assert read.entries[1].standing == Standing(Progress.WAITING, 0, 19)


def test_films_that_wait_for_the_model_are_counted(waiting: Worklist) -> None:
    assert waiting.waiting() == 3
    assert waiting.waiting({0}) == 2
    assert waiting.detecting(1, now=True).failed(2, "broken").waiting({0}) == 0


def test_maps_come_and_go_in_all_steps_and_landmarks_stay(opened: Worklist) -> None:
    case = opened.entries[0].case
    assert case is not None
    edited = opened.edited("move S", case.moved("S", Point(1, 1), STAMP))
    assert case.detection is not None
    grid = case.detection.heatmap.grid
    maps = Heatmap(grid, ("S",), np.zeros((1, grid.height, grid.width), np.float32))
    full = edited.with_maps(0, maps)
    for worklist in (full, full.undone(), full.undone().redone()):
        shown = worklist.entries[0].case
        assert shown is not None
        assert shown.detection is not None
        assert shown.detection.heatmap is maps
    assert status_of_s(full) is Status.MOVED


def test_a_film_without_a_detection_takes_no_maps(waiting: Worklist) -> None:
    grid = detection().heatmap.grid
    assert waiting.with_maps(0, Heatmap.bare(grid)) is waiting
    read = waiting.opened(0, new_case())
    assert progress(read.with_maps(0, Heatmap.bare(grid))) == progress(read)


def test_a_film_at_rest_says_the_same_in_every_step(opened: Worklist) -> None:
    assert opened.entry is not None
    assert opened.entry.case is not None
    moved = opened.edited("move S", opened.entry.case.moved("S", Point(1, 1), STAMP))
    resting = moved.at_rest(0)
    for before, after in ((moved, resting), (moved.undone(), resting.undone())):
        assert before.entry is not None
        assert after.entry is not None
        assert before.entry.case is not None
        assert after.entry.case is not None
        assert after.entry.case.annotations == before.entry.case.annotations
        assert after.entry.case.detection is not None
        assert before.entry.case.detection is not None
        kept, said = after.entry.case.detection, before.entry.case.detection
        assert tuple(kept.predictions) == tuple(said.predictions)


def test_a_film_may_be_listed_behind_another_and_keeps_its_place(opened: Worklist) -> None:
    paged = opened.added_behind(0, "a#2").added_behind(3, "a#3").added(("d",))
    assert [paged.entries[i].name for i in paged.order] == ["a", "a#2", "a#3", "b", "c", "d"]
    assert [entry.name for entry in paged.entries] == ["a", "b", "c", "a#2", "a#3", "d"]
    assert paged.entry is opened.entry


def test_the_films_before_and_after_are_those_of_the_list(opened: Worklist) -> None:
    paged = opened.added_behind(0, "a#2").shown(1)
    assert list(paged.onwards(1)) == [2]
    assert list(paged.onwards(-1)) == [3, 0]
    assert list(Worklist().onwards(1)) == []


def test_the_film_listed_next_is_detected_next(opened: Worklist) -> None:
    paged = opened.added_behind(0, "a#2")
    assert paged.next_to_detect() == 3
    assert paged.next_to_detect({3}) == 1
    assert paged.shown(2).next_to_detect({2}) == 3


def test_what_was_seen_on_request_is_not_read_blind_later(waiting: Worklist) -> None:
    veiled = waiting.opened(0, new_case()).detected(0, detection()).veiled(0)
    lifted, seen = veiled.revealed(0), veiled.revealed(0, on_request=True)
    assert progress(lifted.veiled(0))[0] is Progress.BLIND
    assert progress(seen.veiled(0))[0] is Progress.PREDICTED


def test_a_film_that_was_replaced_by_another_waits_as_if_nothing_was_known_of_it(
    opened: Worklist,
) -> None:
    noted = opened.detected(0, detection()).failed(0, "another picture")
    begun = noted.replaced(0)
    assert begun.entries[0].name == opened.entries[0].name
    assert (begun.entries[0].case, begun.entries[0].standing) == (None, None)
    assert progress(begun)[0] is Progress.WAITING
    assert begun.next_to_detect() == 0
    assert begun.entries[1:] == noted.entries[1:]


def test_where_predictions_are_put_before_a_film_is_begun_no_undo_takes_back(
    opened: Worklist, waiting: Worklist
) -> None:
    case = opened.entries[0].case
    assert case is not None
    locked = opened.edited_at(0, "Lock N", case.locked("N", on=True))
    placed = locked.placed(0, {"S": Point(40, 50)})
    for worklist in (placed, placed.undone()):
        (now,) = (entry.case for entry in worklist.entries[:1])
        assert now is not None
        assert now.annotations["S"].point == Point(40, 50)
    assert placed.placed(0, {"S": Point(40, 50)}) is placed
    assert waiting.placed(1, {"S": Point(40, 50)}) is waiting


def test_films_of_one_picture_are_told_of_each_other(waiting: Worklist) -> None:
    other = Case.new(FilmInfo("b.png", "y", 100, 200), SCHEME)
    worklist = waiting.opened(2, new_case()).opened(1, other).opened(0, new_case())
    assert [entry.alike for entry in worklist.entries] == ["c", "", "a"]
    assert [entry.alike for entry in worklist.replaced(0).entries] == ["", "", ""]
    three = worklist.replaced(1).opened(1, new_case())
    assert [entry.alike for entry in three.replaced(0).entries] == ["", "c", "b"]
    assert list(worklist.of_picture("x")) == [0, 2]


def test_a_film_set_aside_keeps_its_landmarks_and_no_undo_brings_it_back(opened: Worklist) -> None:
    case = opened.entries[0].case
    assert case is not None
    edited = opened.edited("move S", case.moved("S", Point(1, 1), STAMP))
    aside = edited.set_aside((0,), on=True)
    assert progress(aside) == [Progress.SET_ASIDE, Progress.WAITING, Progress.WAITING]
    assert aside.entries[0].case is not None
    assert aside.entries[0].case.annotations["S"].status is Status.MOVED
    assert aside.entries[0].standing == Standing(Progress.SET_ASIDE, 1, len(SCHEME))
    assert progress(aside.undone())[0] is Progress.SET_ASIDE
    assert progress(aside.set_aside((0,), on=False))[0] is Progress.EDITED


def test_a_film_set_aside_is_not_detected_until_it_is_taken_back(waiting: Worklist) -> None:
    aside = waiting.opened(0, new_case()).set_aside((0, 1), on=True)
    assert (aside.next_to_detect(), aside.waiting()) == (2, 1)
    back = aside.set_aside((0, 1), on=False)
    assert (back.next_to_detect(), back.waiting()) == (0, 3)


def test_the_model_works_no_longer_on_a_film_set_aside_and_again_once_it_is_back(
    waiting: Worklist,
) -> None:
    aside = waiting.opened(0, new_case()).detecting(0, now=True).set_aside((0,), on=True)
    assert not aside.entries[0].detecting
    assert aside.set_aside((0,), on=False).next_to_detect() == 0


def test_a_film_can_be_set_aside_whether_or_not_it_can_be_read(waiting: Worklist) -> None:
    aside = waiting.failed(1, "cannot be read").set_aside((0, 1), on=True)
    assert progress(aside) == [Progress.SET_ASIDE, Progress.SET_ASIDE, Progress.WAITING]
    assert aside.entries[0].aside_unread is True
    read = aside.opened(0, new_case()).set_aside((0,), on=True)
    assert read.entries[0].aside_unread is None
    assert progress(read.set_aside((0, 1), on=False))[:2] == [Progress.WAITING, Progress.FAILED]


def test_what_a_reader_says_of_an_unread_film_counts_more_than_what_was_noted(
    waiting: Worklist,
) -> None:
    noted = {0: Standing(Progress.SET_ASIDE, 3, 19), 1: Standing(Progress.EDITED, 3, 19)}
    known = waiting.noted(noted)
    assert progress(known) == [Progress.SET_ASIDE, Progress.EDITED, Progress.WAITING]
    assert known.next_to_detect() == 2
    said = known.set_aside((0,), on=False).set_aside((1,), on=True)
    for worklist in (said, said.noted(noted)):
        assert progress(worklist)[:2] == [Progress.WAITING, Progress.SET_ASIDE]
    assert progress(said.set_aside((1,), on=False))[1] is Progress.EDITED

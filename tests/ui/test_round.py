"""At which landmark a reader goes on: in place mode, on another film, after undo and a decision."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.document.review import to_place
from landmark_gui.document.worklist import Progress, Standing
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.shelf import Shelf
from tests.ui.conftest import Bench
from tests.ui.hand import CTRL, KEY, SHIFT, Hand

SOMEWHERE, ELSEWHERE = Point(100, 90), Point(200, 120)


@pytest.fixture
def bare(bench: Bench) -> Hand:
    """A film without predictions, in place mode."""
    bench.open(1)
    bench.until_shown()
    made = Hand(bench)
    made.key(KEY.Key_P)
    return made


def due(hand: Hand) -> str | None:
    """Return the landmark that the next click places, as the chip says it."""
    assert hand.session.display.placing
    return to_place(hand.case, hand.session.selected)


@pytest.mark.parametrize(
    ("key", "status"), [(KEY.Key_V, Status.NOT_VISIBLE), (KEY.Key_M, Status.MISSING)]
)
def test_in_place_mode_what_has_no_place_is_left_behind(
    bare: Hand, key: Qt.Key, status: Status
) -> None:
    bare.click(SOMEWHERE)
    bare.key(key)
    assert (bare.status("N"), due(bare)) == (status, "Or")
    bare.click(ELSEWHERE)
    assert bare.status("N") is status
    assert bare.status("Or") is Status.MOVED


def test_place_mode_ends_when_the_last_landmark_has_no_place(bare: Hand) -> None:
    for _ in bare.session.scheme:
        bare.key(KEY.Key_V)
    assert bare.case.complete
    assert not bare.session.display.placing


def test_in_place_mode_the_loupe_shows_where_a_click_would_put_it(bare: Hand) -> None:
    loupe = bare.view._loupe
    QTest.mouseMove(bare.view.viewport(), bare.on_screen(SOMEWHERE))
    assert loupe.isVisible()
    assert not bare.window.menus["loupe"].isChecked()
    bare.key(KEY.Key_Escape)
    assert loupe.isHidden()


def test_outside_of_place_mode_and_on_a_locked_landmark_the_selection_stays(hand: Hand) -> None:
    hand.key(KEY.Key_V)
    assert (hand.session.selected, hand.status("S")) == ("S", Status.NOT_VISIBLE)
    hand.key(KEY.Key_L)
    hand.session.see(placing=True)
    hand.key(KEY.Key_M)
    assert (hand.session.selected, hand.status("S")) == ("S", Status.NOT_VISIBLE)


def test_a_film_without_predictions_begins_at_its_first_landmark_without_a_place(
    bench: Bench,
) -> None:
    bench.open(2)
    bench.until_shown()
    hand = Hand(bench)
    hand.session.select("Pog")
    hand.correcting.move("N", SOMEWHERE)
    hand.session.select("Pog")
    hand.key(KEY.Key_D)
    bench.until_shown()
    assert hand.session.selected == "S"
    hand.key(KEY.Key_A)
    bench.until_shown()
    hand.correcting.missing()
    assert hand.status("S") is Status.MISSING
    assert hand.session.selected == "S"  # what was decided was chosen
    hand.key(KEY.Key_D)
    hand.key(KEY.Key_A)
    bench.until_shown()
    assert hand.session.selected == "Or"


def test_a_film_that_is_read_later_begins_so_too(bench: Bench) -> None:
    bench.window.session.selected = "Pog"
    bench.open(1)
    assert bench.window.session.film is None
    bench.until_shown()
    assert bench.window.session.selected == "S"


def test_a_landmark_that_was_chosen_on_the_film_goes_first(bench: Bench) -> None:
    bench.open(1)
    bench.until_shown()
    hand = Hand(bench)
    hand.session.select("Pog")
    hand.key(KEY.Key_P)
    hand.click(SOMEWHERE)
    assert hand.status("Pog") is Status.MOVED


def test_read_blind_a_film_begins_at_the_beginning_whatever_the_model_found(two: Hand) -> None:
    two.key(KEY.Key_Space)
    assert two.session.selected == "Ar"  # the least sure
    two.key(KEY.Key_B, CTRL)
    assert two.session.selected == "S"
    two.session.select("Pog")
    two.key(KEY.Key_D)
    two.key(KEY.Key_Space)
    two.bench.until_shown()
    assert two.session.selected == "S"
    two.key(KEY.Key_P)
    assert due(two) == "S"


def test_what_undo_takes_back_is_due_again_in_place_mode(bare: Hand) -> None:
    bare.click(SOMEWHERE)
    bare.click(Point(5, 5))
    bare.key(KEY.Key_Z, CTRL)
    assert due(bare) == "N"
    bare.click(ELSEWHERE)
    assert bare.point("N").distance_px(ELSEWHERE) < 2
    assert bare.status("Or") is Status.UNSET
    bare.key(KEY.Key_Z, CTRL)
    bare.key(KEY.Key_Y, CTRL)
    assert due(bare) == "Or"


def test_undo_and_redo_go_to_what_they_change(hand: Hand) -> None:
    hand.session.select("Me")
    hand.key(KEY.Key_Up, SHIFT)
    hand.session.select("N")
    for _ in range(12):
        hand.key(KEY.Key_Plus)
    assert not hand.view.rect().contains(hand.on_screen(hand.point("Me")))
    hand.key(KEY.Key_Z, CTRL)
    assert hand.session.selected == "Me"
    assert hand.view.rect().contains(hand.on_screen(hand.point("Me")))
    hand.session.select("N")
    hand.key(KEY.Key_Y, CTRL)
    assert hand.session.selected == "Me"


def test_undo_goes_where_a_lock_was_but_not_where_predictions_only_followed(hand: Hand) -> None:
    hand.key(KEY.Key_L)
    hand.session.select("N")
    hand.key(KEY.Key_Z, CTRL)
    assert hand.session.selected == "S"
    hand.key(KEY.Key_Up)
    session = hand.session
    session.update_worklist(session.worklist.followed(0, {"Go": hand.point("Go").moved(9, 9)}))
    session.select("N")
    hand.key(KEY.Key_Z, CTRL)
    assert hand.session.selected == "S"


def test_undo_of_a_step_on_many_landmarks_leaves_the_selection(hand: Hand) -> None:
    hand.correcting.confirm_all()
    hand.session.select("N")
    hand.key(KEY.Key_Z, CTRL)
    assert hand.session.selected == "N"


def test_tab_leaves_a_landmark_for_later_until_all_others_had_their_turn(hand: Hand) -> None:
    hand.key(KEY.Key_Return)
    hand.key(KEY.Key_Tab)
    left = hand.session.selected
    for _ in range(17):
        hand.key(KEY.Key_Tab)
        assert hand.session.selected not in {left, None}
        hand.key(KEY.Key_Return)
    assert hand.case.decided == 18
    hand.key(KEY.Key_Tab)
    assert hand.session.selected == left


def test_shift_tab_goes_back_the_way_that_tab_came(hand: Hand) -> None:
    for _ in range(3):
        hand.key(KEY.Key_Tab)
    way = []
    for _ in range(3):
        way.append(hand.session.selected)
        hand.key(KEY.Key_Backtab, SHIFT)
    assert way == list(reversed(hand.session.review.of(hand.case).order[:3]))
    assert hand.session.selected == "S"
    hand.key(KEY.Key_Backtab, SHIFT)
    assert hand.session.selected not in {"S", *way}


def test_one_key_confirms_and_goes_on(hand: Hand) -> None:
    for _ in range(19):
        name = hand.session.selected
        assert name is not None
        hand.key(KEY.Key_Return, SHIFT)
        assert hand.status(name) is Status.CONFIRMED
    assert hand.case.complete
    message = hand.window.messages.current
    assert message is not None
    assert message.text == "Every landmark of this film is decided."


def test_it_goes_on_from_a_landmark_that_was_moved_and_leaves_that_as_it_is(hand: Hand) -> None:
    hand.key(KEY.Key_Tab)
    name = hand.session.selected
    assert name is not None
    hand.drag(hand.on_screen(hand.point(name)), QPoint(40, 10))
    hand.key(KEY.Key_Return, SHIFT)
    assert hand.status(name) is Status.MOVED
    assert hand.session.selected == hand.session.review.of(hand.case).order[0]


def test_on_another_film_the_round_begins_anew(two: Hand) -> None:
    for _ in range(5):
        two.key(KEY.Key_Tab)
    two.key(KEY.Key_D)
    two.bench.until_shown()
    two.session.select("S")
    two.key(KEY.Key_Tab)
    assert two.session.selected == two.session.review.of(two.case).order[0]


def test_a_film_that_is_not_read_yet_is_next_and_begins_at_its_most_doubtful_landmark(
    another: Callable[[], Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = another()
    first.open(3)
    first.start()
    session, correcting = first.window.session, first.window.correcting
    first.until(lambda: all(e.case and e.case.detection for e in session.worklist.entries))
    for film, verb in enumerate(
        (correcting.confirm_all, correcting.confirm_all, correcting.confirm)
    ):
        session.show(film)
        first.until_shown()
        session.select("S")
        verb()
    first.window.leave()
    monkeypatch.setattr(Shelf, "fetch_thumbnails", lambda _: None)  # no time for it yet
    monkeypatch.setattr(Shelf, "see", lambda *_: None)
    hand, session = Hand(second := another()), second.window.session
    second.open(3)
    second.until(lambda: all(entry.case for entry in session.worklist.entries[:2]))
    session.take_notes({2: Standing(Progress.EDITED, 1, 19)})
    session.select("S")
    hand.key(KEY.Key_Space)
    assert session.worklist.current == 2
    second.until_shown()
    assert session.selected == session.review.of(hand.case).order[0] != "S"

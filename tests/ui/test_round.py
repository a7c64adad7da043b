"""At which landmark a reader goes on: in place mode, on another film."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui import placing
from tests.ui.conftest import Bench
from tests.ui.hand import CTRL, KEY, Hand

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
    return placing.to_place(hand.case, hand.session.selected)


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


def test_outside_of_place_mode_and_on_a_locked_landmark_the_selection_stays(hand: Hand) -> None:
    hand.key(KEY.Key_V)
    assert (hand.session.selected, hand.status("S")) == ("S", Status.NOT_VISIBLE)
    hand.key(KEY.Key_L)
    hand.session.set_display(replace(hand.session.display, placing=True))
    hand.key(KEY.Key_M)
    assert (hand.session.selected, hand.status("S")) == ("S", Status.NOT_VISIBLE)


def test_a_film_without_predictions_begins_at_its_first_landmark_without_a_place(
    bench: Bench,
) -> None:
    bench.open(2)
    bench.until_shown()
    hand = Hand(bench)
    hand.session.select("Pog")
    hand.session.move("N", SOMEWHERE)
    hand.session.select("Pog")
    hand.key(KEY.Key_D)
    bench.until_shown()
    assert hand.session.selected == "S"
    hand.key(KEY.Key_A)
    bench.until_shown()
    hand.session.missing()
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

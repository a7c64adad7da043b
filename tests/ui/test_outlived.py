"""What is said goes when it is no longer so, or with the film it was said of."""

from typing import TYPE_CHECKING

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.messages import Message, Messages
from tests.ui.films import place_all, with_errors
from tests.ui.hand import CTRL, KEY

if TYPE_CHECKING:
    from tests.ui.conftest import Bench
    from tests.ui.hand import Hand


def said(bench: "Bench") -> str:
    """Return what the bar says, nothing if it is not there."""
    assert bench.window.panels.message_bar.isVisible() is bool(bench.said)
    return bench.said


@pytest.fixture
def blind(bench: "Bench") -> "Bench":
    """Two films, the first of which is being read blind."""
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(2)
    bench.until_shown()
    return bench


def test_who_has_looked_at_everything_is_not_asked_any_more(bench: "Bench") -> None:
    with_errors(bench, 99.0)
    bench.hand.key(KEY.Key_Return, CTRL)
    for _ in range(16):  # one was selected already, another is now
        bench.hand.key(KEY.Key_Tab)
        assert "have not looked at" in said(bench)
    bench.hand.key(KEY.Key_Tab)
    assert not said(bench)


def test_who_has_decided_everything_is_not_asked_any_more(bench: "Bench") -> None:
    with_errors(bench, 99.0)
    bench.hand.key(KEY.Key_Return, CTRL)
    place_all(bench)
    assert not said(bench)


def test_a_number_of_landmarks_to_place_is_said_as_long_as_it_is_right(blind: "Bench") -> None:
    blind.hand.key(KEY.Key_R, CTRL)
    assert said(blind).startswith("19 landmarks are not placed yet")
    blind.window.session.select("Go")
    assert said(blind)
    blind.window.correcting.move("Go", Point(5, 6))
    assert not said(blind)
    place_all(blind)
    blind.window.correcting.undo()
    blind.hand.key(KEY.Key_R, CTRL)
    assert said(blind).startswith("1 landmark is not placed yet")
    blind.window.correcting.redo()
    assert not said(blind)


def test_what_is_said_of_a_film_goes_with_it(blind: "Bench") -> None:
    correcting = blind.window.correcting
    correcting.move("S", Point(5, 6))
    blind.hand.key(KEY.Key_B, CTRL)
    assert "You began this film blind" in said(blind)
    blind.hand.key(KEY.Key_D)
    assert not said(blind)


def test_a_film_that_is_decided_says_nothing_of_the_next(two: "Hand") -> None:
    two.correcting.confirm_all()
    two.key(KEY.Key_Tab)
    assert "is decided" in said(two.bench)
    two.session.show(0)
    assert "is decided" in said(two.bench)  # it is still there
    two.key(KEY.Key_Space)
    assert two.session.worklist.current == 1
    assert not said(two.bench)


def test_what_is_not_said_of_a_film_stays(two: "Hand") -> None:
    two.window.messages.warn("Something is to be decided.")
    two.key(KEY.Key_D)
    assert said(two.bench)


def test_what_holds_stays_until_it_does_not(qtbot: object) -> None:
    del qtbot  # objects of Qt need the application
    messages, films = Messages(), [1]
    messages.look_again()
    messages.say(Message("A film waits.", holds=lambda: bool(films)))
    messages.look_again()
    assert messages.current is not None
    films.clear()
    messages.look_again()
    assert messages.current is None

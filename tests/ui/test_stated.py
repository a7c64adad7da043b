"""What M, V and Backspace say: whoever types into a list hears what the letters did."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.panels.message_bar import RemedyButton
from tests.ui.hand import KEY, Hand


def undo(hand: Hand) -> None:
    button = hand.window.findChild(RemedyButton)
    assert button is not None
    assert button.text() == "Undo"
    button.click()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (KEY.Key_M, "S of film-1 is marked missing."),
        (KEY.Key_V, "S of film-1 is marked not visible."),
    ],
)
def test_what_a_key_has_stated_is_said_and_can_be_taken_back(
    hand: Hand, key: Qt.Key, said: str
) -> None:
    hand.key(key)
    assert hand.bench.said == said
    undo(hand)
    assert hand.status("S") is Status.PREDICTED
    assert hand.bench.said == ""


def test_it_stays_while_other_films_are_shown_and_leads_back_to_its_own(two: Hand) -> None:
    session = two.session
    session.select("Go")
    two.key(KEY.Key_M)
    two.key(KEY.Key_D)
    assert two.bench.said == "Go of film-1 is marked missing."
    two.bench.until_shown()
    session.select("S")
    others = two.case
    undo(two)
    assert (session.worklist.current, session.selected) == (0, "Go")
    two.bench.until_shown()
    assert two.status("Go") is Status.PREDICTED
    assert session.worklist.entries[1].case is others


def test_a_name_typed_into_the_list_says_which_landmark_it_has_decided(two: Hand) -> None:
    films = two.window.panels.films.list
    films.setFocus()
    two.session.show(1)
    two.bench.until_shown()
    two.session.select("Go")
    QTest.keyClicks(films, "ham")
    assert two.session.worklist.current == 0
    two.bench.until_shown()
    assert two.status("Go") is Status.MISSING
    assert two.bench.said == "Go of film-1 is marked missing."
    undo(two)
    assert two.status("Go") is Status.PREDICTED


def test_it_goes_once_something_else_was_done_on_its_film_or_it_was_undone(hand: Hand) -> None:
    hand.key(KEY.Key_M)
    hand.session.select("N")
    assert hand.bench.said != ""
    hand.key(KEY.Key_Return)
    assert hand.bench.said == ""
    hand.key(KEY.Key_V)
    hand.key(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.bench.said == ""


def test_where_nothing_was_stated_anew_nothing_is_said(hand: Hand) -> None:
    hand.key(KEY.Key_M)
    hand.window.messages.close()
    hand.window.messages.say(None)
    hand.key(KEY.Key_M)
    assert hand.bench.said == ""


def test_a_correction_is_forgotten_in_silence_only_where_the_landmark_was_chosen(
    two: Hand,
) -> None:
    two.session.select("Go")
    two.key(KEY.Key_Right)
    two.key(KEY.Key_Backspace)
    assert two.bench.said == ""
    two.key(KEY.Key_Right)
    moved = two.point("Go")
    for step in (KEY.Key_D, KEY.Key_A):
        two.key(step)
        two.bench.until_shown()
    two.key(KEY.Key_Backspace)
    assert two.bench.said == "Go of film-1 is back at its prediction."
    undo(two)
    assert two.point("Go") == moved


def test_without_a_prediction_it_is_said_that_nothing_is_left(two: Hand) -> None:
    two.window.menus["blind_first"].trigger()
    for name in two.session.scheme.abbreviations:
        two.correcting.move(name, Point(100, 100))
    for step in (KEY.Key_D, KEY.Key_A):
        two.key(step)
        two.bench.until_shown()
    two.key(KEY.Key_Backspace)
    assert two.bench.said == "S of film-1 is no longer placed."

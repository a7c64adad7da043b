"""Films that were read before are not read blind unnoticed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.messages import Message, Messages
from landmark_gui.ui.words import OTHER_RECORD

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

Open = Callable[[], "Bench"]
ONE = "1 film was read before and is not blind. "
TWO = "2 films were read before and are not blind. "


def read(bench: "Bench", *films: int) -> None:
    session, correcting = bench.window.session, bench.window.correcting
    bench.until(lambda: all(entry.case is not None for entry in session.worklist.entries))
    for film in films:
        session.show(film)
        bench.until_shown()
        correcting.move("S", Point(10, 20))


def close_at_once(messages: Messages) -> Callable[[Message | None], None]:
    def close(message: Message | None) -> None:
        if message is not None:
            messages.say(None)

    return close


@pytest.fixture
def first(another: Open) -> "Bench":
    """A session in which two of three films were read in sight of the model."""
    bench = another()
    bench.open(3)
    read(bench, 0, 2)
    assert bench.said == ""
    return bench


@pytest.mark.usefixtures("first")
def test_a_second_session_with_blind_first_is_told_of_them_in_one_message(another: Open) -> None:
    again = another()
    again.window.reviewing.set_blind_first(on=True)
    again.open(3)
    again.until(lambda: again.said.startswith(TWO))
    assert OTHER_RECORD in again.said


def test_whoever_switches_to_blind_first_is_told_at_once(first: "Bench") -> None:
    reviewing = first.window.reviewing
    reviewing.set_blind_first(on=False)
    first.window.messages.say(None)
    reviewing.set_blind_first(on=True)
    assert first.said.startswith(TWO)


def test_one_that_is_set_aside_is_none_of_them(first: "Bench") -> None:
    first.window.session.show(0)
    first.window.menus["set_aside"].trigger()
    first.window.reviewing.set_blind_first(on=True)
    assert first.said.startswith(ONE)


@pytest.mark.usefixtures("first")
def test_who_has_closed_the_message_is_left_alone(another: Open) -> None:
    again = another()
    again.window.reviewing.set_blind_first(on=True)
    session = again.window.session
    session.messages.said.connect(close_at_once(session.messages))
    again.open(3)
    again.until(lambda: all(entry.begun for entry in session.worklist.entries[::2]))
    again.window.reviewing._read_before._say_all()
    assert again.said == ""


def test_a_blind_reading_that_is_under_way_goes_on_without_a_word(another: Open) -> None:
    bench = another()
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    read(bench, 0)
    again = another()
    again.window.reviewing.set_blind_first(on=True)
    again.open(1)
    again.until(lambda: again.window.session.worklist.entries[0].begun)
    assert again.said == ""


def test_blind_readings_of_another_day_are_no_matter_though_they_were_revealed(
    another: Open,
) -> None:
    bench = another()
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(3)
    read(bench, 0, 2)
    bench.window.session.show(0)
    bench.window.reviewing.reveal_now()
    bench.window.leave()
    again = another()
    again.window.reviewing.set_blind_first(on=True)
    again.open(3)
    again.until(lambda: all(entry.begun for entry in again.window.session.worklist.entries[::2]))
    assert again.said == ""
    again.window.reviewing.set_blind_first(on=False)
    again.window.reviewing.set_blind_first(on=True)
    assert again.said == ""


def test_one_film_is_told_as_one(another: Open) -> None:
    bench = another()
    bench.open(2)
    read(bench, 1)
    bench.window.reviewing.set_blind_first(on=True)
    assert bench.said.startswith(ONE)

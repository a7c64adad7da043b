"""Which landmarks count as looked at when a film is confirmed."""

from typing import TYPE_CHECKING

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.geometry import Point
from tests.ui.films import sure, with_errors
from tests.ui.hand import CTRL, KEY, SHIFT

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def unseen(bench: "Bench") -> list[str]:
    """Return the landmarks that confirming the film asks for."""
    bench.hand.key(KEY.Key_Return, CTRL)
    said = bench.window.messages.current
    if said is None:
        return []
    return said.text.removeprefix("You have not looked at ").partition(" yet,")[0].split(", ")


def test_what_is_still_selected_from_the_film_before_was_not_looked_at(bench: "Bench") -> None:
    with_errors(bench, 99.0, 99.0)
    session = bench.window.session
    names = set(session.scheme.abbreviations)
    session.show(1)  # it is at hand from now on
    bench.until_shown()
    session.show(0)
    session.select("Go")
    bench.hand.key(KEY.Key_Space)
    assert bench.current == 1
    least_sure = session.selected
    assert least_sure != "Go"
    assert set(unseen(bench)) == names - {least_sure}


def test_a_landmark_selected_on_the_film_before_is_looked_at_once_it_is_asked_for(
    bench: "Bench",
) -> None:
    with_errors(bench, 99.0, 1.0)
    session = bench.window.session
    session.show(1)
    bench.until_shown()
    session.select("Go")
    session.show(0)
    for name in session.scheme.abbreviations:
        if name != "Go":
            session.select(name)
    session.show(1)
    session.select("Go")
    session.show(0)
    assert unseen(bench) == ["Go"]
    bench.hand.key(KEY.Key_Return, CTRL)
    assert session.case is not None
    assert session.case.complete


def test_a_landmark_is_looked_at_only_once_its_prediction_is_there(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    session = bench.window.session
    for name in session.scheme.abbreviations:
        session.select(name)
    last = session.selected
    bench.start()
    detection = bench.until_detected().detection
    assert detection is not None
    session.update_worklist(session.worklist.detected(0, sure(detection, 99.0)))
    assert set(unseen(bench)) == set(session.scheme.abbreviations) - {last}


def test_where_a_blind_reading_would_begin_is_not_looked_at_when_it_is_called_off(
    bench: "Bench",
) -> None:
    with_errors(bench, 99.0)
    session = bench.window.session
    seen = session.selected
    bench.window.menus["blind_first"].trigger()
    begun = session.selected
    assert begun != seen
    bench.window.menus["blind_first"].trigger()
    assert begun in unseen(bench)


def test_what_was_selected_blind_is_not_looked_at_by_revealing(bench: "Bench") -> None:
    with_errors(bench, 99.0)
    session, correcting = bench.window.session, bench.window.correcting
    bench.window.menus["blind_first"].trigger()
    correcting.move("S", Point(3, 4))
    session.select("Go")
    bench.window.reviewing.reveal_now()
    assert session.selected == "S"  # where reader and model are furthest apart
    assert "Go" in unseen(bench)


def test_a_film_is_confirmed_and_left_by_one_key_unless_something_is_to_be_looked_at(
    bench: "Bench",
) -> None:
    with_errors(bench, 1.0, 99.0, 2.0)
    bench.hand.key(KEY.Key_Return, CTRL | SHIFT)
    bench.until_shown()
    entries = bench.window.session.worklist.entries
    assert [e.case.complete for e in entries if e.case] == [True, False, False]
    assert bench.current == 1
    bench.hand.key(KEY.Key_Return, CTRL | SHIFT)
    said = bench.window.messages.current
    assert said is not None
    assert bench.current == 1
    said.remedies[0].verb()  # which goes on as well
    assert bench.window.session.worklist.entries[1].progress is Progress.COMPLETE
    assert bench.current == 2


def test_a_single_film_that_is_confirmed_is_complete(bench: "Bench") -> None:
    with_errors(bench, 1.0)
    bench.hand.key(KEY.Key_Return, CTRL | SHIFT)
    assert bench.said == "The film is complete."


def test_it_is_said_what_keeps_a_confirmed_film_from_being_left(bench: "Bench") -> None:
    bench.open(2)
    bench.until_shown()
    session, correcting = bench.window.session, bench.window.correcting
    bench.hand.key(KEY.Key_Return, CTRL | SHIFT)
    assert bench.said == f"{len(session.scheme)} landmarks of this film have no position yet."
    for name in session.scheme.abbreviations[1:]:
        correcting.move(name, Point(10, 20))
    bench.hand.key(KEY.Key_Return, CTRL | SHIFT)
    assert bench.said == "1 landmark of this film has no position yet."
    assert bench.current == 0

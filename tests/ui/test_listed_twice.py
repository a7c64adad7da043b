"""One picture in two files: the record knows pictures, so both have one reading."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from landmark_gui.document.worklist import CaseHistory
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.records import record
from landmark_gui.records.replay import replay
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.review.listed_twice import ListedTwice
from landmark_gui.ui.sources import FilmSource
from landmark_gui.ui.widgets.elided import ElidedLabel
from tests.ui.conftest import source
from tests.ui.exchanging import imported

if TYPE_CHECKING:
    from landmark_gui.domain.cephalogram import Cephalogram
    from landmark_gui.records.event import Event
    from tests.ui.conftest import Bench


def list_again(bench: "Bench", name: str) -> None:
    """List the first film once more, under another name, and show it."""
    first, session = bench.window.session.shelf.sources[0], bench.window.session
    session.add([type(first)(name, f"key-{name}", first.read)])
    bench.until_shown()


@pytest.fixture
def twice(another: Callable[[], "Bench"], monkeypatch: pytest.MonkeyPatch) -> "Bench":
    monkeypatch.setattr("landmark_gui.ui.review.listed_twice.PAUSE_MS", 50)
    bench = another()
    bench.open(1)
    bench.until_shown()
    assert bench.window.messages.current is None
    list_again(bench, "copy")
    return bench


def sella(bench: "Bench", film: int) -> Point | None:
    bench.window.session.show(film)
    case = bench.window.session.case
    assert case is not None
    return case.annotations["S"].point


def listed(bench: "Bench") -> list[str]:
    model = bench.window.panels.films.list.model()
    rows = range(model.rowCount())
    return [str(model.data(model.index(row, 0), Qt.ItemDataRole.ToolTipRole)) for row in rows]


def test_what_is_decided_under_one_name_is_seen_under_the_other_at_once(twice: "Bench") -> None:
    session, correcting = twice.window.session, twice.window.correcting
    session.show(0)
    correcting.move("S", Point(100, 4))
    assert sella(twice, 1) == Point(100, 4)
    correcting.move("S", Point(300, 4))
    assert sella(twice, 0) == Point(300, 4)
    correcting.undo()
    assert sella(twice, 1) == Point(100, 4)
    assert "another window" not in str(twice.window.messages.current)
    assert twice.window.recorder.unsaved == frozenset()


@pytest.mark.parametrize("detected", [False, True])
def test_a_step_on_one_costs_the_other_that_step_and_not_the_whole_history(
    twice: "Bench", monkeypatch: pytest.MonkeyPatch, *, detected: bool
) -> None:
    session, read = twice.window.session, list[int]()
    correcting = twice.window.correcting

    def counted(events: Iterable["Event"], history: CaseHistory) -> CaseHistory:
        events = list(events)
        read.append(len(events))
        return replay(events, history)

    if detected:
        twice.start()
        twice.until(lambda: all(e.case and e.case.detection for e in session.worklist.entries))
    session.show(0)
    correcting.move("S", Point(100, 4))
    monkeypatch.setattr(record, "replay", counted)
    for x in range(101, 106):
        correcting.move("N", Point(x, 4))
    correcting.undo()
    assert read == [1] * 6
    assert sella(twice, 1) == Point(100, 4)
    assert session.case is not None
    assert session.case.annotations["N"].point == Point(104, 4)
    assert twice.window.recorder.unsaved == frozenset()


def test_it_is_said_once_and_stays_marked(twice: "Bench") -> None:
    messages, header = twice.window.messages, twice.window.panels.header
    twice.until(lambda: messages.current is not None)
    assert messages.current is not None
    assert messages.current.text == "copy is the same picture as film-1: they share one reading."
    assert messages.current.tone is Tone.INFO
    assert messages.current.remedies == ()  # so it goes by itself
    assert "same picture as copy, shared reading" in listed(twice)[0]
    assert "same picture as film-1, shared reading" in listed(twice)[1]
    assert "same picture as film-1" in header._facts.text()


def test_the_header_says_so_once_the_other_file_is_read_in_the_background(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    session, may_read = bench.window.session, threading.Event()
    first = session.shelf.sources[0]

    def read(name: str) -> "Cephalogram":
        may_read.wait(8)
        return first.read(name)

    session.add([FilmSource("copy", "key-copy", read)], show=False)
    session.show(0)
    facts = bench.window.panels.header.findChild(ElidedLabel, "film_facts")
    assert facts is not None
    assert "same picture" not in facts.text()
    may_read.set()
    bench.until(lambda: session.worklist.entries[1].case is not None)
    assert bench.current == 0
    assert "same picture as copy" in facts.text()


def test_a_third_file_of_it_is_marked_without_a_word(twice: "Bench") -> None:
    messages = twice.window.messages
    twice.until(lambda: messages.current is not None)
    messages.say(None)
    list_again(twice, "third")
    twice.qtbot.wait(100)
    assert messages.current is None
    assert "same picture as film-1" in twice.window.panels.header._facts.text()


def test_several_pictures_that_are_listed_twice_are_said_in_one_message_when_all_are_read(
    another: Callable[[], "Bench"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.review.listed_twice.PAUSE_MS", 200)
    bench, goes_on = another(), threading.Event()

    def slow(name: str) -> "Cephalogram":
        goes_on.wait(20)
        return source(4).read(name)

    bench.open(3)
    session = bench.window.session
    again = [replace(one, key=f"again {one.key}") for one in session.shelf.sources]
    session.add(again, show=False)
    bench.until(lambda: any(entry.alike for entry in session.worklist.entries))
    session.add([FilmSource("slow", "key-slow", slow)], show=False)
    bench.qtbot.wait(400)
    early = bench.said
    goes_on.set()
    bench.until(lambda: bool(bench.said))
    assert bench.said == "3 films are listed twice. Each has one reading."
    assert not early


@pytest.mark.parametrize(
    ("films", "said"),
    [
        (1, "One film is listed 3 times. It has one reading."),
        (2, "2 films are listed twice or more. Each has one reading."),
    ],
)
def test_more_than_two_files_of_one_picture_are_not_told_as_two(
    another: Callable[[], "Bench"], films: int, said: str
) -> None:
    bench = another()
    bench.open(films)
    session = bench.window.session
    first, *others = session.shelf.sources
    again = [replace(first, key=f"third {first.key}")]
    again += [replace(one, key=f"again {one.key}") for one in (first, *others)]
    session.add(again, show=False)
    bench.until(lambda: bool(bench.said))
    assert bench.said == said


def test_what_was_said_meanwhile_is_not_talked_over(
    another: Callable[[], "Bench"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.review.listed_twice.PAUSE_MS", 50)
    bench = another()
    bench.open(2)
    session = bench.window.session
    again = [replace(one, key=f"again {one.key}") for one in session.shelf.sources]
    session.messages.warn("Something was not found.")
    session.add(again, show=False)
    bench.until(lambda: all(entry.alike for entry in session.worklist.entries))
    bench.qtbot.wait(100)
    assert bench.said == "Something was not found."
    waiting = session.findChild(ListedTwice)
    assert waiting is not None
    assert not waiting._timer.isActive()
    session.messages.say(None)
    bench.until(lambda: bool(bench.said))
    assert bench.said == "2 films are listed twice. Each has one reading."


@pytest.mark.parametrize("replacing", [False, True])
def test_an_import_that_names_both_files_takes_the_first_and_says_where_the_other_differs(
    twice: "Bench", tmp_path: Path, *, replacing: bool
) -> None:
    session, stamp = twice.window.session, Stamp.now("Dr. B")
    twice.until(lambda: bool(twice.said))  # that they are the same picture, not what was imported
    one, other = (case for entry in session.worklist.entries if (case := entry.case))
    one = one.moved("S", Point(10, 10), stamp).moved("N", Point(20, 20), stamp)
    other = other.moved("S", Point(90, 90), stamp).moved("N", Point(20, 20), stamp)
    other = other.moved("Or", Point(30, 30), stamp)
    write_csv(tmp_path / "t.csv", [one, other])
    message = imported(twice, tmp_path / "t.csv", replace=replacing)
    assert message.text.startswith("Imported 3 landmarks of 2 films from t.csv")
    assert "1 landmark decided differently here: not replaced" in message.text
    assert "1 landmark already here" in message.text
    for entry in session.worklist.entries:
        assert entry.case is not None
        assert entry.case.film.name == entry.name
        assert entry.case.annotations["S"].point == Point(10, 10)
        assert entry.case.annotations["Or"].point == Point(30, 30)
        assert entry.history is not None
        assert len(entry.history.past) == 1

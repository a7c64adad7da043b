"""What is in a record comes out in the order in which it was written, with the time it took."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.records.errors import RecordTooNew
from landmark_gui.records.event import Event, Kind
from landmark_gui.records.record import Record
from tests.document.cases import detection
from tests.records.one_film import FILM, STAMP, WRITER, write_as_a_newer_version

OTHER = FilmInfo("b.png", "y", 100, 200)


def act(kind: Kind, at_s: float, landmark: str = "") -> Event:
    point = Point(3, 4) if landmark else None
    utc = STAMP.utc + timedelta(seconds=at_s)
    return replace(WRITER.event(kind), utc=utc, landmark=landmark, point=point)


def predicted(at_s: float) -> Event:
    return replace(act(Kind.PREDICTED, at_s), detection=detection())


def told(path: Path) -> list[tuple[int, str, Kind, float | None]]:
    with Record.open_to_read(path) as record:
        return [(e.session, e.film.name, e.event.kind, e.seconds) for e in record.log()]


def test_an_act_took_as_long_as_the_one_before_it_is_past_on_whichever_film(
    tmp_path: Path,
) -> None:
    path = tmp_path / "record.sqlite"
    with Record.open(path) as record:
        record.append(FILM, [act(Kind.PLACED, 0, "S"), act(Kind.PLACED, 4, "N")])
        record.append(OTHER, [predicted(5), act(Kind.MOVED, 10, "S"), act(Kind.CONFIRMED, 10, "N")])
        record.append(FILM, [act(Kind.UNDONE, 12.5)])
    assert told(path) == [
        (1, "a.png", Kind.OPENED, None),
        (1, "a.png", Kind.PLACED, None),
        (1, "a.png", Kind.PLACED, 4),
        (1, "b.png", Kind.OPENED, None),
        (1, "b.png", Kind.PREDICTED, None),
        (1, "b.png", Kind.MOVED, 6),
        (1, "b.png", Kind.CONFIRMED, 0),
        (1, "a.png", Kind.UNDONE, 2.5),
    ]


def test_each_session_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    for session in range(2):
        with Record.open(path) as record:
            at_s = 3600 * session
            record.append(FILM, [act(Kind.PLACED, at_s, "S"), act(Kind.MOVED, at_s + 2, "S")])
    took = [(session, seconds) for session, _, kind, seconds in told(path) if kind != Kind.OPENED]
    assert took == [(1, None), (1, 2), (2, None), (2, 2)]


def test_imported_decisions_keep_their_times_and_take_none(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record.open(path) as record:
        imported = [act(Kind.PLACED, -9000, "N"), act(Kind.PLACED, -8000, "Or")]
        record.append(FILM, [act(Kind.PLACED, 0, "S"), *imported, act(Kind.MOVED, 7, "N")])
    assert [seconds for *_, seconds in told(path)] == [None, None, None, None, 7]


def test_films_have_the_name_they_were_last_called(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record.open(path) as record:
        record.append(FILM, [act(Kind.PLACED, 0, "S")])
        record.append(replace(FILM, name="renamed.png"), [act(Kind.PLACED, 1, "N")])
    assert {name for _, name, *_ in told(path)} == {"renamed.png"}


def test_events_of_a_newer_version_are_for_that_one_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record.open(path) as record:
        record.append(FILM, [act(Kind.PLACED, 0, "S")])
    write_as_a_newer_version(path)
    with pytest.raises(RecordTooNew):
        told(path)

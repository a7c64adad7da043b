"""Tampering with a record is found, and where."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from landmark_gui.records.chain import Row
from landmark_gui.records.errors import (
    DiskFull,
    RecordDamaged,
    RecordUnwritable,
    RecordVanished,
    in_words,
)
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.verify import verify
from tests.records.one_film import ALL, DETECTED, FILM, MOVED, WRITER, raw, tamper, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.sqlite"
    write(path, DETECTED, MOVED, ALL)
    return path


@pytest.fixture(params=[sqlite3.SQLITE_READONLY_DIRECTORY, sqlite3.SQLITE_IOERR_SHMSIZE])
def locked(path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Return the record where SQLite refuses as in a folder that root, too, may not write.

    Or as on a disk that has no room for what is to lie beside it.
    """
    really_connect = sqlite3.connect

    def connect(
        place: object, *, timeout: float, isolation_level: None, uri: bool
    ) -> sqlite3.Connection:
        if "immutable=1" in str(place):
            return really_connect(
                str(place), timeout=timeout, isolation_level=isolation_level, uri=uri
            )
        refusal = sqlite3.OperationalError("there is no room beside it")
        refusal.sqlite_errorcode = request.param
        raise refusal

    monkeypatch.setattr("landmark_gui.records.schema.sqlite3.connect", connect)
    return path


def test_a_record_beside_which_nothing_can_be_written_is_verified_and_read(locked: Path) -> None:
    assert verify(locked).whole
    with Record.open_to_read(locked) as record:
        assert [film.name for film in record.films()] == ["a.png"]
    assert [beside.name for beside in locked.parent.iterdir()] == [locked.name]


def test_an_empty_journal_keeps_nobody_from_reading(locked: Path) -> None:
    locked.with_name(f"{locked.name}-wal").touch()  # as a full disk leaves it
    assert verify(locked).whole


@pytest.mark.parametrize("journal", ["-wal", "-journal"])
def test_a_journal_that_cannot_be_read_is_not_passed_over(locked: Path, journal: str) -> None:
    locked.with_name(locked.name + journal).write_bytes(b"decisions")
    with pytest.raises((RecordUnwritable, DiskFull)):
        verify(locked)


def test_no_room_for_the_memory_beside_a_record_is_a_full_disk(path: Path) -> None:
    refusal = sqlite3.OperationalError("disk I/O error")
    refusal.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(DiskFull, match="is full"), in_words(path):
        raise refusal


def test_an_untouched_record_is_whole(path: Path) -> None:
    verdict = verify(path)
    assert verdict.whole
    assert verdict.events == 2 + 1 + 18


def test_a_record_that_is_written_to_meanwhile_is_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed, meanwhile = Row.hash, [difference(ALL, ALL.undo(), WRITER)]
    with Record.open(path) as other:

        def hash_while_others_write(row: Row, previous: str) -> str:
            if meanwhile:
                other.append(FILM, meanwhile.pop())
            return hashed(row, previous)

        monkeypatch.setattr(Row, "hash", hash_while_others_write)
        verdict = verify(path)
    assert verdict.whole
    assert verify(path).events > verdict.events == 2 + 1 + 18


@pytest.mark.parametrize(
    "change",
    [
        "x_px = 3.0000001",
        "reader = 'someone'",
        "utc = '2020-01-01T00:00:00+00:00'",
        "kind = 'confirmed'",
        "film = 'y'",
        "label = ''",
        "x_px = NULL",
    ],
)
def test_a_changed_event_is_found(path: Path, change: str) -> None:
    tamper(path, f"UPDATE event SET {change} WHERE id = 3")  # noqa: S608 - ours
    assert verify(path).broken == 3


@pytest.mark.parametrize("gone", ["id = 5", "id BETWEEN 4 AND 9", "id = 1"])
def test_a_missing_event_is_found(path: Path, gone: str) -> None:
    tamper(path, f"DELETE FROM event WHERE {gone}")  # noqa: S608 - ours
    assert verify(path).broken == {"id = 5": 5, "id BETWEEN 4 AND 9": 4, "id = 1": 1}[gone]


def test_a_missing_event_is_found_though_the_others_were_numbered_anew(path: Path) -> None:
    tamper(path, "DELETE FROM event WHERE id = 5")
    with raw(path) as other:
        for number in range(6, 22):
            other.execute("UPDATE event SET id = id - 1 WHERE id = ?", (number,))
    assert verify(path).broken == 5


def test_a_cut_off_end_is_found(path: Path) -> None:
    tamper(path, "DELETE FROM event WHERE id > 10")
    assert verify(path).broken == 11


def test_a_film_under_another_name_is_found(path: Path) -> None:
    tamper(path, "UPDATE film SET facts = replace(facts, 'a.png', 'b.png')")
    assert not verify(path).whole


def test_events_are_neither_changed_nor_deleted_by_accident(path: Path) -> None:
    with raw(path) as other:
        for statement in ("UPDATE event SET label = ''", "DELETE FROM event"):
            with pytest.raises(Exception, match="events are never"):
                other.execute(statement)


def test_an_index_that_lacks_events_is_found(path: Path) -> None:
    with raw(path) as other:
        (whole,) = other.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'event_of_film'"
        ).fetchone()
        other.execute("DROP INDEX event_of_film")
        other.execute(f"{whole} WHERE id < 3")  # films come back by it
        other.execute("PRAGMA writable_schema = ON")
        other.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'event_of_film'", (whole,))
    assert verify(path).why == "the file is damaged"


def test_damaged_pages_are_found_or_refused(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 3 + 2000] = b"\xff" * 2000
    path.write_bytes(data)
    with suppress(RecordDamaged):
        assert not verify(path).whole


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RecordVanished):
        verify(tmp_path / "none.sqlite")


@pytest.mark.parametrize("use", [partial(Record.open, create=False), Record.open_to_read, verify])
def test_a_record_in_a_folder_without_rights_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[Path], object]
) -> None:
    def refuse(path: Path, **_: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    for asks in ("exists", "is_file"):
        monkeypatch.setattr(Path, asks, refuse)
    with pytest.raises(RecordUnwritable, match=r"record\.sqlite could not be used: Permission"):
        use(tmp_path / "record.sqlite")

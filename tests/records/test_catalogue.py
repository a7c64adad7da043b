"""Notes count while they are true, and never stand in the way."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from landmark_gui.document.worklist import Progress, Standing
from landmark_gui.records.catalogue import (
    Note,
    catalogue_of,
    file_state,
    read_standings,
    write_notes,
)
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from tests.document.cases import SCHEME
from tests.records.script import FILM
from tests.records.writer_with_faults import WRITER, states

EDITED = Standing(Progress.EDITED, 3, 19)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite"


def append(record: Path, step: int) -> int:
    made = states()
    with Record.open(record) as opened:
        return opened.append(FILM, difference(made[step], made[step + 1], WRITER))


def look(record: Path, *files: str) -> dict[str, Standing]:
    return {file: known for (file, _), known in read_standings(record, SCHEME.name, files).items()}


def test_what_was_noted_is_known_again(record: Path) -> None:
    write_notes(record, SCHEME.name, [Note("a", FILM.sha256, append(record, 0), EDITED)])
    assert look(record, "a", "b") == {"a": EDITED}
    assert read_standings(record, "another", ["a"]) == {}


def test_the_pages_of_a_file_are_noted_apart(record: Path) -> None:
    last = append(record, 0)
    begun = Standing(Progress.EDITED, 1, 19)
    notes = [
        Note("a", FILM.sha256, last, EDITED),
        Note("a", FILM.sha256, last, begun, page=4),
        Note("a", FILM.sha256, last, begun, page=-1),
    ]
    write_notes(record, SCHEME.name, notes)
    assert read_standings(record, SCHEME.name, ["a"]) == {("a", 0): EDITED, ("a", 4): begun}


def test_a_note_is_void_once_the_record_holds_something_newer_of_the_film(record: Path) -> None:
    write_notes(record, SCHEME.name, [Note("a", FILM.sha256, append(record, 0), EDITED)])
    append(record, 1)
    assert look(record, "a") == {}


def test_a_file_that_was_written_anew_or_renamed_is_another_state(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    assert file_state(path) == ""
    path.write_bytes(b"film")
    before = file_state(path)
    assert file_state(path) == before
    os.utime(path, ns=(1, 1))
    touched = file_state(path)
    renamed = path.rename(tmp_path / "another.png")
    assert len({before, touched, file_state(renamed)}) == 3


def test_no_name_of_a_file_lies_in_the_catalogue(tmp_path: Path, record: Path) -> None:
    film = tmp_path / "DOE^JANE.dcm"
    film.write_bytes(b"film")
    last = append(record, 0)
    write_notes(record, SCHEME.name, [Note(file_state(film), FILM.sha256, last, EDITED)])
    assert look(record, file_state(film)) == {file_state(film): EDITED}
    assert b"DOE" not in catalogue_of(record).read_bytes()


@pytest.mark.parametrize("damage", [b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_catalogue_knows_nothing_and_is_made_anew(record: Path, damage: bytes) -> None:
    last = append(record, 0)
    catalogue_of(record).write_bytes(damage)
    note = Note("a", FILM.sha256, last, EDITED)
    assert look(record, "a") == {}
    write_notes(record, SCHEME.name, [note])
    write_notes(record, SCHEME.name, [note])
    assert look(record, "a") == {"a": EDITED}


def test_a_catalogue_damaged_within_is_made_anew(record: Path) -> None:
    last = append(record, 0)
    notes = [Note(f"{number:064x}", FILM.sha256, last, EDITED) for number in range(200)]
    files = [note.file for note in notes]
    write_notes(record, SCHEME.name, notes)
    assert len(look(record, *files)) == 200
    with catalogue_of(record).open("r+b") as within:
        within.seek(2 * 4096)
        within.write(b"\xff" * 4096)
    look(record, *files)
    write_notes(record, SCHEME.name, notes)
    write_notes(record, SCHEME.name, notes)
    assert len(look(record, *files)) == 200


def test_numbers_that_no_film_has_are_not_known(record: Path) -> None:
    write_notes(record, SCHEME.name, [Note("a", FILM.sha256, append(record, 0), EDITED)])
    with closing(sqlite3.connect(catalogue_of(record), isolation_level=None)) as other:
        other.execute("UPDATE noted_page SET decided = 9e999")
    assert look(record, "a") == {}


def test_without_a_record_nothing_is_known(record: Path) -> None:
    write_notes(record, SCHEME.name, [Note("a", FILM.sha256, 1, EDITED)])
    assert look(record, "a") == {}
    assert list(record.parent.iterdir()) == []


def test_a_folder_that_is_gone_costs_the_notes_only(tmp_path: Path) -> None:
    record = tmp_path / "gone" / "record.sqlite"
    write_notes(record, SCHEME.name, [Note("a", FILM.sha256, 1, EDITED)])
    assert look(record, "a") == {}

"""A copy takes the place of the record, and nothing is lost by it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from landmark_gui.records import errors, restoring, schema
from landmark_gui.records.catalogue import catalogue_of
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.restoring import restore
from landmark_gui.records.verify import verify
from tests.records.one_film import ALL, DETECTED, FILM, MOVED, WRITER, tamper, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite"


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A copy of the record, which goes on and whose program is killed: see its journal."""
    write(path, DETECTED)
    copy = tmp_path / "copy.sqlite"
    with Record.open(path) as record:
        record.back_up(copy)
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
        record.append(FILM, difference(MOVED, ALL, WRITER))
        shutil.copytree(path.parent, tmp_path / "killed")
    shutil.rmtree(path.parent)
    (tmp_path / "killed").rename(path.parent)
    assert path.with_name("record.sqlite-wal").stat().st_size > 0
    return copy


def test_what_is_restored_is_the_copy_and_what_a_killed_program_left_is_set_aside(
    path: Path, copy: Path
) -> None:
    lost, kept = verify(path).events, verify(copy).events
    assert lost > kept
    aside = restore(copy, path)
    assert aside == path.with_name("record-replaced-1.sqlite")
    assert verify(path).events == kept
    assert verify(aside).events == lost
    assert sorted(path.parent.iterdir()) == [aside, path]
    assert verify(copy).whole


def test_a_journal_without_its_record_is_not_read_into_the_copy(path: Path, copy: Path) -> None:
    path.unlink()
    assert restore(copy, path) is None
    assert verify(path).events == verify(copy).events
    assert not path.with_name("record.sqlite-wal").exists()


def test_on_a_new_machine_the_folder_is_made(tmp_path: Path, copy: Path) -> None:
    there = tmp_path / "new" / "home" / "record.sqlite"
    assert restore(copy, there) is None
    assert verify(there).events == verify(copy).events


def test_a_record_that_is_open_is_left_alone(path: Path, copy: Path) -> None:
    with Record.open(path) as record:
        with pytest.raises(errors.RecordLocked, match="close the window"):
            restore(copy, path)
        record.append(FILM, difference(ALL, MOVED, WRITER))
    assert verify(path).events > verify(copy).events
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_damaged_record_is_set_aside_as_it_is(path: Path, copy: Path) -> None:
    path.write_bytes(b"no database" * 99)
    path.with_name("record.sqlite-wal").unlink()
    aside = restore(copy, path)
    assert aside is not None
    assert aside.read_bytes() == b"no database" * 99
    assert verify(path).whole


def test_what_is_no_whole_record_restores_nothing(path: Path, copy: Path) -> None:
    before = verify(path)
    tamper(copy, "UPDATE event SET reader = 'someone' WHERE id = 2")
    with pytest.raises(errors.RecordDamaged, match="changed after it was written"):
        restore(copy, path)
    for wrong in (path, copy.with_name("not there")):
        with pytest.raises(errors.RecordError):
            restore(wrong, path)
    assert verify(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_record_that_cannot_be_set_aside_stays(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = verify(path)
    monkeypatch.setattr(Path, "rename", _refuse)
    with pytest.raises(errors.RecordUnwritable, match="set aside"):
        restore(copy, path)
    assert verify(path) == before


def test_a_file_of_the_user_beside_the_record_stays(path: Path, copy: Path) -> None:
    (mine := path.with_name("record.sqlite.restored")).write_text("mine")
    restore(copy, path)
    with pytest.raises(errors.RecordError):
        restore(copy.with_name("not there"), path)
    assert mine.read_text() == "mine"
    assert list(path.parent.glob(".landmark-gui-*")) == []


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_folder_without_a_name_is_not_replaced(copy: Path, folder: str) -> None:
    with pytest.raises(errors.RecordError, match="is no file; name the record's file"):
        restore(copy, Path(folder))


@pytest.mark.parametrize("written", [b"film,S,N\n", b"no database" * 99])
def test_a_file_that_never_was_a_record_is_not_replaced(
    path: Path, copy: Path, written: bytes
) -> None:
    (table := path.with_name("found.csv")).write_bytes(written)
    with pytest.raises(errors.RecordError, match=r"found\.csv is no record"):
        restore(copy, table)
    assert table.read_bytes() == written


def test_a_database_of_another_program_is_not_replaced(path: Path, copy: Path) -> None:
    other = path.with_name("other.sqlite")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE patient (name TEXT)")
    before = other.read_bytes()
    with pytest.raises(errors.RecordDamaged, match="of another program"):
        restore(copy, other)
    assert other.read_bytes() == before


def test_a_record_of_another_name_is_replaced_though_damaged(path: Path, copy: Path) -> None:
    damaged = path.with_name("record.old")
    damaged.write_bytes(copy.read_bytes()[:16] + b"\xff" * 500)
    assert restore(copy, damaged) is not None
    assert verify(damaged).whole


def test_an_empty_file_and_a_record_of_a_newer_version_are_replaced(path: Path, copy: Path) -> None:
    (empty := path.with_name("empty")).touch()
    assert restore(copy, empty) is not None
    tamper(path, f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    assert restore(copy, path) is not None
    assert verify(path).events == verify(copy).events


@pytest.mark.parametrize("name", ["folder.sqlite", "film.png", "FILM.DCM"])
def test_what_can_be_no_record_is_not_replaced(path: Path, copy: Path, name: str) -> None:
    wrong = path.with_name(name)
    if name == "folder.sqlite":
        wrong.mkdir()
    else:
        wrong.touch()
    before = sorted(path.parent.iterdir())
    with pytest.raises(errors.RecordError, match=name):
        restore(copy, wrong)
    assert sorted(path.parent.iterdir()) == before


def test_a_record_that_the_database_cannot_look_at_is_not_taken_for_a_damaged_one(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = schema.connect

    def refuse(file: Path, patience_s: float, **more: bool) -> sqlite3.Connection:
        if file == path:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(file, patience_s, **more)

    monkeypatch.setattr(schema, "connect", refuse)
    with pytest.raises(errors.RecordError, match="could not be used"):
        restore(copy, path)
    monkeypatch.undo()
    assert verify(path).events > verify(copy).events


def test_where_the_copy_cannot_be_put_the_record_is_back(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "put_in_place", _refuse)
    with pytest.raises(errors.RecordUnwritable):
        restore(copy, path)
    assert list(path.parent.iterdir()) == [path]
    assert verify(path).events > verify(copy).events


def test_what_cannot_be_renamed_back_is_named(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = verify(path)

    def refuse(*_: object) -> None:
        monkeypatch.setattr(Path, "rename", _refuse)
        raise PermissionError

    monkeypatch.setattr(restoring, "put_in_place", refuse)
    with pytest.raises(errors.RecordUnwritable, match=r"lies in .*replaced-1\.sqlite"):
        restore(copy, path)
    assert verify(path.with_name("record-replaced-1.sqlite")) == before


def _refuse(*_: object) -> None:
    raise PermissionError


def test_what_the_catalogue_says_of_later_events_is_forgotten(path: Path, copy: Path) -> None:
    catalogue_of(path).touch()
    restore(copy, path)
    assert not catalogue_of(path).exists()

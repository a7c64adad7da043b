"""Copies of the record: what they say is what was copied, whatever lies beside them."""

import shutil
from pathlib import Path

import pytest

from landmark_gui.records import errors
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.verify import verify
from tests.records.one_film import ALL, DETECTED, FILM, MOVED, WRITER, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "record.sqlite"
    write(path, DETECTED, MOVED)
    return path


@pytest.fixture
def left_open(tmp_path: Path) -> Path:
    """A copy at which a program worked that died: the end of it lies in its journal."""
    worked, left = tmp_path / "worked" / "copy.sqlite", tmp_path / "left"
    write(worked, DETECTED)
    with Record.open(worked) as record:
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
        record.append(FILM, difference(MOVED, ALL, WRITER))
        shutil.copytree(worked.parent, left)
    return left / worked.name


def test_a_copy_whose_journal_holds_more_is_not_replaced(path: Path, left_open: Path) -> None:
    with Record.open_to_read(path) as record, pytest.raises(errors.RecordLocked, match="another"):
        record.back_up(left_open)
    assert verify(left_open).events > verify(path).events


def test_what_is_empty_or_over_beside_a_copy_goes_when_it_is_replaced(path: Path) -> None:
    copy = path.with_name("copy.sqlite")
    beside = [copy.with_name(copy.name + ending) for ending in ("-wal", "-journal", "-shm")]
    for file in (copy, *beside):
        file.touch()
    beside[-1].write_bytes(b"of an earlier time")
    with Record.open_to_read(path) as record:
        record.back_up(copy)
    assert not any(file.exists() for file in beside)
    assert verify(copy).events == verify(path).events

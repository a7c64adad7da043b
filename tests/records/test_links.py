"""A record that is a link to one that lies elsewhere: its journal lies there too."""

import shutil
from pathlib import Path

import pytest

from landmark_gui.in_use import is_held
from landmark_gui.records.catalogue import catalogue_of
from landmark_gui.records.errors import RecordVanished
from landmark_gui.records.place import set_aside
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.restoring import restore
from landmark_gui.records.verify import verify
from tests.records.one_film import ALL, DETECTED, FILM, MOVED, WRITER, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record in a folder of its own."""
    write(path := tmp_path / "data" / "record.sqlite", DETECTED)
    return path


@pytest.fixture
def link(path: Path, tmp_path: Path) -> Path:
    (link := tmp_path / "link.sqlite").symlink_to(path)
    return link


def test_the_journal_of_a_record_behind_a_link_is_held_and_missed(path: Path, link: Path) -> None:
    with Record.open(link) as record:
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
        assert is_held(path.with_name("record.sqlite-wal"))
        path.with_name("record.sqlite-wal").rename(path.with_name("elsewhere"))
        with pytest.raises(RecordVanished, match="journal"):
            record.append(FILM, difference(MOVED, ALL, WRITER))


def test_a_record_behind_a_link_is_set_aside_where_it_lies_and_with_its_journal(
    path: Path, link: Path, tmp_path: Path
) -> None:
    with Record.open(link) as record:
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
        shutil.copytree(path.parent, tmp_path / "killed")
    shutil.rmtree(path.parent)
    (tmp_path / "killed").rename(path.parent)
    aside = set_aside(link, "damaged")
    assert aside == path.with_name("record-damaged-1.sqlite")
    assert aside.with_name("record-damaged-1.sqlite-wal").exists()
    assert verify(aside).events == 3


def test_a_copy_goes_and_comes_back_behind_the_link(path: Path, link: Path, tmp_path: Path) -> None:
    (other := tmp_path / "copy.sqlite").symlink_to(copy := path.with_name("copy.sqlite"))
    with Record.open_to_read(link) as record:
        record.back_up(other)
    write(path, DETECTED, MOVED)
    assert verify(link).events == verify(copy).events + 2
    catalogue_of(link).touch()
    restore(other, link)
    assert verify(path) == verify(other) == verify(copy)
    assert link.is_symlink()
    assert other.is_symlink()
    assert not catalogue_of(path).exists()

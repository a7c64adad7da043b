"""How the place of a record is called, and whether it is on another machine."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from landmark_gui.records import place
from landmark_gui.records.place import (
    _kind_of_mount,
    free_name,
    is_network,
    over_network,
    rename,
    uri,
)


def test_the_longest_mount_point_says_what_kind_of_drive_it_is() -> None:
    mounts = "/dev/a / ext4 rw 0 0\nhost:/x /mnt/my\\040films nfs4 rw 0 0\n"
    assert _kind_of_mount(Path("/mnt/my films/a"), mounts) == "nfs4"
    assert _kind_of_mount(Path("/mnt/my"), mounts) == "ext4"
    assert is_network("nfs4")
    assert is_network("fuse.sshfs")
    assert not is_network("ext4")


@pytest.mark.parametrize(
    ("folder", "remote"), [("/Volumes/clinic/studies", True), ("/Users/anna", False)]
)
def test_without_a_list_of_mounts_what_is_mounted_counts_as_a_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, *, remote: bool
) -> None:
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "none")
    assert over_network(Path(folder)) is remote


def test_a_record_is_renamed_with_its_journal_and_over_nothing(tmp_path: Path) -> None:
    for name in ("a", "a-wal", "a-journal", "b-wal"):
        (tmp_path / name).write_text(name)
    rename(tmp_path / "a", tmp_path / "b")
    left = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert left == {"a-wal": "a-wal", "b": "a", "b-wal": "b-wal", "b-journal": "a-journal"}


def test_a_name_is_free_where_neither_a_record_nor_a_journal_has_it(tmp_path: Path) -> None:
    for name in ("a-lost-1.sqlite", "a-lost-2.sqlite-wal"):
        (tmp_path / name).touch()
    assert free_name(tmp_path / "a.sqlite", "lost").name == "a-lost-3.sqlite"


def test_no_part_of_a_path_is_taken_for_a_machine(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%41 é.sqlite"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE event (id)")
    shared = Path(f"//{path.relative_to('/')}")  # as the path of a Windows share begins
    assert str(shared).startswith("//")
    with closing(sqlite3.connect(uri(shared, "mode=ro"), uri=True)) as opened:
        assert opened.execute("SELECT count(*) FROM event").fetchone() == (0,)

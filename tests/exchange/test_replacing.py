import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.replacing import replacing, write_new, write_over


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "out.csv"
    path.write_text("old", "utf-8")
    return path


def only_old_is_left(target: Path) -> bool:
    return list(target.parent.iterdir()) == [target] and target.read_text("utf-8") == "old"


def test_a_whole_file_takes_the_place_of_the_old_one(target: Path) -> None:
    with replacing(target) as file:
        file.write_bytes(b"new\r\n")
        assert target.read_text("utf-8") == "old"
    assert target.read_bytes() == b"new\r\n"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("before", ["old", None])
def test_what_a_link_leads_to_is_replaced_and_not_the_link(
    tmp_path: Path, before: str | None
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    table, link = drive / "table.csv", tmp_path / "link.csv"
    if before:
        table.write_text(before, "utf-8")
    link.symlink_to(table)
    write_over(link, b"new")
    assert link.is_symlink()
    assert table.read_bytes() == b"new"
    assert list(drive.iterdir()) == [table]


def half_written(target: Path, failure: Exception) -> None:
    with replacing(target) as file:
        file.write_text("half")
        raise failure


def test_a_failure_while_writing_leaves_the_old_file(target: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        half_written(target, ZeroDivisionError())
    assert only_old_is_left(target)


def test_a_full_disk_leaves_the_old_file_and_says_so(target: Path) -> None:
    with pytest.raises(CannotWrite, match="No space left"):
        half_written(target, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert only_old_is_left(target)


def test_a_disk_that_cannot_flush_leaves_the_old_file(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(CannotWrite), replacing(target) as file:
        file.write_text("new")
    assert only_old_is_left(target)


class Scanner:
    """Holds a file for its first moments, as virus scanners on Windows do."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.really_replace = Path.replace

    def replace(self, temporary: Path, target: Path) -> Path:
        self.refusals -= 1
        if self.refusals >= 0:
            raise PermissionError(errno.EACCES, "Access is denied")
        return self.really_replace(temporary, target)


def scanned(monkeypatch: pytest.MonkeyPatch, refusals: int) -> list[float]:
    scanner, pauses = Scanner(refusals), list[float]()

    def replace(temporary: Path, target: Path) -> Path:
        return scanner.replace(temporary, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def test_a_file_held_for_moments_is_replaced_all_the_same(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = scanned(monkeypatch, refusals=3)
    with replacing(target) as file:
        file.write_text("new")
    assert target.read_text("utf-8") == "new"
    assert len(pauses) == 3


def test_a_file_held_for_good_is_given_up_after_two_and_a_half_seconds(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = scanned(monkeypatch, refusals=1000)
    with pytest.raises(CannotWrite, match="Access is denied"), replacing(target) as file:
        file.write_text("new")
    assert sum(pauses) == pytest.approx(2.5)
    assert only_old_is_left(target)


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes lie in no folder")
def test_nothing_takes_the_place_of_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotWrite, match="it is not a file"):
        write_over(tmp_path / "pipe", b"new")
    assert (tmp_path / "pipe").is_fifo()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="its file names hold every character")
@pytest.mark.parametrize("write", [write_new, write_over])
def test_a_name_that_the_system_cannot_write_is_refused_in_words(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    with pytest.raises(CannotWrite, match=r"names files in .*, which lacks some of these"):
        write(tmp_path / "\ud800.json", b"new")
    assert list(tmp_path.iterdir()) == []

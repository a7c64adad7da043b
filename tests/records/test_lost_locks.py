"""Locks that the system has dropped: nothing that others wrote is lost, nor called saved wrongly.

POSIX drops a process's locks on a file once it closes any descriptor of it.
"""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from landmark_gui.in_use import is_held
from landmark_gui.records import errors
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME
from tests.records.one_film import ALL, DETECTED, FILM, FRESH, MOVED, WRITER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX alone drops locks so")
ROOT = Path(__file__).parents[2]
OTHER = """
import sys
from pathlib import Path
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from tests.records.one_film import DETECTED, FILM, MOVED, WRITER
with Record.open(Path(sys.argv[1])) as record:
    for _ in range(int(sys.argv[2])):
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite"


def another_program(path: Path, writes: int) -> None:
    """Open the record elsewhere, write, and close it."""
    words = [sys.executable, "-c", OTHER, str(path), str(writes)]
    subprocess.run(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)


def lose_locks(path: Path) -> None:
    with path.open("rb"):
        pass


def test_a_program_that_closes_an_open_record_leaves_it_its_journal(path: Path) -> None:
    with Record.open(path) as record:
        record.append(FILM, difference(FRESH, DETECTED, WRITER))
        another_program(path, writes=2)
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
    assert verify(path).events == 2 + 2 + 1


def test_a_journal_that_another_program_removed_is_noticed_before_anything_is_called_written(
    path: Path,
) -> None:
    with Record.open(path) as record:
        record.append(FILM, difference(FRESH, DETECTED, WRITER))
        lose_locks(path)
        another_program(path, writes=0)
        with pytest.raises(errors.RecordVanished, match="journal"):
            record.append(FILM, difference(DETECTED, MOVED, WRITER))
    assert verify(path).events == 2


@pytest.mark.parametrize("first", ["others write", "it is closed"])
def test_a_record_without_its_journal_is_closed_over_nothing_that_others_wrote(
    path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    record = Record.open(path)
    record.append(FILM, difference(FRESH, DETECTED, WRITER))
    lose_locks(path)
    another_program(path, writes=0)
    with monkeypatch.context() as unnoticed:
        unnoticed.setattr(record, "check_here", lambda: None)
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
    if first == "it is closed":
        record.close()
        another_program(path, writes=50)
    else:
        another_program(path, writes=50)
        record.close()
    with Record.open(path) as again:
        assert len(again.events(FILM.sha256)) == 2 + 50
        again.append(FILM, difference(MOVED, ALL, WRITER))
        assert again.restore(FILM, SCHEME).history.current.complete
    assert verify(path).whole


def test_a_record_without_its_journal_that_cannot_be_closed_so_is_never_closed(
    path: Path, tmp_path: Path
) -> None:
    import resource  # noqa: PLC0415 - POSIX alone

    record = Record.open(path)
    record.append(FILM, difference(FRESH, DETECTED, WRITER))
    lose_locks(path)
    another_program(path, writes=50)
    free = os.dup(0)
    os.close(free)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        record.close()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert is_held(path)
    del record
    gc.collect()
    copy = shutil.copytree(path.parent, tmp_path.with_name("as others find it")) / path.name
    assert verify(copy).events == 2 + 50


def test_what_is_left_open_stays_open_when_the_program_ends(path: Path) -> None:
    left = OTHER.replace("for _", "record.close = record.abandon\n    for _")
    words = [sys.executable, "-c", left, str(path), "1"]
    subprocess.run(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    assert path.with_name("record.sqlite-wal").stat().st_size > 0
    assert verify(path).events == 2


def test_the_files_of_a_record_are_held_while_it_is_open(path: Path) -> None:
    with Record.open(path):
        held = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]
        assert all(is_held(file) for file in held)
    assert not is_held(path)

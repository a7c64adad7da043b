"""System calls that fail or kill: what is on the disk is the old state or the new, no mixture."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME
from tests.records.script import FILM, alike
from tests.records.writer_with_faults import WRITER, states

ROOT = Path(__file__).parents[2]
STRACE = shutil.which("strace")
#: How many calls of each kind are made to fail, one after the other; more by hand.
DEPTH = int(os.environ.get("LANDMARK_GUI_FAULTS", "1"))
WHEN = range(1, DEPTH + 1)
TABLE_CALLS = ("write", "fsync", "rename")
RECORD_CALLS = ("pwrite64", "fdatasync", "fsync")


def strace_works() -> bool:
    if STRACE is None:
        return False
    words = [STRACE, "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not strace_works(), reason="strace is not there or may not trace")


def run(kind: str, path: Path, call: str, fault: str, when: int) -> list[str]:
    """Write under a fault and return what the writer said."""
    words = ["-m", "tests.records.writer_with_faults", kind, str(path)]
    inject = [str(STRACE), "-f", "-o", "/dev/null", "-e", f"trace={call}"]
    inject += ["-e", f"inject={call}:{fault}:when={when}"]
    # results on stdout go through `write` as well: for it only the first call may fail
    done = subprocess.run(
        [*inject, sys.executable, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("fault", ["error=EIO", "error=ENOSPC", "signal=KILL"])
@pytest.mark.parametrize("call", TABLE_CALLS)
def test_a_table_is_the_old_or_the_new_one(tmp_path: Path, call: str, fault: str) -> None:
    new = tmp_path / "new.csv"
    write_csv(new, [states()[-1].current])
    path = tmp_path / "folder" / "out.csv"
    path.parent.mkdir()
    path.write_text("old")
    said = run("table", path, call, fault, 1)
    assert path.read_bytes() in {b"old", new.read_bytes()}
    if said == ["refused 1"]:
        assert path.read_text() == "old"
        assert list(path.parent.iterdir()) == [path]
    if said == ["saved 1"]:
        assert path.read_bytes() == new.read_bytes()


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("fault", ["error=EIO", "error=ENOSPC", "signal=KILL"])
@pytest.mark.parametrize("call", RECORD_CALLS)
def test_a_record_keeps_what_it_said_was_saved(
    tmp_path: Path, call: str, fault: str, when: int
) -> None:
    path = tmp_path / "record.sqlite"
    made = states()
    with Record.open(path) as record:
        record.append(FILM, difference(made[0], made[1], WRITER))
    said = run("record", path, call, fault, when)
    saved = max([1, *(int(line.split()[1]) for line in said if line.startswith("saved"))])
    assert verify(path).whole
    with Record.open(path) as record:
        back = record.restore(FILM, SCHEME).history
    assert any(alike(back, state) for state in made[saved:])

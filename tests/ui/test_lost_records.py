"""Records that are lost while their window is open: what it called saved is not lost with them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from landmark_gui.document.case import Case
from landmark_gui.domain.geometry import Point
from landmark_gui.records.drive import Drive
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from tests.ui.conftest import Bench

Open = Callable[[], Bench]
ROOT = Path(__file__).parents[2]
LOOK = "from landmark_gui.records.record import Record; Record.open(Path(sys.argv[1])).close()"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite"


@pytest.fixture
def decided(another: Open, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A window with a film on which a reader has decided, which is saved."""
    monkeypatch.setattr("landmark_gui.ui.recording.recorder.RETRY_MS", 50)
    bench = another()
    bench.open(1)
    bench.until_shown()
    bench.window.correcting.move("S", Point(30, 40))
    assert bench.window.recorder.text == "Saved"
    return bench


def case(bench: Bench) -> Case:
    assert bench.window.session.case is not None
    return bench.window.session.case


def is_kept(path: Path, bench: Bench) -> bool:
    shown = case(bench)
    with Record.open(path) as record:
        kept = record.restore(shown.film, shown.scheme).history.current
    return kept.annotations == shown.annotations and verify(path).whole


def another_program(path: Path) -> None:
    """Open the record in another program, and close it."""
    words = [sys.executable, "-c", f"import sys; from pathlib import Path; {LOOK}", str(path)]
    subprocess.run(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be removed")
@pytest.mark.parametrize("how", ["deleted", "deleted with its journal", "replaced"])
def test_a_record_that_is_gone_when_the_window_closes_is_written_again(
    decided: Bench, path: Path, how: str
) -> None:
    if how == "replaced":
        Record.open(other := path.with_name("other.sqlite")).close()
        other.replace(path)
    else:
        for file in path.parent.glob("record.sqlite*" if "with" in how else "record.sqlite"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    assert decided.window.close()
    assert is_kept(path, decided)


def test_a_window_whose_record_is_away_asks_before_it_closes(decided: Bench, path: Path) -> None:
    path.rename(path.with_name("elsewhere.sqlite"))
    path.parent.rename(path.parent.with_name("unplugged"))
    assert not decided.window.close()
    assert "Your work on 1 film is neither in the record nor exported." in decided.said
    path.parent.with_name("unplugged").rename(path.parent)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX alone drops locks so")
def test_what_is_decided_after_another_program_removed_the_journal_is_saved_again(
    decided: Bench, path: Path
) -> None:
    path.read_bytes()  # as if this program had looked into it: the locks on it are lost
    another_program(path)
    decided.window.correcting.move("N", Point(50, 60))
    assert decided.window.recorder.text == "Not saved: the record is gone"
    decided.until(lambda: decided.window.recorder.text == "Saved")
    another_program(path)
    decided.window.correcting.confirm_all()
    assert is_kept(path, decided)


def test_a_record_that_is_dropped_on_its_window_is_refused_and_keeps_its_locks(
    decided: Bench, path: Path
) -> None:
    decided.window.session.open_paths([path])
    entries = decided.window.session.worklist
    decided.until(lambda: len(decided.window.session.worklist) > len(entries))
    decided.until(lambda: bool(decided.window.session.worklist.entries[-1].failure))
    assert "the record of your decisions" in decided.window.session.worklist.entries[-1].failure
    decided.window.session.show(0)
    decided.until_shown()
    another_program(path)
    decided.window.correcting.move("N", Point(50, 60))
    assert decided.window.recorder.text == "Saved"
    assert is_kept(path, decided)


@pytest.mark.parametrize("more", [False, True], ids=["saved before", "more was decided"])
def test_a_drive_that_hangs_keeps_the_window_only_for_what_was_not_saved_before(
    decided: Bench, monkeypatch: pytest.MonkeyPatch, *, more: bool
) -> None:
    asked: list[float] = []

    def hang(_: Drive, patience_s: float) -> bool:
        asked.append(patience_s)
        return False

    monkeypatch.setattr(Drive, "answers", hang)
    if more:
        decided.window.correcting.move("N", Point(50, 60))
    closes = decided.window.close()
    assert closes is not more
    # in seconds: at the last it is waited longer than for a step, once
    assert len([patience_s for patience_s in asked if patience_s > 1]) == 1
    if more:
        assert "neither in the record nor exported" in decided.said
        asked.clear()
        decided.window.leave()
        assert max(asked) < 1  # whoever insists has waited already


def test_what_helps_a_damaged_record_comes_back_after_any_other_message(
    another: Open, path: Path
) -> None:
    path.write_bytes(b"no database" * 999)
    window = (bench := another()).window
    error = window.messages.current
    assert error is not None
    window.menus["about"].trigger()
    assert bench.said != error.text
    window.messages.say(None)
    assert window.messages.current is error
    window.messages.info("Something else.")
    error.remedies[0].verb()
    assert window.recorder.text == "Saved"
    window.messages.say(None)
    assert window.messages.current is None

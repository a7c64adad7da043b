"""A short part of the soak; `python -m tests.soak` does as many events as one likes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORGETFUL = """
from landmark_gui.document.history import History
from tests import soak

History.redo = lambda history: history
raise SystemExit(soak.main())
"""


def soaked(folder: Path, *program: str, events: int) -> subprocess.CompletedProcess[str]:
    """Run a soak whose own folders lie in this one."""
    words = [sys.executable, *program, "--events", str(events), "--seed", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    return subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=110
    )


def test_random_events_neither_kill_the_window_nor_part_it_from_its_record(tmp_path: Path) -> None:
    done = soaked(tmp_path, "-m", "tests.soak", events=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_soak_finds_a_window_that_does_not_bring_back_what_was_undone(tmp_path: Path) -> None:
    done = soaked(tmp_path, "-c", FORGETFUL, events=25)
    assert done.returncode == 1
    assert "redoing all does not lead back" in done.stdout, done.stderr

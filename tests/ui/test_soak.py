"""A short part of the soak; `python -m tests.soak` does as many events as one likes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_random_events_neither_kill_the_window_nor_part_it_from_its_record() -> None:
    words = [sys.executable, "-m", "tests.soak", "--events", "300", "--seed", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=110
    )
    assert done.returncode == 0, done.stdout + done.stderr

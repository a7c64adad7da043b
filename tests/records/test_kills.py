"""A few kills in the test run; the modules named here do as many as one likes by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need fork and SIGKILL")


def killing(module: str, kills: int, seed: int) -> None:
    words = [sys.executable, "-m", module, "--kills", str(kills), "--seed", str(seed)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=110
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_writer_that_is_killed_has_lost_nothing_it_said_was_saved() -> None:
    killing("tests.records.kill_writer", 10, seed=1)


def test_a_window_that_is_killed_while_dragging_has_lost_nothing_it_showed_as_saved() -> None:
    killing("tests.records.kill_window", 3, seed=1)

import os
import subprocess
import sys

import pytest

SHOWN = "OMP_DISPLAY_ENV"  # an OpenMP library that knows it says at its start how it is set


def waiting_policy(environment: dict[str, str]) -> str:
    """Return how the threads of torch wait in a new process, as their library tells it."""
    kept = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    told = subprocess.run(
        [sys.executable, "-c", "import landmark_gui.diffusion.device"],
        env=kept | {SHOWN: "TRUE"} | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    said = [line.partition("=")[2] for line in told.splitlines() if "OMP_WAIT_POLICY" in line]
    if not said:
        pytest.skip("torch's threads are not of a library that tells")
    return said[-1].strip(" '\"")


def test_threads_that_wait_for_others_leave_the_processor_to_them() -> None:
    assert waiting_policy({}) == "PASSIVE"


def test_who_sets_it_otherwise_is_heard() -> None:
    assert waiting_policy({"OMP_WAIT_POLICY": "ACTIVE"}) == "ACTIVE"

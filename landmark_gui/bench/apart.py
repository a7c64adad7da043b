"""Measuring a window in a process of its own: its start is a cold one, its memory nobody else's."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def measured_apart(module: str, words: Sequence[str], folder: Path) -> dict[str, object]:
    """Run a module of this room that prints JSON last, and return what it printed.

    Args:
        module: its name in this room.
        words: what follows it.
        folder: where settings and record of the window lie.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    own = {"LANDMARK_GUI_CONFIG": str(folder / "config"), "LANDMARK_GUI_DATA": str(folder / "data")}
    environment = os.environ | own
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", f"landmark_gui.bench.{module}", *words],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return figures

"""The window is closed while torch computes: the program ends with 0 all the same."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from PySide6.QtCore import QTimer

from landmark_gui import app
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.ui import main_window


class Endless(FakeDetector):
    def detect(self, request: object) -> Iterator[object]:
        print("computing", flush=True)
        QTimer.singleShot(0, app.QApplication.instance(), close)
        while True:
            torch.ones(8).sum()
        yield


def close() -> None:
    next(w for w in app.QApplication.topLevelWidgets() if w.objectName() == "main_window").leave()


main_window.CLOSING_S = 0.2
app._load_detector = lambda weights, device, scheme: Endless(["S", "N"])
film = Path(sys.argv[1])
write_png(film, make_phantom(1, height_px=240).film)
qt = app.QApplication([])
sys.exit(app.run_window([film], records=film.with_name("record.sqlite")))
"""


def test_closing_while_the_model_is_in_a_step_that_does_not_end_exits_with_0(
    tmp_path: Path,
) -> None:
    words = [sys.executable, "-c", PROGRAM, str(tmp_path / "film.png")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=100)
    assert done.stdout == "computing\n"
    assert done.returncode == 0, done.stderr

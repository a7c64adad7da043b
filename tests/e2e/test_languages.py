"""The window opens and finds landmarks where the system's language has letters of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from landmark_gui import app
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.phantom.phantom import make_phantom

app._load_detector = lambda weights, device, scheme: FakeDetector(["S", "N"])
film = Path(sys.argv[1])
write_png(film, make_phantom(1, height_px=240).film)
qt = app.QApplication([])


def look() -> None:
    window = next(w for w in qt.topLevelWidgets() if w.objectName() == "main_window")
    if window.session.case and window.session.case.detection:
        print("found", flush=True)
        window.leave()
    else:
        QTimer.singleShot(20, look)


QTimer.singleShot(0, look)
sys.exit(app.run_window([film], records=film.with_name("record.sqlite")))
"""


def test_the_window_opens_and_finds_landmarks_where_a_capital_i_has_a_dot(tmp_path: Path) -> None:
    maker, turkish = shutil.which("localedef"), tmp_path / "tr_TR.UTF-8"
    if maker is None:
        pytest.skip("this system cannot make the rules of a language")
    words = [maker, "-i", "tr_TR", "-f", "UTF-8", str(turkish)]
    made = subprocess.run(words, capture_output=True, text=True, check=False, timeout=100)
    if not turkish.exists():
        pytest.skip(f"the rules of Turkish are not here: {made.stderr}")
    spoken = os.environ | {"LC_ALL": turkish.name, "LOCPATH": str(tmp_path)}
    words = [sys.executable, "-c", PROGRAM, str(tmp_path / "film.png")]
    done = subprocess.run(
        words, env=spoken, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.stdout == "found\n", done.stderr
    assert done.returncode == 0, done.stderr

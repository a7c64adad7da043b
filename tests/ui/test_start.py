"""What must be true of a start of the program, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAINTED = """
import sys, threading
from PySide6.QtWidgets import QApplication
from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
application = QApplication([])
loaded_before = []
def make():
    loaded_before.append("torch" in sys.modules)
    return FakeDetector(("S",))
window = open_window([], make)
assert not any(t.name == "detector" for t in threading.enumerate()), "before the first paint"
while window.queue.detections.ready is None:
    application.processEvents()
assert loaded_before == [False]
assert "torch" not in sys.modules and "pydicom" not in sys.modules
assert window.close()
"""

READER = """
import sys
from PySide6.QtWidgets import QApplication
from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
application = QApplication([])
window = open_window([], FakeDetector, reader="Anna")
assert window.session.reader == "Anna"
assert window.close()
"""

DETAILS = """
from PySide6.QtWidgets import QApplication
from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
application = QApplication([])
window = open_window([], FakeDetector)
said = window.about.details()
assert all(each in said for each in ("VERSIONS", "COMPUTING", "WEIGHTS", "FOLDERS")), said
assert window.close()
"""

REFERENCES = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
def drift(calls):
    before = sys.getrefcount(None)
    for _ in range(calls):
        label.setText("a")
        label.update()
    return abs(sys.getrefcount(None) - before)
drift(10)
# from Python 3.12 on None is immortal and its count says nothing; there is nothing to lose either
assert drift(2000) < 50, drift(2000)
"""


def run(code: str, folder: Path) -> None:
    settings = os.environ | {"PYTHONPATH": str(ROOT), "LANDMARK_GUI_CONFIG": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_window_is_painted_before_torch_is_imported(tmp_path: Path) -> None:
    run(PAINTED, tmp_path)


def test_whoever_is_named_signs(tmp_path: Path) -> None:
    run(READER, tmp_path)


def test_about_tells_what_the_doctor_tells(tmp_path: Path) -> None:
    run(DETAILS, tmp_path)


def test_qt_calls_lose_no_reference_to_none(tmp_path: Path) -> None:
    run(REFERENCES, tmp_path)

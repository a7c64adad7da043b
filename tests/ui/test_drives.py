"""A drive that hangs or goes away, with bindfs: the window lives on and saves when it is back."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from landmark_gui.domain.geometry import Point
from landmark_gui.records.record import Record

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

BINDFS, UNMOUNT = shutil.which("bindfs"), shutil.which("fusermount3") or shutil.which("fusermount")
pytestmark = pytest.mark.skipif(
    not (sys.platform == "linux" and BINDFS and UNMOUNT and Path("/dev/fuse").exists()),
    reason="needs bindfs and FUSE",
)
RESPONSIVE_S = 1.0  # of one edit, on a machine that may be at its limits; a hung drive is for ever


@dataclass
class Drive:
    """A folder that is seen through a process, which can be stopped or killed."""

    behind: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def plug_in(self) -> None:
        self.process = subprocess.Popen([str(BINDFS), "-f", str(self.behind), str(self.folder)])
        until(lambda: os.path.ismount(self.folder))

    def hang(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def vanish(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        subprocess.run([str(UNMOUNT), "-uz", str(self.folder)], check=False, capture_output=True)


def until(holds: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < 20
        time.sleep(0.05)


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    drive = Drive(tmp_path / "behind", tmp_path / "drive")
    drive.behind.mkdir()
    drive.folder.mkdir()
    drive.plug_in()
    yield drive
    drive.go_on()
    drive.vanish()


@pytest.fixture
def recorded(bench: "Bench", drive: Drive, monkeypatch: pytest.MonkeyPatch) -> "Bench":
    """A window whose record lies on the drive, with one film detected."""
    monkeypatch.setattr("landmark_gui.ui.recording.recorder.RETRY_MS", 50)
    bench.window.recorder._timer.setInterval(50)
    bench.window.recorder.open(drive.folder / "record.sqlite")
    bench.open(1)
    bench.start()
    bench.until_detected()
    assert bench.window.recorder.text == "Saved"
    return bench


def edit_takes_s(bench: "Bench") -> float:
    begun = time.monotonic()
    bench.window.correcting.move("S", Point(30, 40))
    QApplication.processEvents()
    return time.monotonic() - begun


def is_kept(bench: "Bench", record: Path) -> bool:
    case = bench.window.session.case
    assert case is not None
    with Record.open(record) as opened:
        kept = opened.restore(case.film, case.scheme).history.current
    return kept.annotations == case.annotations


def test_a_record_on_a_drive_that_hangs_holds_nobody_up_and_is_written_when_it_is_back(
    recorded: "Bench", drive: Drive
) -> None:
    window = recorded.window
    drive.hang()
    try:
        assert edit_takes_s(recorded) < RESPONSIVE_S
        assert window.recorder.text == "Not saved: the drive does not answer"
        assert "your work is in this window" in recorded.said
        window.correcting.move("N", Point(50, 60))
    finally:
        drive.go_on()
    recorded.until(lambda: window.recorder.text == "Saved")
    assert is_kept(recorded, drive.folder / "record.sqlite")


def test_a_record_whose_drive_went_away_is_written_when_it_is_plugged_in_again(
    recorded: "Bench", drive: Drive
) -> None:
    window = recorded.window
    drive.vanish()
    assert edit_takes_s(recorded) < RESPONSIVE_S
    assert window.recorder.text.startswith("Not saved")
    assert "your work is in this window" in recorded.said
    drive.plug_in()
    recorded.until(lambda: window.recorder.text == "Saved")
    assert is_kept(recorded, drive.folder / "record.sqlite")


def test_a_film_on_a_drive_that_hangs_does_not_hold_the_window_up(
    bench: "Bench", drive: Drive
) -> None:
    bench.open(1)
    bench.until_shown()
    (drive.folder / "film.png").write_bytes(b"x")
    drive.hang()
    try:
        bench.window.session.open_paths([drive.folder])
        assert edit_takes_s(bench) < RESPONSIVE_S
        assert bench.window.session.film is not None
    finally:
        drive.go_on()
    bench.until(lambda: len(bench.window.session.worklist) == 2)

"""A drive that hangs is found out in time, by a thread that waits in our place."""

import os
import threading
import time
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from landmark_gui.records.drive import Drive


def test_a_drive_answers_whether_or_not_its_folder_is_there(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with closing(Drive(folder)) as drive:
            assert drive.answers(5.0)


def test_a_drive_that_hangs_costs_the_patience_once_and_answers_when_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, scan = Event(), os.scandir

    def hang(folder: Path) -> object:
        goes_on.wait(30)
        return scan(folder)

    monkeypatch.setattr("landmark_gui.records.drive.os.scandir", hang)
    drive = Drive(tmp_path)
    assert not drive.answers(0.05)
    begun = time.monotonic()
    assert not drive.answers(20.0)
    assert time.monotonic() - begun < 5
    goes_on.set()
    deadline = time.monotonic() + 10
    while not drive.answers(0.05):
        assert time.monotonic() < deadline
    drive.close()


def test_all_questions_are_asked_by_one_thread_that_ends_with_them(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    drive = Drive(tmp_path)
    asking = set(threading.enumerate()) - before
    assert len(asking) == 1
    for _ in range(3):
        assert drive.answers(5.0)
    assert set(threading.enumerate()) - before == asking
    drive.close()
    for thread in asking:
        thread.join(5.0)
        assert not thread.is_alive()

"""Runs the window without a screen, away from the user's settings; unexpected log records fail."""

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from landmark_gui.ui.garbage import collect_due

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")

HARMLESS_QT = (
    # the offscreen plugin says so of every top-level window with a minimum size; it means nothing
    "This plugin does not support propagateSizeHints",
    "This plugin does not support (raise|grabbing)",  # of a menu that pops up or a tool tip
    "Qt depends on a UTF-8 locale",  # and takes one where the tests run under another
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(*HARMLESS_QT, extend=True))


def pytest_configure() -> None:
    gc.disable()  # or a thread of one test would destroy the widgets of another


def pytest_runtest_teardown() -> None:
    gc.unfreeze()  # what a window has put aside may have gone with it
    collect_due()


class Records(logging.Handler):
    """Keeps warnings and worse of our package."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[logging.LogRecord] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record)

    def take(self) -> list[str]:
        """Return the messages so far; whoever takes them has expected them."""
        messages = [record.getMessage() for record in self.seen]
        self.seen.clear()
        return messages


@pytest.fixture(autouse=True)
def log_records() -> Iterator[Records]:
    """Fail a test that leaves warnings or errors in the log."""
    records = Records()
    logger = logging.getLogger("landmark_gui")
    logger.addHandler(records)
    yield records
    logger.removeHandler(records)
    assert records.take() == []


@pytest.fixture(autouse=True)
def config_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the tests away from the settings of whoever runs them."""
    folder = tmp_path / "config"
    monkeypatch.setenv("LANDMARK_GUI_CONFIG", str(folder))
    return folder


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the tests away from the record of whoever runs them."""
    folder = tmp_path / "data"
    monkeypatch.setenv("LANDMARK_GUI_DATA", str(folder))
    return folder

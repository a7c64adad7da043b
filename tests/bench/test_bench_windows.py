"""The benches that drive a window, on a few small films."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from landmark_gui.bench import command, drag_window, folder, folder_window
from landmark_gui.bench.window import Heartbeat, wait_for
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.phantom.phantom import make_phantom


@pytest.fixture
def data(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert qtbot is not None
    monkeypatch.setenv("LANDMARK_GUI_DATA", str(tmp_path / "data"))
    return tmp_path


def test_a_folder_is_measured_when_it_is_opened_first_and_again(data: Path) -> None:
    folder.write_folder(data, count=12, without=2)
    first: dict[str, Any] = folder_window.measure(data / "films", read_all=True)
    again: dict[str, Any] = folder_window.measure(data / "films", read_all=False)
    assert first["first_rows_s"] > 0
    assert first["all_read_s"] > 0
    assert again["statuses_s"] >= again["first_rows_s"] > 0
    for figures in (first, again):
        assert figures["scrolling"]["longest_stall_ms"] >= 0
        assert figures["next_film_ms"] > 0
        assert figures["next_doubtful_ms"] > 0


def test_frames_and_memory_are_measured_while_films_are_detected(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = read_scheme("isbi19").abbreviations
    monkeypatch.setattr(drag_window, "_load", lambda: FakeDetector(names, step_seconds=0.001))
    for seed in range(2):
        write_png(data / f"{seed}.png", make_phantom(seed, height_px=480).film)
    figures: dict[str, Any] = drag_window.measure(data, frames=35, drags=10, changes=4)
    frames = figures["dragging_while_detecting"]
    assert frames["frames"] >= 35
    assert 0 < frames["clock_median_ms"] <= frames["clock_p99_ms"] <= frames["clock_max_ms"]
    assert figures["drags"]["times"] == 10
    assert figures["film_changes"]["times"] == 4


def test_a_heartbeat_tells_a_stall_and_what_was_computed(qtbot: QtBot) -> None:
    assert qtbot is not None
    beats = iter(range(20))
    with Heartbeat() as heartbeat:
        wait_for(lambda: sum(range(200_000)) > 0 and next(beats) > 15)
    assert heartbeat.longest_s > 0
    assert heartbeat.busy_s > 0


@pytest.mark.parametrize("words", [["--device", "nope"], ["--weights", "nope"]])
def test_what_cannot_be_loaded_is_said_before_a_window_waits_for_it(words: list[str]) -> None:
    with pytest.raises(CommandFailed, match="nope"):
        command.run(words)

import json
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from landmark_gui import paths
from landmark_gui.app import open_window
from landmark_gui.bench import orientation, speed, window
from landmark_gui.bench.tables import lines
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.phantom.phantom import make_phantom

NAMES = LandmarkScheme.read(paths.scheme_file("isbi19")).abbreviations


@pytest.fixture
def films(tmp_path: Path) -> list[Path]:
    films = [tmp_path / f"{seed}.png" for seed in range(3)]
    for seed, path in enumerate(films):
        write_png(path, make_phantom(seed, height_px=200).film)
    return films


def test_the_windows_figures_come_from_a_window_that_was_driven(
    qtbot: QtBot, films: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert qtbot is not None
    monkeypatch.setenv("LANDMARK_GUI_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(window, "REST_S", 0.0)
    detector = FakeDetector(NAMES, step_seconds=0.02)
    figures = window.measure(time.time(), films, lambda: open_window([], lambda: detector))
    assert set(figures) == {
        "platform",
        "torch_imported_at_first_paint",
        "cold_start_to_first_paint_s",
        "cold_start_to_model_ready_s",
        "first_prediction_after_opening_s",
        "longest_stall_ms",
        "cancel_to_cancelled_ms",
        "peak_memory_mb",
        "memory_at_rest_mb",
    }
    first = figures["first_prediction_after_opening_s"]
    assert isinstance(first, float)
    assert first >= 8 * 0.02


def test_the_models_figures_are_seconds_of_a_film() -> None:
    films = [make_phantom(0, height_px=200).film]
    figures = speed.measure(FakeDetector(NAMES, step_seconds=0.01), films)
    multi = figures["multi_step"]
    assert isinstance(multi, dict)
    assert multi["median_s"] >= 8 * 0.01
    assert (multi["steps"], multi["samples"]) == (8, 8)


def test_the_table_holds_every_figure_of_the_json() -> None:
    figures: dict[str, object] = {"window": {"a_b": 0.1234}, "machine": {"cores": 2}}
    text = "\n".join(lines(figures))
    assert "a b" in text
    assert "0.123" in text
    assert json.loads(json.dumps(figures)) == figures


def test_a_folder_without_films_has_no_shares(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such films"):
        orientation.run([str(tmp_path)])


def test_orientation_counts_the_films_of_a_list_like_any_other_command(
    films: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("images/1.jpg\n\n2\n")
    assert orientation.run([str(tmp_path), "--list", str(listed)]) == 0
    assert json.loads(capsys.readouterr().out)["films"] == 2
    with pytest.raises(CommandFailed, match=r"none\.txt cannot be read"):
        orientation.run([str(tmp_path), "--list", str(tmp_path / "none.txt")])
    films[0].write_bytes(b"no picture")
    with pytest.raises(CommandFailed):
        orientation.run([str(tmp_path)])


def test_orientation_takes_several_tables_and_folders_like_any_other_command(
    films: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [tmp_path / "one", tmp_path / "two"]
    for folder, film in zip(others, films, strict=False):
        folder.mkdir()
        film.rename(folder / film.name)
    foreign = [word for folder in others for word in ("--foreign", str(folder))]
    assert orientation.run([str(tmp_path), *foreign]) == 0
    assert json.loads(capsys.readouterr().out)["foreign pictures"]["read"] == 2
    (tmp_path / "b.csv").write_text("image\n", "utf-8")
    truths = ["--truth", str(tmp_path / "a.csv"), "--truth", str(tmp_path / "b.csv")]
    with pytest.raises(CommandFailed, match=r"a\.csv"):
        orientation.run([str(tmp_path), *truths])

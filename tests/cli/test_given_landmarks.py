"""What `detect --given` makes of decisions that are none of the weights' landmarks."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.cli import detect
from landmark_gui.detection.detector import FakeDetector


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(detect, "_load", lambda _weights, _device: FakeDetector(("S", "N")))
    path = tmp_path / "a.png"
    Image.fromarray(np.zeros((60, 40), np.uint8)).save(path)
    return path


def decided(*marks: tuple[str, str]) -> str:
    """Return a table of ours in which a reader has placed landmarks of films."""
    header = "image,landmark,status,x_px,y_px,image_sha256,image_width_px,image_height_px\n"
    return header + "".join(f"{film},{mark},moved,3,4,,40,60\n" for film, mark in marks)


def test_a_table_with_landmarks_that_the_weights_do_not_know_is_refused(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, after = tmp_path / "given.csv", tmp_path / "after.csv"
    table.write_text(decided(("a.png", "Go"), ("a.png", "R"), ("a.png", "Ls"), ("b.png", "R")))
    assert main(["detect", str(film), "--csv", str(after), "--given", str(table)]) == 2
    told = capsys.readouterr().err
    assert "ISBI 2015 challenge, 19 landmarks has no landmark R, Ls; `convert" in told
    assert not after.exists()  # its Go may be another point than that of the weights

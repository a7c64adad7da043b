"""`landmark-gui calibrate` on phantoms, with untrained weights of the smallest preset."""

import json
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from landmark_gui.__main__ import main
from landmark_gui.diffusion.checkpoint import find_weights, write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.network import LandmarkModel


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    save_file(LandmarkModel(PRESETS["tiny"]).state_dict(), folder / "tiny.safetensors")
    write_manifest(folder, "tiny", PRESETS["tiny"], {})
    return folder


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    assert main(["phantom", str(folder), "--count", "20", "--height", "160"]) == 0
    return folder


def calibrate(films: Path, weights: Path, out: Path, *more: str) -> int:
    truth = ["--truth", str(films / "truth.csv"), "--spacing", "0.5", "--device", "cpu"]
    return main(
        ["calibrate", str(films), *truth, "--weights", str(weights), "--out", str(out), *more]
    )


def test_the_calibration_is_kept_with_the_weights_and_can_be_judged(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert calibrate(films, weights, tmp_path, "--data", "phantoms") == 0
    kept = find_weights(str(weights)).calibration
    assert (kept.films, kept.data) == (20, "phantoms")
    told = json.loads((tmp_path / "calibration.json").read_text())
    assert set(told["shares"]) == {"0.5", "0.9", "0.95"}
    assert told["points"] == 20 * 19
    with Image.open(tmp_path / "calibration.png") as picture:
        assert picture.format == "PNG"
    assert "worst landmark" in capsys.readouterr().out
    before = (weights / "manifest.json").read_bytes()
    assert calibrate(films, weights, tmp_path / "judged", "--judge", "--json") == 0
    judged = json.loads(capsys.readouterr().out)
    # the very films that it was fitted on: conformal regions hold at least what they state
    assert judged["shares"]["0.9"]["held"] >= 0.88
    assert (weights / "manifest.json").read_bytes() == before


def test_too_few_films_are_refused_in_a_sentence(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "list.txt"
    few.write_text(min(films.glob("*.png")).stem)
    assert calibrate(films, weights, tmp_path, "--only", str(few)) == 2
    assert "at least 20 are needed" in capsys.readouterr().err

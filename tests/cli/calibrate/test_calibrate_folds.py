"""`landmark-gui calibrate --recipe` on phantoms: the runs of a cross-validation."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion import calibrating
from landmark_gui.diffusion.calibrating import Known
from landmark_gui.diffusion.checkpoint import find_weights, write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.judging import Film

RECIPE = """
name = "tiny"
preset = "tiny"
[[data.sources]]
films = "clinic/images"
labels = ["clinic/images/truth.csv"]
folds = true
mm_per_px = 0.5
[coarse]
steps = 1
batch = 1
[refiner]
steps = 1
batch = 4
"""


@pytest.fixture
def runs(films: Path, weights: Path, tmp_path: Path) -> list[str]:
    """Two runs of a cross-validation; `tmp_path` holds the recipe and the data."""
    (tmp_path / "recipe.toml").write_text(RECIPE)
    shutil.copytree(films, tmp_path / "data" / "clinic" / "images")
    stems = sorted(film.stem for film in films.glob("*.png"))
    words: list[str] = []
    for fold in range(2):
        run = tmp_path / f"run-{fold}"
        shutil.copytree(weights, run)
        (run / "left_out-clinic.txt").write_text("\n".join(stems[fold::2]))
        words += ["--fold", str(run)]
    return words


def with_recipe(folder: Path, weights: Path, *more: str) -> int:
    words = ["calibrate", str(folder / "data"), "--recipe", str(folder / "recipe.toml")]
    words += ["--weights", str(weights), "--device", "cpu", "--out", str(folder / "out")]
    return main([*words, *more])


def test_the_runs_of_a_cross_validation_calibrate_the_weights_of_all_films(
    runs: list[str], weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert with_recipe(tmp_path, weights, *runs) == 0
    assert find_weights(str(weights)).calibration.films == 20
    told = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert told["accuracy"]["clinic"]["films"] == 20
    assert told["accuracy"]["clinic"]["mean_mm"] == pytest.approx(
        told["expected_error"]["mean_actual_mm"], abs=0.001
    )
    assert "accuracy, clinic" in capsys.readouterr().out


def test_the_spacing_is_that_of_films_of_which_the_recipe_says_none(
    runs: list[str], weights: Path, tmp_path: Path
) -> None:
    def told() -> object:
        assert with_recipe(tmp_path, weights, *runs, "--spacing", "0.5") == 0
        return json.loads((tmp_path / "out" / "calibration.json").read_text())

    stated = told()
    (tmp_path / "recipe.toml").write_text(RECIPE.replace("mm_per_px = 0.5", ""))
    assert told() == stated


def test_each_run_looks_at_the_films_that_it_has_left_out(
    runs: list[str], weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, looked = calibrating.look, set()

    def watched(detector: DiffusionDetector, known: Known, settings: Settings) -> Film:
        looked.add((detector.weights.file.parent.name, known.read().info.name))
        return real(detector, known, settings)

    monkeypatch.setattr(calibrating, "look", watched)
    assert with_recipe(tmp_path, weights, *runs) == 0
    names = sorted(film.name for film in (tmp_path / "data/clinic/images").glob("*.png"))
    assert looked == {(f"run-{fold}", name) for fold in (0, 1) for name in names[fold::2]}


def test_what_cannot_be_cross_validated_is_refused_in_a_sentence(
    runs: list[str], weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(why: str, *more: str) -> bool:
        return with_recipe(tmp_path, weights, *more) == 2 and why in capsys.readouterr().err

    assert refused("--recipe needs a --fold")
    assert refused("cannot be used with --judge", *runs, "--judge")
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE.replace("mm_per_px = 0.5", ""))
    assert refused("does not state mm_per_px for 'clinic'; --spacing states it", *runs)
    recipe.write_text(RECIPE)
    (tmp_path / "run-1" / "left_out-clinic.txt").unlink()
    assert refused("left_out-clinic.txt cannot be read", *runs)
    wider = dataclasses.replace(PRESETS["tiny"], looks=(1, 2))
    write_manifest(tmp_path / "run-0", "tiny", wider, {})
    assert refused("does not have the architecture of the weights 'tiny'", *runs)
    recipe.unlink()
    assert refused(f"there is no file {recipe}.", *runs)
    assert main(["calibrate", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "--truth and --spacing are needed" in capsys.readouterr().err

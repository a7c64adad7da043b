"""Which landmarks a recipe trains: those of a scheme that it names, or of a file beside it."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from landmark_gui.diffusion.detector import load_detector
from landmark_gui.diffusion.manifest import find_entry
from landmark_gui.diffusion.training.command import run
from landmark_gui.diffusion.training.settings import TrainingSettings
from landmark_gui.exchange.schemes import read_scheme
from tests.diffusion.training.test_training import CONFIG, command
from tests.weights import write_own_scheme


def recipe(folder: Path, scheme: str) -> Path:
    file = folder / "trial.toml"
    file.write_text(f'scheme = "{scheme}"\n' + CONFIG)
    return file


def test_a_recipe_names_the_landmarks_that_its_weights_find(tmp_path: Path) -> None:
    assert run(command(recipe(tmp_path, "aariz29"), tmp_path / "out")) == 0
    assert find_entry(str(tmp_path / "out")).scheme == read_scheme("aariz29")


def test_weights_of_a_list_of_ones_own_know_it_wherever_they_are(tmp_path: Path) -> None:
    write_own_scheme(tmp_path / "ours.json", "clinic", ("Me", "S", "N"))
    assert run(command(recipe(tmp_path, "ours.json"), tmp_path / "out")) == 0
    moved = tmp_path / "elsewhere"
    shutil.move(tmp_path / "out", moved)
    (tmp_path / "ours.json").unlink()
    assert load_detector(str(moved), "cpu").scheme.abbreviations == ("Me", "S", "N")
    menton, sella, nasion = np.load(moved / "films.npz")["readers"][0, 0]
    assert menton[1] > sella[1]  # below it
    assert nasion[0] > sella[0]  # in front of it


def test_a_training_does_not_go_on_with_another_list_of_that_name(tmp_path: Path) -> None:
    own, config = tmp_path / "ours.json", recipe(tmp_path, "ours.json")
    write_own_scheme(own, "clinic", ("Me", "S", "N"))
    assert run(command(config, tmp_path / "out", minutes=1e-9)) == 1
    write_own_scheme(own, "clinic", ("S", "Me", "N"))
    with pytest.raises(ValueError, match=r"another clinic\.scheme\.json; choose another folder"):
        run(command(config, tmp_path / "out"))


@pytest.mark.parametrize(
    ("wish", "name", "said"),
    [
        ("nosuch", "clinic", "there is no scheme"),
        ("ours.json", "isbi19", "ours.json is called isbi19, as one that comes with the program"),
        ("ours.json", "a/b", "is to be a file name"),
    ],
)
def test_landmarks_that_cannot_be_trained_are_refused_with_the_recipe(
    tmp_path: Path, wish: str, name: str, said: str
) -> None:
    write_own_scheme(tmp_path / "ours.json", name)
    with pytest.raises(ValueError, match=r"trial\.toml describes no training: .*" + said):
        TrainingSettings.read(recipe(tmp_path, wish))

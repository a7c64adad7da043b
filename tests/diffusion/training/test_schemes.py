"""Which landmarks a recipe trains: those of a scheme that it names, or of a file beside it."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from landmark_gui.diffusion.detector import load_detector
from landmark_gui.diffusion.manifest import find_entry
from landmark_gui.diffusion.training.command import run
from landmark_gui.diffusion.training.settings import TrainingSettings
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.phantom.phantom import make_phantom
from tests.diffusion.training.test_training import CONFIG, command
from tests.weights import write_own_scheme


def recipe(folder: Path, scheme: str) -> Path:
    file = folder / "trial.toml"
    file.write_text(f'scheme = "{scheme}"\n' + CONFIG)
    return file


def write_film(folder: Path, landmarks: int) -> str:
    """Write a film and where its landmarks are, by their ids; return it as a source."""
    (folder / "films").mkdir()
    Image.fromarray(make_phantom(0, height_px=200).film.pixels).save(folder / "films" / "a.png")
    columns = [f"{mark + 1}_{axis}" for mark in range(landmarks) for axis in "xy"]
    places = [str(start + 3 * mark) for mark in range(landmarks) for start in (20, 30)]
    (folder / "reader.csv").write_text(
        "\n".join(map(",".join, (["image", *columns], ["a", *places])))
    )
    return '[[data.sources]]\nfilms = "films"\nlabels = ["reader.csv"]\n'


def test_a_recipe_names_the_landmarks_that_its_weights_find(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = recipe(tmp_path, "aariz29")
    config.write_text(config.read_text() + write_film(tmp_path, 29))
    assert run(command(config, tmp_path / "out", data=str(tmp_path))) == 0
    assert "Phantoms do not show Pn, R, Ar, Co, " in capsys.readouterr().err
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


def test_a_landmark_that_no_film_has_is_not_trained(tmp_path: Path) -> None:
    config = recipe(tmp_path, "aariz29")
    text = config.read_text().replace("phantoms = 3", "phantoms = 0")
    config.write_text(text + write_film(tmp_path, 28))
    with pytest.raises(ValueError, match=r"No film to train on has a label of Sn\.$"):
        run(command(config, tmp_path / "out", data=str(tmp_path)))


def test_a_list_can_be_mended_after_a_refusal(tmp_path: Path) -> None:
    config = recipe(tmp_path, "nose.json")
    config.write_text(config.read_text().replace("phantoms = 3", "phantoms = 0"))
    config.write_text(config.read_text() + write_film(tmp_path, 1))
    table = tmp_path / "reader.csv"
    table.write_text(table.read_text().replace("1_", "A_").replace("20", "-20"))
    write_nose(tmp_path / "nose.json", [])
    words = command(config, tmp_path / "out", data=str(tmp_path))
    with pytest.raises(ValueError, match="1 labels lie outside"):
        run(words)
    table.write_text(table.read_text().replace("-20", "20"))
    write_nose(tmp_path / "nose.json", ["isbi19:Sn"])
    assert run(words) == 0


def test_labels_of_larger_pictures_are_not_trained_on(tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG.replace("phantoms = 3", "phantoms = 0") + write_film(tmp_path, 19))
    table = tmp_path / "reader.csv"
    head, row = table.read_text().splitlines()
    table.write_text("\n".join([head, ",".join(f"{v}000" for v in row.split(","))]))
    (tmp_path / "films" / "a.png").rename(tmp_path / "films" / "a000.png")
    with pytest.raises(ValueError, match=r"S, N, .* 19 labels lie outside their film: are they of"):
        run(command(config, tmp_path / "out", data=str(tmp_path)))


def test_labels_outside_their_film_are_counted_and_do_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG + write_film(tmp_path, 19))
    table = tmp_path / "reader.csv"
    table.write_text(table.read_text().replace(",20,", ",-20,"))
    assert run(command(config, tmp_path / "out", data=str(tmp_path))) == 0
    assert "1 labels lie outside their film and are ignored." in capsys.readouterr().err
    first = np.load(tmp_path / "out" / "films.npz")["readers"][0, 0]
    assert np.isnan(first).all(1).tolist() == [True] + 18 * [False]


def write_nose(file: Path, same_as: list[str]) -> None:
    """Write a list of one landmark called as the A point, which is the tip of the nose."""
    mark = {"id": 1, "abbreviation": "A", "name": "Apex nasi", "group": "soft tissue"}
    told = {**mark, "definition": "Tip of the nose.", "same_as": same_as}
    file.write_text(json.dumps({"name": "nose", "title": "Nose", "landmarks": [told]}), "utf-8")


def test_phantoms_show_what_a_landmark_means_and_not_what_is_called_like_it(
    tmp_path: Path,
) -> None:
    config = recipe(tmp_path, "nose.json")
    write_nose(tmp_path / "nose.json", [])
    with pytest.raises(ValueError, match="Phantoms show no landmark of nose; state with 'same_as'"):
        run(command(config, tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    write_nose(tmp_path / "nose.json", ["isbi19:Sn"])
    assert run(command(config, tmp_path / "out")) == 0
    usual = tmp_path / "usual.toml"
    usual.write_text(CONFIG)
    assert run(command(usual, tmp_path / "usual")) == 0
    films = [np.load(tmp_path / folder / "films.npz")["readers"] for folder in ("out", "usual")]
    subnasale = read_scheme("isbi19").abbreviations.index("Sn")
    assert np.array_equal(films[0][:, :, 0], films[1][:, :, subnasale])


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

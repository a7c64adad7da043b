"""Commands go by the landmarks that the weights find, and not by the usual ones."""

import argparse
import csv
import json
from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.bench.films import chosen
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.schemes import read_scheme
from tests.weights import write_tiny

AARIZ = read_scheme("aariz29")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("weights"), "aariz29", 29)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return films with a truth of two landmarks, under their ids in the list of Aariz."""
    folder = tmp_path_factory.mktemp("films")
    assert main(["phantom", str(folder), "--count", "20", "--height", "160"]) == 0
    with (folder / "truth.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    usual = ("5_x", "5_y", "1_x", "1_y")  # A-point, sella
    here = ("1_x", "1_y", "11_x", "11_y")
    lines = [["image", *here], *([row[column] for column in ("image", *usual)] for row in rows)]
    (folder / "truth.csv").write_text("\n".join(map(",".join, lines)))
    return folder


def test_a_detection_tells_the_landmarks_of_the_weights(
    films: Path, weights: Path, tmp_path: Path
) -> None:
    film, table = films / "phantom-0001.png", tmp_path / "out.csv"
    words = ["--csv", str(table), "--weights", str(weights), "--device", "cpu"]
    assert main(["detect", str(film), *words, "--steps", "1", "--samples", "1"]) == 0
    assert tuple(read_csv(table)[film.name].predicted) == AARIZ.abbreviations


def test_habits_are_not_learnt_where_no_shape_is_known(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--csv", str(tmp_path / "out.csv"), "--weights", str(weights), "--like"]
    like = tmp_path / "like.csv"
    like.write_text("image,landmark,status,x_px,y_px,image_sha256,image_width_px,image_height_px\n")
    assert main(["detect", str(films), *words, str(like)]) == 2
    assert "--like cannot be used with these weights" in capsys.readouterr().err


def test_it_is_said_that_nothing_follows_what_is_given_where_no_shape_is_known(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["detect", str(films / "phantom-0001.png"), "--weights", str(weights)]
    words += ["--device", "cpu", "--steps", "1", "--samples", "1", "--csv"]
    found, after = tmp_path / "out.csv", tmp_path / "after.csv"
    assert main([*words, str(found)]) == 0
    found.write_text(found.read_text("utf-8").replace(",predicted,", ",confirmed,", 1), "utf-8")
    assert "nothing follows" not in capsys.readouterr().err
    assert main([*words, str(after), "--given", str(found)]) == 0
    assert "nothing follows what is decided in out.csv: there is no" in capsys.readouterr().err
    (film,) = read_csv(after).values()
    assert len(film.decided) == 1


def test_a_truth_is_read_by_the_ids_that_the_weights_know(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = ["--truth", str(films / "truth.csv"), "--spacing", "0.5"]
    words = ["--weights", str(weights), "--device", "cpu", "--out", str(tmp_path), "--json"]
    assert main(["calibrate", str(films), *truth, *words]) == 0
    assert json.loads(capsys.readouterr().out)["per_landmark"].keys() == {"A", "S"}


def test_measurements_of_the_model_read_a_truth_in_the_same_way(films: Path, weights: Path) -> None:
    known = chosen(
        argparse.Namespace(
            paths=[films],
            truth=[films / "truth.csv"],
            weights=str(weights),
            only=None,
            films=1,
        )
    )
    assert [list(truth) for _, truth in known] == [["A", "S"]]


@pytest.mark.parametrize(
    "command", ["detect X --csv out.csv", "calibrate X --truth t.csv --spacing 1 --out o"]
)
def test_weights_of_a_list_that_is_not_there_are_refused_in_a_sentence(
    command: str, films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_tiny(tmp_path, "nosuch", 19)
    words = [str(films) if word == "X" else word for word in command.split()]
    assert main([*words, "--weights", str(tmp_path)]) == 2
    assert "The landmarks of the weights 'tiny' are not known" in capsys.readouterr().err

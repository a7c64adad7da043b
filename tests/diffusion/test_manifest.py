"""Which landmarks weights find is said by their manifest, and by a list that lies beside them."""

import json
from pathlib import Path

import pytest

from landmark_gui.diffusion.checkpoint import find_weights
from landmark_gui.diffusion.detector import load_detector
from landmark_gui.diffusion.manifest import MANIFEST, WeightsError, find_entry
from landmark_gui.exchange.schemes import read_scheme
from tests.weights import write_own_scheme, write_tiny


def test_weights_find_the_landmarks_of_the_list_that_they_were_trained_for(tmp_path: Path) -> None:
    weights = str(write_tiny(tmp_path, "aariz29", 29))
    assert find_weights(weights).scheme == read_scheme("aariz29")
    assert load_detector(weights, "cpu").scheme == read_scheme("aariz29")
    assert find_weights().scheme == read_scheme("isbi19")


def test_a_list_of_ones_own_lies_beside_the_weights(tmp_path: Path) -> None:
    write_tiny(tmp_path, "clinic", 3)
    write_own_scheme(tmp_path / "clinic.scheme.json", "clinic")
    assert find_entry(str(tmp_path)).scheme.abbreviations == ("Me", "S", "N")


@pytest.mark.parametrize(
    ("there", "why"),
    [
        (None, "there is no scheme clinic, and no clinic.scheme.json beside them"),
        ("other", "clinic.scheme.json holds the scheme other"),
        ("clinic", "'tiny' find 4 landmarks, and clinic names 3"),
    ],
)
def test_weights_whose_landmarks_are_not_known_are_refused_in_words(
    tmp_path: Path, there: str | None, why: str
) -> None:
    write_tiny(tmp_path, "clinic", 4)
    if there:
        write_own_scheme(tmp_path / "clinic.scheme.json", there)
    with pytest.raises(WeightsError, match=why):
        find_entry(str(tmp_path))


def test_a_list_beside_the_weights_does_not_take_the_place_of_one_that_comes_with_the_program(
    tmp_path: Path,
) -> None:
    write_tiny(tmp_path)
    write_own_scheme(
        tmp_path / "isbi19.scheme.json", "isbi19", read_scheme("isbi19").abbreviations[::-1]
    )
    assert find_entry(str(tmp_path)).scheme == read_scheme("isbi19")


def test_weights_are_not_used_with_another_list_of_the_name_of_theirs(tmp_path: Path) -> None:
    write_tiny(tmp_path, "clinic", 3)
    manifest = tmp_path / MANIFEST
    told = json.loads(manifest.read_text("utf-8"))
    told["weights"][0]["abbreviations"] = ["S", "Me", "N"]
    manifest.write_text(json.dumps(told), "utf-8")
    write_own_scheme(tmp_path / "clinic.scheme.json", "clinic")
    with pytest.raises(WeightsError, match="'tiny' find other landmarks than clinic names"):
        find_entry(str(tmp_path))

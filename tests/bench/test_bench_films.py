"""The films that the measurements of the model take."""

import argparse
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from landmark_gui.bench.films import shown
from landmark_gui.cli.known_films import known_films
from landmark_gui.domain.geometry import Point
from landmark_gui.evaluation.truth import TruthError
from landmark_gui.imaging.folder import find_films
from landmark_gui.phantom.phantom import make_phantom


@pytest.mark.parametrize("artefact", [None, "square"])
def test_a_film_is_measured_upright_with_its_truth_taken_along(
    tmp_path: Path, artefact: str | None
) -> None:
    phantom = make_phantom(3, height_px=400)
    width, truth = phantom.film.info.width_px, dict(phantom.landmarks)
    picture = Image.fromarray(phantom.film.pixels)
    picture.save(tmp_path / "right.png")
    ImageOps.mirror(picture).save(tmp_path / "left.png")
    left, right = find_films([tmp_path])
    mirrored = {name: Point(width - p.x, p.y) for name, p in truth.items()}
    args = argparse.Namespace(artefact=artefact)
    for file, said in ((left, mirrored), (right, truth)):
        film, there = shown(file, said, args)
        assert all(there[name].distance_px(place) < 1e-9 for name, place in truth.items())
        changed = (film.pixels != phantom.film.pixels).mean()
        assert (changed > 0) == bool(artefact)
        assert changed < 0.1


def test_two_films_of_one_name_have_no_truth_in_common(tmp_path: Path) -> None:
    films = [tmp_path / folder / "1.png" for folder in "ab"]
    for film in films:
        film.parent.mkdir()
        film.touch()
    with pytest.raises(TruthError, match=r"More than one film is called 1\."):
        known_films(films, ["1"])
    assert known_films(films, ["2"]) == {}

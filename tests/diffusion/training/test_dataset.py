"""The films of a training: found, labelled, left out by a fold, and kept between runs."""

import dataclasses
import shutil
import unicodedata
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.diffusion.training.command import run
from landmark_gui.diffusion.training.dataset import TrainingSet, load_set
from landmark_gui.diffusion.training.settings import DataSettings, FilmSource
from landmark_gui.diffusion.training.sources import found_sources, left_out
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import TruthError
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.phantom.phantom import make_phantom
from tests.diffusion.training.test_training import CONFIG, MODEL, command

SCHEME = LandmarkScheme.read(paths.scheme_file("isbi19"))
SOURCE = """
[[data.sources]]
films = "somewhere/images"
labels = ["reader.csv"]
folds = true
"""


def write_films(folder: Path, stems: list[str]) -> FilmSource:
    """Write phantoms as films with a table of labels, as a source with folds."""
    images = folder / "somewhere" / "images"
    images.mkdir(parents=True)
    columns = [f"{mark.id}_{axis}" for mark in SCHEME.landmarks for axis in "xy"]
    lines = [",".join(["image", *columns])]
    for seed, stem in enumerate(stems):
        phantom = make_phantom(seed, height_px=200)
        Image.fromarray(phantom.film.pixels).save(images / f"{stem}.png")
        points = [phantom.landmarks[mark.abbreviation] for mark in SCHEME.landmarks]
        lines.append(",".join([stem, *(f"{v - 0.5:.3f}" for p in points for v in (p.x, p.y))]))
    (folder / "reader.csv").write_text("\n".join(lines))
    return FilmSource("somewhere/images", ("reader.csv",), folds=True)


def mirror(folder: Path) -> None:
    """Mirror the films and labels that `write_films` has written."""
    head, *rows = (line.split(",") for line in (folder / "reader.csv").read_text().splitlines())
    for row in rows:
        file = folder / "somewhere" / "images" / f"{row[0]}.png"
        with Image.open(file) as film:
            row[1::2] = [f"{film.width - 1 - float(x):.3f}" for x in row[1::2]]
            film.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(file)
    (folder / "reader.csv").write_text("\n".join(map(",".join, [head, *rows])))


def loaded(source: FilmSource, folder: Path, cache: Path, fold: int | None = None) -> TrainingSet:
    data = DataSettings(sources=(source,))
    return load_set(data, MODEL, found_sources(data, folder, SCHEME, fold), cache)


def test_what_readers_say_is_kept_apart(tmp_path: Path) -> None:
    source = write_films(tmp_path, ["a", "b"])
    moved = "image,1_x,1_y\na,50,60\n"
    (tmp_path / "other.csv").write_text(moved)
    both = dataclasses.replace(source, labels=("reader.csv", "other.csv"))
    films = loaded(both, tmp_path, tmp_path / "films.npz")
    assert films.readers.shape == (2, 2, 19, 2)
    assert torch.equal(films.points[0, 0], films.readers[0, :, 0].mean(0))
    assert torch.equal(films.points[0, 1:], films.readers[0, 0, 1:])
    assert films.readers[1, 1].isnan().all()
    assert torch.equal(films.points[1], films.readers[1, 0])


def test_films_that_face_left_are_learnt_from_as_a_detection_shows_them(tmp_path: Path) -> None:
    source = write_films(tmp_path, ["a", "b"])
    facing_right = loaded(source, tmp_path, tmp_path / "right.npz")
    mirror(tmp_path)
    facing_left = loaded(source, tmp_path, tmp_path / "left.npz")
    assert torch.equal(facing_left.fine, facing_right.fine)
    assert torch.equal(facing_left.coarse, facing_right.coarse)
    assert torch.allclose(facing_left.readers, facing_right.readers, atol=1e-5)


def test_a_cache_that_does_not_tell_readers_apart_is_made_anew(tmp_path: Path) -> None:
    cache = tmp_path / "films.npz"
    np.savez(cache, fine=np.zeros(1), coarse=np.zeros(1), points=np.zeros(1), phantoms=1)
    films = load_set(DataSettings(phantoms=1), MODEL, [], cache)
    assert films.points.shape == (1, 19, 2)


def test_a_cache_of_another_recipe_or_fold_is_refused(tmp_path: Path) -> None:
    cache, source = tmp_path / "run" / "films.npz", write_films(tmp_path, ["a", "b"])
    loaded(source, tmp_path, cache)
    assert len(loaded(source, tmp_path, cache).fine) == 2
    twice = dataclasses.replace(source, labels=("reader.csv", "reader.csv"))
    for other, fold in ((twice, None), (source, 0)):
        with pytest.raises(ValueError, match="run holds the films of another recipe or fold"):
            loaded(other, tmp_path, cache, fold)


def test_how_films_are_judged_afterwards_can_be_said_later(tmp_path: Path) -> None:
    cache, source = tmp_path / "run" / "films.npz", write_films(tmp_path, ["a", "b"])
    loaded(source, tmp_path, cache)
    judged = dataclasses.replace(source, mm_per_px=0.1, folds=False)
    assert len(loaded(judged, tmp_path, cache).fine) == 2


@pytest.mark.parametrize("changed", ["label", "list", "film"])
def test_a_cache_is_refused_when_labels_list_or_films_have_changed_since(
    tmp_path: Path, changed: str
) -> None:
    cache, source = tmp_path / "run" / "films.npz", write_films(tmp_path, ["a", "b", "c"])
    listed, table = tmp_path / "list.txt", tmp_path / "reader.csv"
    listed.write_text("a\nb\n")
    source = dataclasses.replace(source, list="list.txt")
    assert len(loaded(source, tmp_path, cache).fine) == 2
    match changed:
        case "label":
            table.write_text(table.read_text().replace(".5", ".6"))
        case "list":
            listed.write_text("a\nc\n")
        case _:
            (tmp_path / "somewhere" / "images" / "b.png").unlink()
    with pytest.raises(ValueError, match=r"choose another folder.*delete films\.npz"):
        loaded(source, tmp_path, cache)


@pytest.mark.parametrize("kept", [0, 100, 5000])
def test_a_damaged_cache_is_told_from_one_of_other_films(tmp_path: Path, kept: int) -> None:
    cache = tmp_path / "films.npz"
    load_set(DataSettings(phantoms=1), MODEL, [], cache)
    cache.write_bytes(cache.read_bytes()[:kept])
    with pytest.raises(ValueError, match=r"films\.npz is damaged; delete it"):
        load_set(DataSettings(phantoms=1), MODEL, [], cache)


def test_two_parts_that_are_begun_at_once_do_not_write_to_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, real, written = tmp_path / "films.npz", np.savez, []

    def meanwhile(file: BinaryIO, *, allow_pickle: bool, **arrays: NDArray[np.uint8]) -> None:
        written.append(file.name)
        if len(written) == 1:
            load_set(DataSettings(phantoms=1), MODEL, [], cache)  # the other part
        real(file, allow_pickle=allow_pickle, **arrays)

    monkeypatch.setattr(np, "savez", meanwhile)
    assert len(load_set(DataSettings(phantoms=1), MODEL, [], cache).fine) == 1
    assert len(set(written)) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["films.npz"]


def test_a_fold_leaves_its_films_out_and_all_folds_leave_each_out_once(tmp_path: Path) -> None:
    source = write_films(tmp_path, ["a", "b", "c", "d", "e", "f"])
    names = ["a", "b", "c", "d", "e", "f"]
    assert [left_out(source, names, fold) for fold in range(5)] == [
        ["a", "f"],
        ["b"],
        ["c"],
        ["d"],
        ["e"],
    ]
    assert left_out(dataclasses.replace(source, folds=False), names, 0) == []
    whole = loaded(source, tmp_path, tmp_path / "whole.npz")
    without = loaded(source, tmp_path, tmp_path / "without.npz", 0)
    assert torch.equal(without.points, whole.points[1:5])


def test_the_command_lists_the_films_that_a_fold_leaves_out(tmp_path: Path) -> None:
    write_films(tmp_path, ["a", "b", "c", "d", "e", "f"])
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG + SOURCE)
    assert run(command(config, tmp_path / "out", data=str(tmp_path), fold=0)) == 0
    assert (tmp_path / "out" / "left_out-somewhere.txt").read_text() == "a\nf"


def test_a_fold_of_films_without_folds_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG)
    with pytest.raises(ValueError, match="'trial' has no source with folds"):
        run(command(config, tmp_path / "out", fold=0))


def test_the_command_says_which_films_it_trains_on_and_which_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_films(tmp_path, list("abcdefghijkl"))
    for stem in "cdefghijkl":
        (tmp_path / "somewhere" / "images" / f"{stem}.png").unlink()
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG + SOURCE)
    assert run(command(config, tmp_path / "out", data=str(tmp_path), minutes=1e-9)) == 1
    told = capsys.readouterr().err
    assert "no film of 'somewhere' called c, d, e, f, g, h, i, j and 2 more." in told
    assert "2 films of somewhere, 3 phantoms" in told
    (tmp_path / "somewhere" / "images").rename(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="There is no film of 'somewhere' in"):
        run(command(config, tmp_path / "other", data=str(tmp_path)))
    assert not (tmp_path / "other").exists()


def test_names_in_a_list_without_labels_and_films_without_labels_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_films(tmp_path, ["a", "b"])
    images, config = tmp_path / "somewhere" / "images", tmp_path / "trial.toml"
    shutil.copy(images / "a.png", images / "unread.png")
    config.write_text(CONFIG + SOURCE)
    assert run(command(config, tmp_path / "out", data=str(tmp_path), minutes=1e-9)) == 1
    assert (
        "the tables of 'somewhere' have no landmarks for them: unread." in capsys.readouterr().err
    )
    (tmp_path / "list.txt").write_text("a\nb\nnix\n")
    config.write_text(CONFIG + SOURCE + 'list = "list.txt"')
    assert run(command(config, tmp_path / "listed", data=str(tmp_path), minutes=1e-9)) == 1
    assert "the tables of 'somewhere' have no landmarks for them: nix." in capsys.readouterr().err


def test_why_no_film_is_found_is_told_by_what_is_there(tmp_path: Path) -> None:
    write_films(tmp_path, ["a", "b"])
    table, config = tmp_path / "reader.csv", tmp_path / "trial.toml"
    config.write_text(CONFIG + SOURCE)
    table.write_text(
        table.read_text().replace("\na,", "\npatient1,").replace("\nb,", "\npatient2,")
    )
    called = r"None of the 2 films in .* is called as in the tables .* \(patient1, patient2\)"
    with pytest.raises(ValueError, match=called):
        run(command(config, tmp_path / "out", data=str(tmp_path)))
    table.write_text("image,1_x,1_y\n")
    with pytest.raises(ValueError, match="tables of 'somewhere' have no landmark of isbi19"):
        run(command(config, tmp_path / "out", data=str(tmp_path)))


def test_a_fold_that_leaves_no_film_is_refused(tmp_path: Path) -> None:
    write_films(tmp_path, ["a"])
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG.replace("phantoms = 3", "") + SOURCE)
    with pytest.raises(ValueError, match="Fold 0 leaves no film to train on"):
        run(command(config, tmp_path / "out", data=str(tmp_path), fold=0))


def test_all_films_that_cannot_be_read_are_named_before_a_training_ends(tmp_path: Path) -> None:
    write_films(tmp_path, ["a", "b", "c"])
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG + SOURCE)
    for stem in "ac":
        (tmp_path / "somewhere" / "images" / f"{stem}.png").write_bytes(b"no picture")
    with pytest.raises(UnreadableFilm, match=r"^a\.png, c\.png cannot be read: "):
        run(command(config, tmp_path / "out", data=str(tmp_path)))


def test_a_table_of_labels_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_films(tmp_path, ["a", "b"])
    (tmp_path / "reader.csv").write_text("image,1_x,1_y\na,1,?\n", "utf-8")
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG + SOURCE)
    words = ["train", str(config), "--data", str(tmp_path), "--out", str(tmp_path / "out")]
    assert main([*words, "--device", "cpu"]) == 2
    told = capsys.readouterr().err
    assert told.endswith("reader.csv, line 2: 1_y is not a number with a decimal point: '?'.\n")


def test_two_films_of_one_name_are_not_trained_on_the_landmarks_of_one_patient(
    tmp_path: Path,
) -> None:
    source = write_films(tmp_path, ["1", "2"])
    images = tmp_path / "somewhere" / "images"
    (images / "b").mkdir()
    shutil.copy(images / "1.png", images / "b" / "1.png")
    with pytest.raises(TruthError, match=r"More than one film is called 1\."):
        found_sources(DataSettings(sources=(source,)), tmp_path, SCHEME)


@pytest.mark.parametrize("file", ["Mu\u0308ller.png", "1.2.840.1001"])
def test_films_are_found_whatever_a_system_makes_of_their_names(tmp_path: Path, file: str) -> None:
    stem = unicodedata.normalize("NFC", file.removesuffix(".png"))
    source = write_films(tmp_path, ["1", stem])
    images = tmp_path / "somewhere" / "images"
    (images / f"{stem}.png").unlink()
    (images / file).write_bytes(bytes(128) + b"DICM")
    (found,) = found_sources(DataSettings(sources=(source,)), tmp_path, SCHEME)
    assert found.files[stem].path == images / file
    assert found.missing == []

"""`landmark-gui calibrate` on phantoms, with untrained weights of the smallest preset."""

import csv
import json
import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image, ImageOps

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.cli.outcome import Exit
from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.diffusion import calibrating
from landmark_gui.diffusion.checkpoint import find_weights
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.upright import load_upright_detector
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.readings import mean_of_readers
from landmark_gui.imaging.film import read_film
from tests.weights import write_tiny


def manifest_of(weights: Path) -> Path:
    return weights / "manifest.json"


def calibrate(films: Path, weights: Path, out: Path, *more: str) -> int:
    truth = ["--truth", str(films / "truth.csv"), "--spacing", "0.5", "--device", "cpu"]
    return main(
        ["calibrate", str(films), *truth, "--weights", str(weights), "--out", str(out), *more]
    )


def test_a_full_device_is_told_with_what_does_it(
    films: Path,
    weights: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> DiffusionDetector:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    monkeypatch.setattr("landmark_gui.diffusion.detector.load_detector", full)
    assert calibrate(films, weights, tmp_path) == Exit.FAILED
    words = ["--truth", str(films / "truth.csv"), "--spacing", "0.5", "--weights", str(weights)]
    assert main(["bench", "model", str(films), *words]) == Exit.FAILED
    told = capsys.readouterr().err.splitlines()
    remedy = "the device has too little memory; use `--device cpu`."
    assert told == [f"landmark-gui: {remedy}"] * 2


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
    before = manifest_of(weights).read_bytes()
    assert calibrate(films, weights, tmp_path / "judged", "--judge", "--json") == 0
    judged = json.loads(capsys.readouterr().out)
    # untrained weights look elsewhere, and no region holds a truth beside its crop; of the others
    # regions hold more on the very films that they were fitted on
    assert all(row["held"] >= row["held_before"] for row in judged["shares"].values())
    assert judged["shares"]["0.95"]["held"] > judged["shares"]["0.95"]["held_before"]
    assert manifest_of(weights).read_bytes() == before


def test_the_manifest_as_it_was_is_kept_and_named(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = write_tiny(tmp_path)
    before = manifest_of(weights).read_bytes()
    for number in (1, 2):
        assert calibrate(films, weights, tmp_path / "out", "--json") == 0
        told = capsys.readouterr().err
        assert f"The calibration of 'tiny' in {weights} was replaced" in told
        assert f"kept there as manifest-before-{number}.json" in told
    assert (weights / "manifest-before-1.json").read_bytes() == before
    assert find_weights(str(weights)).calibration.films == 20


def test_no_weights_are_calibrated_that_nobody_named(
    films: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calibrating, "look", lambda *_: pytest.fail("a film was looked at"))
    truth = ["--truth", str(films / "truth.csv"), "--spacing", "0.5", "--out", str(tmp_path)]
    assert main(["calibrate", str(films), *truth]) == Exit.USAGE
    assert "name them with --weights" in capsys.readouterr().err


def test_a_film_that_cannot_be_read_is_named(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "films"
    shutil.copytree(films, folder)
    (folder / "phantom-0005.png").write_bytes(b"no picture")
    assert calibrate(folder, weights, tmp_path / "out", "--judge") == Exit.FAILED
    assert "landmark-gui: phantom-0005.png: " in capsys.readouterr().err


def mirrored(films: Path, there: Path) -> Path:
    there.mkdir()
    sizes = {}
    for file in films.glob("*.png"):
        with Image.open(file) as picture:
            sizes[file.stem] = picture.width
            ImageOps.mirror(picture).save(there / file.name)
    with (films / "truth.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    with (there / "truth.csv").open("w", newline="") as table:
        writer = csv.DictWriter(table, rows[0])
        writer.writeheader()
        for row in rows:
            last = sizes[Path(row["image"]).stem] - 1
            writer.writerow({k: last - float(v) if k.endswith("_x") else v for k, v in row.items()})
    return there


def test_films_under_the_names_of_others_are_not_judged_by_their_readings(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tmp_path / "found.csv"
    words = ["--weights", str(weights), "--steps", "1", "--samples", "1", "--device", "cpu"]
    assert main(["detect", str(films), "--csv", str(found), *words]) == 0
    truth = tmp_path / "truth.csv"
    truth.write_text(found.read_text("utf-8").replace(",predicted,", ",confirmed,"), "utf-8")
    swapped = tmp_path / "swapped"
    shutil.copytree(films, swapped)
    shutil.copy(films / "phantom-0000.png", swapped / "phantom-0001.png")
    shutil.copy(films / "phantom-0001.png", swapped / "phantom-0000.png")
    judged = ["--truth", str(truth), "--spacing", "0.5", "--device", "cpu", "--judge"]
    out = ["--weights", str(weights), "--out", str(tmp_path / "out")]
    assert main(["calibrate", str(swapped), *judged, *out]) == Exit.USAGE
    assert "is not the picture that the readers have read" in capsys.readouterr().err


def test_films_that_face_left_are_looked_at_as_those_that_face_right(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = mirrored(films, tmp_path / "left")
    told = []
    for folder in (films, left):
        reader = ("--reader", str(folder / "truth.csv"))
        assert calibrate(folder, weights, tmp_path, "--judge", "--json", *reader) == 0
        told.append(json.loads(capsys.readouterr().out))
    one, other = told
    assert other["accuracy"]["films"]["mean_mm"] == pytest.approx(
        one["accuracy"]["films"]["mean_mm"], rel=1e-3
    )
    assert other["readers"].keys() == one["readers"].keys()
    for name, row in one["readers"].items():
        assert other["readers"][name]["inside_90"] == pytest.approx(row["inside_90"], abs=0.051)


def test_a_landmark_that_no_reader_has_is_named_and_has_no_figures(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "truth.csv"
    rows = [row.rsplit(",", 2)[0] for row in (films / "truth.csv").read_text().splitlines()]
    table.write_text("\n".join(rows))
    words = ["calibrate", str(films), "--truth", str(table), "--spacing", "0.5", "--json"]
    words += ["--weights", str(weights), "--device", "cpu", "--out", str(tmp_path)]
    assert main(words) == 0
    out, err = capsys.readouterr()
    last = LandmarkScheme.read(paths.scheme_file("isbi19")).abbreviations[-1]
    assert f"No reader has placed {last};" in err
    told = json.loads(out)
    assert last not in told["per_landmark"]
    assert len(told["per_landmark"]) == 18
    for index, row in enumerate(told["shares"].values()):
        name, held = row["worst_landmark"]
        assert held == told["per_landmark"][name][index]
        assert held == min(shares[index] for shares in told["per_landmark"].values())
    for text in (
        out,
        *(p.read_text() for p in (tmp_path / "calibration.json", manifest_of(weights))),
    ):
        assert "NaN" not in text


def test_where_the_figures_cannot_be_written_no_film_is_looked_at_and_nothing_changes(
    films: Path,
    weights: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = manifest_of(weights).read_bytes()
    (tmp_path / "file").touch()
    with monkeypatch.context() as patch:
        patch.setattr(calibrating, "look", lambda *_: pytest.fail("a film was looked at"))
        assert calibrate(films, weights, tmp_path / "file") == 2
    assert str(tmp_path / "file") in capsys.readouterr().err
    (tmp_path / "calibration.png").mkdir()  # found out only at the end
    assert calibrate(films, weights, tmp_path) == 1
    assert manifest_of(weights).read_bytes() == before


def test_too_few_films_are_refused_in_a_sentence(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "list.txt"
    few.write_text(min(films.glob("*.png")).stem)
    assert calibrate(films, weights, tmp_path, "--only", str(few)) == 2
    assert "At least 20 films with a truth are needed" in capsys.readouterr().err


def test_copies_of_a_film_are_named_and_every_landmark_has_its_line(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "films"
    shutil.copytree(films, more)
    shutil.copy(films / "phantom-0003.png", more / "again.png")
    rows = (films / "truth.csv").read_text("utf-8").splitlines()
    again = next(row for row in rows if "phantom-0003" in row).replace("phantom-0003", "again")
    (more / "truth.csv").write_text("\n".join([*rows, again]), "utf-8")
    assert calibrate(more, weights, tmp_path / "out") == 0
    out, err = capsys.readouterr()
    assert "again.png, phantom-0003.png are copies of one picture." in err
    shares = json.loads((tmp_path / "out" / "calibration.json").read_text())["per_landmark"]
    lines = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line}
    for name, held in shares.items():
        assert lines[name] == [f"{share:.1%}" for share in held]
    (more / "phantom-0004.png").unlink()
    shutil.copy(more / "again.png", more / "phantom-0004.png")
    assert calibrate(more, weights, tmp_path / "out") == 2
    assert "These are 19 pictures; 20 are needed." in capsys.readouterr().err


def test_the_table_that_the_window_exports_is_a_readers_table(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, few = tmp_path / "mine.csv", tmp_path / "list.txt"
    few.write_text(min(films.glob("*.png")).stem)
    words = ["convert", str(films / "truth.csv"), str(mine), "--to", "csv", "--films", str(films)]
    assert main(words) == 0
    assert calibrate(films, weights, tmp_path, "--truth", str(mine), "--only", str(few)) == 2
    assert "films with a truth are needed, not 1." in capsys.readouterr().err


def test_accuracy_is_how_far_the_points_lie_from_the_truth_in_the_millimetres_stated(
    films: Path,
    weights: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()  # nothing remembered here
    assert calibrate(films, weights, tmp_path, "--judge", "--json") == 0
    told = json.loads(capsys.readouterr().out)["accuracy"]["films"]
    scheme = LandmarkScheme.read(paths.scheme_file("isbi19"))
    detector = load_upright_detector(str(weights), "cpu")
    truth = mean_of_readers([films / "truth.csv"], scheme)
    errors_px = []
    for stem, places in truth.items():
        film = read_film(films / f"{stem}.png", stem)
        *_, last = detector.detect(Request(1, film, Settings()))
        assert isinstance(last, Finished)
        found = last.detection.points
        errors_px += [place.distance_px(found[landmark]) for landmark, place in places.items()]
    assert told["points"] == len(errors_px) == 20 * 19
    assert told["mean_mm"] == pytest.approx(0.5 * sum(errors_px) / len(errors_px), abs=0.001)


def test_films_are_placed_as_the_others_only_to_look_at(
    films: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = manifest_of(weights).read_bytes()
    assert calibrate(films, weights, tmp_path / "as-is", "--judge", "--json") == 0
    as_is = json.loads(capsys.readouterr().out)["accuracy"]["films"]["mean_mm"]
    assert calibrate(films, weights, tmp_path / "placed", "--placed", "--json") == 0
    placed = json.loads(capsys.readouterr().out)["accuracy"]["films"]["mean_mm"]
    assert placed < as_is  # weights that know nothing err by much the same on every phantom
    assert manifest_of(weights).read_bytes() == before

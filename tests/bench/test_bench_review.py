"""The commands that measure a review and make a shape model, on figures that are known."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from landmark_gui.__main__ import main
from landmark_gui.bench import review, shape_model
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.exchange.formats.csv import write_csv
from tests.document.cases import SCHEME, SHAPE, found
from tests.domain.test_shape import placed

FILMS = 4
SPACING = PixelSpacing(0.2, 0.2, SpacingSource.CALIBRATED)


def reader_table(path: Path, shifts: NDArray[np.float64]) -> None:
    """Write a reader who puts the landmarks of the mean shape, each film somewhat elsewhere."""
    ids = [f"{mark.id}_{axis}" for mark in SCHEME for axis in "xy"]
    rows = [",".join(["image", *ids])]
    for film, shift in enumerate(shifts):
        points = zip(placed(SHAPE).values(), shift, strict=True)
        cells = [cell for p, dx in points for cell in (p.x - 0.5 + dx, p.y - 0.5)]
        rows.append(",".join([str(film), *map(str, cells)]))
    path.write_text("\n".join(rows))


def test_a_reader_who_follows_the_queue_finds_the_error_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader_table(tmp_path / "reader.csv", np.zeros((FILMS, len(SCHEME))))
    points = placed(SHAPE)
    wrong = points | {"N": points["N"].moved(300, 0)}
    cases = [
        Case.new(FilmInfo(f"{film}.png", f"{film}", 1935, 2400, SPACING), SCHEME).detected(
            found(wrong if film == FILMS - 1 else points)
        )
        for film in range(FILMS)
    ]
    write_csv(tmp_path / "found.csv", cases)
    words = [str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    assert main(["bench", "review", *words, "--spacing", "0.1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["landmarks"], told["errors"], told["implausible"]) == (FILMS * 19, 1, 1)
    assert told["doubtful_errors"] == 1
    looks = {name: order["looks"] for name, order in told["orders"].items()}
    assert looks["queue of landmarks"] == 1
    assert looks["queue, film by film"] == 1
    assert looks["files in their order"] == 3 * 19 + 2  # the last film, the second landmark
    assert told["mean_mm"] == pytest.approx(30.0 / (FILMS * 19))
    assert review.run([*words, "--spacing", "0.1"]) == 0
    assert "1 marked implausible" in capsys.readouterr().out


def test_errors_are_as_large_as_the_pixels_are_high(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader_table(tmp_path / "reader.csv", np.zeros((FILMS, len(SCHEME))))
    said = found({name: point.moved(0, 10) for name, point in placed(SHAPE).items()})
    flat = [
        FilmInfo(f"{film}.png", f"{film}", 1935, 1200, pixel_aspect=2.0) for film in range(FILMS)
    ]
    write_csv(tmp_path / "found.csv", [Case.new(film, SCHEME).detected(said) for film in flat])
    words = [str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    assert review.run([*words, "--spacing", "0.1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["mean_mm"] == pytest.approx(10 * 0.2)


def test_pixels_too_high_for_any_film_are_refused_in_a_sentence(tmp_path: Path) -> None:
    reader_table(tmp_path / "reader.csv", np.zeros((1, len(SCHEME))))
    flat = FilmInfo("0.png", "0", 1935, 480, pixel_aspect=5.0)
    write_csv(tmp_path / "found.csv", [Case.new(flat, SCHEME).detected(found(placed(SHAPE)))])
    words = [str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    with pytest.raises(CommandFailed, match=r"0\.5 x 2\.5 mm is not plausible"):
        review.run([*words, "--spacing", "0.5"])


def test_what_was_not_predicted_is_not_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader_table(tmp_path / "reader.csv", np.zeros((2, len(SCHEME))))
    whole = found(placed(SHAPE))
    part = replace(whole, predictions=[p for p in whole.predictions if p.landmark != "N"])
    infos = [FilmInfo(f"{film}.png", f"{film}", 1935, 2400) for film in range(2)]
    by_hand = Case.new(infos[1], SCHEME).moved("S", placed(SHAPE)["S"], Stamp.now("r"))
    write_csv(tmp_path / "found.csv", [Case.new(infos[0], SCHEME).detected(part), by_hand])
    words = [str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    assert review.run([*words, "--spacing", "0.1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["landmarks"] == 18


def test_the_table_that_the_window_exports_is_a_readers_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case.new(FilmInfo("0.png", "0", 1935, 2400), SCHEME).detected(found(placed(SHAPE)))
    write_csv(tmp_path / "found.csv", [case])
    write_csv(tmp_path / "reader.csv", [case.confirmed("S", Stamp.now("r"))])
    words = [str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    assert review.run([*words, "--spacing", "0.1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["landmarks"] == 1


def test_a_table_without_expected_errors_is_refused(tmp_path: Path) -> None:
    reader_table(tmp_path / "reader.csv", np.zeros((1, len(SCHEME))))
    case = Case.new(FilmInfo("0.png", "0", 1935, 2400), SCHEME).detected(found(placed(SHAPE)))
    write_csv(tmp_path / "found.csv", [case])
    text = (tmp_path / "found.csv").read_text().replace("expected_error_px", "something")
    (tmp_path / "old.csv").write_text(text)
    words = [str(tmp_path / "old.csv"), "--truth", str(tmp_path / "reader.csv"), "--spacing", "0.1"]
    with pytest.raises(CommandFailed, match="lacks expected_error_px"):
        review.run(words)


def test_a_shape_model_tells_what_it_was_made_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader_table(tmp_path / "reader.csv", np.random.default_rng(0).normal(0, 20, (60, len(SCHEME))))
    (tmp_path / "list.txt").write_text("\n".join(map(str, range(50))))
    out = tmp_path / "shape.json"
    words = [str(tmp_path / "reader.csv"), "--films", str(tmp_path / "list.txt")]
    assert shape_model.run([*words, "--data", "computed", "--out", str(out)]) == 0
    assert "50 films" in capsys.readouterr().out
    assert json.loads(out.read_text())["provenance"]["data"] == "computed"
    assert ShapeModel.read(out).landmarks == SCHEME.abbreviations


def test_too_few_films_are_refused_in_a_sentence(tmp_path: Path) -> None:
    reader_table(tmp_path / "reader.csv", np.zeros((3, len(SCHEME))))
    (tmp_path / "list.txt").write_text("0\n1\n2")
    words = [str(tmp_path / "reader.csv"), "--films", str(tmp_path / "list.txt")]
    with pytest.raises(CommandFailed, match="too few"):
        shape_model.run([*words, "--data", "computed", "--out", str(tmp_path / "shape.json")])

"""Landmarks are put where the reader of a corrected table puts them."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.cli import detect
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.annotation import Status
from landmark_gui.exchange.formats.csv import read_csv
from tests.document.cases import SCHEME

UP_PX = 7.0


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    fake = FakeDetector(SCHEME.abbreviations)
    monkeypatch.setattr(detect, "_load", lambda _weights, _device: fake)
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(4):
        Image.fromarray(np.full((600, 400), number, np.uint8)).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def found(films: Path, tmp_path: Path) -> Path:
    table = tmp_path / "found.csv"
    assert main(["detect", str(films), "--csv", str(table)]) == 0
    return table


def corrected(found: Path, count: int, model: str = "fake") -> Path:
    """Write a table in which a reader has put porion higher on some films and agreed on S."""
    with found.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["model"] = model
        if row["image"] in {f"{number}.png" for number in range(count)}:
            if row["landmark"] == "Po":
                row["y_px"] = str(float(row["y_px"]) - UP_PX)
            if row["landmark"] in ("Po", "S"):
                row["status"] = (
                    Status.MOVED if row["landmark"] == "Po" else Status.CONFIRMED
                ).value
    table = found.with_name("corrected.csv")
    with table.open("w", newline="") as file:
        written = csv.DictWriter(file, rows[0])
        written.writeheader()
        written.writerows(rows)
    return table


def test_what_a_reader_has_moved_on_some_films_is_moved_on_the_others(
    films: Path, found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    words = ["--like", str(corrected(found, 3)), "--csv", str(out), "--json"]
    assert main(["detect", str(films), *words]) == 0
    told = capsys.readouterr()
    assert "Placed as on 3 corrected films: Po." in told.err
    assert json.loads(told.out)["like"] == {"films": 3, "landmarks": ["Po"]}
    film = read_csv(out)["3.png"]
    said, seen = film.annotations["Po"], film.predicted["Po"]
    assert said.status is Status.PREDICTED
    assert film.points["Po"].x == pytest.approx(seen.x)
    assert film.points["Po"].y == pytest.approx(seen.y - UP_PX)
    assert film.points["S"] == film.predicted["S"] == read_csv(found)["3.png"].points["S"]


def test_what_is_learnt_from_an_answer_in_the_readers_way_is_the_same(
    films: Path, found: Path, tmp_path: Path
) -> None:
    table = corrected(found, 3)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert main(["detect", str(films), "--like", str(table), "--csv", str(first)]) == 0
    text = first.read_text().replace("Po,Porion,predicted", "Po,Porion,confirmed")
    first.write_text(text)
    assert main(["detect", str(films), "--like", str(first), "--csv", str(second)]) == 0
    for name, film in read_csv(second).items():
        assert film.points["Po"].distance_px(read_csv(first)[name].points["Po"]) < 1e-6


@pytest.mark.parametrize(
    ("count", "model", "said"),
    [
        (2, "fake", "a reader has corrected 2 films in corrected.csv; at least 3 are needed."),
        (3, "other", "corrected.csv corrects what the weights 'other' found; use --weights other"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused_before_any_film(
    count: int, model: str, said: str, found: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    films, out = found.with_name("films"), found.with_name("out.csv")
    words = ["--like", str(corrected(found, count, model)), "--csv", str(out)]
    assert main(["detect", str(films), *words]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()

"""`compare --blind`: what readers had decided before they saw a prediction."""

import json
from pathlib import Path
from typing import Any

import pytest

from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import write_csv
from tests.document.cases import SCHEME, detection

HERE = Point(50, 60)


def read_blind(film: str, reader: str, by_px: float) -> Case:
    """A film with sella placed blind, and the prediction hidden still."""
    case = Case.new(FilmInfo(film, film[0] * 64, 500, 400), SCHEME).detected(detection())
    return case.veiled().moved("S", HERE.moved(by_px, 0), Stamp.now(reader))


def revealed(case: Case, to_px: float) -> Case:
    """The film with sella put elsewhere once its prediction was seen."""
    return case.revealed(case.decisions).moved("S", HERE.moved(to_px, 0), Stamp.now("r"))


def table(path: Path, *cases: Case) -> str:
    write_csv(path, list(cases))
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["compare", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_what_readers_placed_blind_is_compared_whatever_became_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = table(tmp_path / "anna.csv", revealed(read_blind("a.png", "anna", 0), 9))
    ben = table(tmp_path / "ben.csv", revealed(read_blind("a.png", "ben", 4), 9))
    assert told(capsys, anna, ben)["pairs"][0]["overall"]["mean"] == 0.0
    found = told(capsys, anna, ben, "--blind")
    assert found["readers"] == ["anna blind", "ben blind"]
    assert found["pairs"][0]["overall"]["mean"] == 4.0
    assert found["pairs"][0]["overall"]["points"] == 1
    assert found["blind"] is True


def test_films_that_a_reader_did_not_read_blind_are_lacking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_ = Case.new(FilmInfo("b.png", "b" * 64, 500, 400), SCHEME)
    open_ = open_.moved("S", HERE, Stamp.now("ben"))
    anna = table(tmp_path / "anna.csv", *(read_blind(f, "anna", 0) for f in ("a.png", "b.png")))
    ben = table(tmp_path / "ben.csv", read_blind("a.png", "ben", 3), open_)
    found = told(capsys, anna, ben, "--blind")
    assert found["missing_films"] == {"anna blind": [], "ben blind": ["b"]}
    assert found["pairs"][0]["overall"]["mean"] == 3.0


def test_a_single_table_tells_how_far_a_reader_went_once_the_prediction_was_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = (
        revealed(read_blind("a.png", "anna", 0), 5),
        revealed(read_blind("b.png", "anna", 0), 1),
        read_blind("c.png", "anna", 0),  # stays hidden, so nothing could change it
    )
    found = told(capsys, table(tmp_path / "anna.csv", *cases), "--blind")
    assert found["readers"] == ["anna blind", "anna"]
    assert found["pairs"][0]["per_landmark"]["S"]["x"]["bias"] == 3.0
    assert found["pairs"][0]["films"] == 2
    assert found["missing_films"] == {"anna blind": [], "anna": ["c"]}


def test_a_table_without_a_blind_reading_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blind = table(tmp_path / "blind.csv", read_blind("a.png", "anna", 0))
    seen = Case.new(FilmInfo("a.png", "a" * 64, 500, 400), SCHEME).detected(detection())
    open_ = table(tmp_path / "open.csv", seen.moved("S", HERE, Stamp.now("ben")))
    assert main(["compare", blind, open_, "--blind"]) == 2
    assert "open has decided nothing before a prediction was shown." in capsys.readouterr().err
    assert main(["compare", blind, "--blind"]) == 2
    assert "blind has read no film on which" in capsys.readouterr().err

"""One number typed as the spacing of all films, where pixels are not square."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.formats.csv import read_csv, write_csv
from tests.exchange.labelled_films import ISBI

OBLONG = FilmInfo("a.dcm", "", 1340, 835, PixelSpacing(0.125, 0.25, SpacingSource.CALIBRATED))
BY_RATIO = replace(OBLONG, spacing=None, pixel_aspect=2.0)
SQUARE = FilmInfo("b.dcm", "", 900, 900, PixelSpacing(0.125, 0.125, SpacingSource.CALIBRATED))
HEAD = {"S": Point(200, 100), "N": Point(800, 110), "A": Point(780, 300), "B": Point(700, 420)}


def table(path: Path, *films: FilmInfo, up_px: float = 0.0) -> str:
    cases = []
    for film in films:
        case = Case.new(film, ISBI)
        for name, point in HEAD.items():
            case = case.moved(name, point.moved(0, up_px), Stamp.now("r"))
        cases.append(case)
    write_csv(path, cases)
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401 - as JSON has it
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    films = (OBLONG, SQUARE)
    return [table(tmp_path / f"{up}.csv", *films, up_px=up) for up in (0, 10)]


def test_the_width_of_oblong_pixels_measures_what_both_sides_do(
    tables: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["measure", tables[0]]
    own, stated = told(capsys, *words), told(capsys, *words, "--spacing", "0.125")
    for film in stated["films"]:
        assert film["spacing_source"] == "stated by the user"
        film["spacing_source"] = "calibrated"
    assert stated == own


def test_readers_are_as_far_apart_as_their_pixels_are_high(
    tables: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate = ["evaluate", tables[0], "--truth", tables[1]]
    for words in (["compare", *tables], evaluate):
        own, stated = told(capsys, *words), told(capsys, *words, "--spacing", "0.125")
        scale = stated.pop("scale")
        assert scale == "0.125 mm/px wide, stated by the user; pixels of 1 film are oblong"
        assert "calibrated" in own.pop("scale")
        assert (stated.pop("spacing_mm"), own.pop("spacing_mm")) == (0.125, None)
        assert stated == own
    assert told(capsys, *evaluate)["overall"]["mean_mm"] == pytest.approx((2.5 + 1.25) / 2)


def test_where_nobody_states_a_spacing_the_ratio_of_a_pixel_counts(
    tables: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table(tmp_path / "ratio.csv", BY_RATIO)
    words = ["evaluate", tables[1], "--truth", str(tmp_path / "ratio.csv"), "--spacing", "0.125"]
    assert told(capsys, *words)["overall"]["mean_mm"] == pytest.approx(2.5)


@pytest.mark.parametrize("film", [OBLONG, BY_RATIO])
def test_labels_that_are_converted_keep_the_shape_of_their_pixels(
    tmp_path: Path, film: FilmInfo
) -> None:
    source, target = table(tmp_path / "t.csv", film), tmp_path / "back.csv"
    assert main(["convert", source, str(target), "--to", "csv", "--spacing", "0.125"]) == 0
    stated = PixelSpacing(0.125, 0.25, SpacingSource.STATED_BY_USER)
    assert read_csv(target)["a.dcm"].film.spacing == stated
    assert main(["convert", source, str(tmp_path / "s"), "--to", "mrk", "--spacing", "0.125"]) == 0
    assert main(["convert", str(tmp_path / "s"), str(target), "--to", "csv", "--overwrite"]) == 0
    assert read_csv(target)["a.dcm"].points == HEAD


@pytest.mark.parametrize("command", ["measure", "compare", "evaluate", "convert"])
def test_a_width_with_which_pixels_are_too_high_is_refused(
    tables: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    words = {
        "measure": tables[:1],
        "compare": tables,
        "evaluate": [tables[0], "--truth", tables[1]],
        "convert": [tables[0], str(tmp_path / "x.csv"), "--to", "csv"],
    }
    assert main([command, *words[command], "--spacing", "1.5"]) == 2
    assert "a pixel spacing of 1.5 x 3.0 mm is not plausible" in capsys.readouterr().err

"""Films of which only the shape of the pixels is known, on their way out and back."""

from dataclasses import replace
from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.measurement import Analysis
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.formats import csv, csv_wide
from landmark_gui.exchange.labelled import labelled
from landmark_gui.exchange.measurements import measured
from landmark_gui.paths import analysis_file
from landmark_gui.ui.measurements.measurement_rows import rows
from tests.exchange.labelled_films import ISBI, context

FLAT = FilmInfo("a.dcm", "ab" * 32, 1000, 600, pixel_aspect=2.0)


def case(film: FilmInfo) -> Case:
    said = Case.new(film, ISBI)
    for name, point in {"S": Point(0, 0), "N": Point(700, 50), "A": Point(650, 250)}.items():
        said = said.moved(name, point, Stamp.now("r"))
    return said


@pytest.mark.parametrize("table", [csv, csv_wide], ids=["long", "wide"])
def test_a_table_keeps_the_shape_of_the_pixels(table: object) -> None:
    data = table.render([labelled(case(FLAT))], context(ISBI))  # type: ignore[attr-defined]
    (back,) = table.parse(data, "t.csv", context(ISBI))  # type: ignore[attr-defined]
    assert back.film == FLAT
    square = table.render([labelled(case(replace(FLAT, pixel_aspect=1.0)))], context(ISBI))  # type: ignore[attr-defined]
    assert b",600,," in square


@pytest.mark.parametrize("to", ["coco", "labelme", "tps", "aariz", "cl-detection"])
def test_labels_with_a_note_keep_the_shape_of_the_pixels(tmp_path: Path, to: str) -> None:
    csv.write_csv(tmp_path / "t.csv", [case(FLAT)])
    assert main(["convert", str(tmp_path / "t.csv"), str(tmp_path / to), "--to", to]) == 0
    (label,) = [tmp_path / to] if (tmp_path / to).is_file() else (tmp_path / to).iterdir()
    assert main(["convert", str(label), str(tmp_path / "back.csv"), "--to", "csv"]) == 0
    (back,) = csv.read_csv(tmp_path / "back.csv").values()
    assert back.film.pixel_aspect == FLAT.pixel_aspect


@pytest.mark.parametrize("cell", ["0", "-2.0", "11", "wide"])
def test_a_shape_that_no_pixel_has_is_refused(tmp_path: Path, cell: str) -> None:
    csv.write_csv(tmp_path / "t.csv", [case(FLAT)])
    text = (tmp_path / "t.csv").read_text("utf-8").replace(",600,2.0,", f",600,{cell},")
    (tmp_path / "t.csv").write_text(text, "utf-8")
    with pytest.raises(UnreadableTable, match=r"as high as wide|pixel_aspect is not a number"):
        csv.read_csv(tmp_path / "t.csv")


def test_a_table_measures_what_the_window_does(tmp_path: Path) -> None:
    analysis = Analysis.read(analysis_file()).of(ISBI)
    csv.write_csv(tmp_path / "t.csv", [case(FLAT)])
    (film,) = csv.read_csv(tmp_path / "t.csv").values()
    told = measured(film, analysis, None).values
    shown = {name.text: value.key for name, value, *_ in rows(case(FLAT), analysis)}
    assert told["SNA"] == shown["SNA"] == pytest.approx(91.005, abs=1e-3)

from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.formats import csv_wide
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.exchange.labelled import Found, labelled
from landmark_gui.exchange.reader_table import write_reader_table

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
POINT = Point(12.25, 40.5)


def test_our_long_table_gives_status_spacing_and_size(tmp_path: Path) -> None:
    info = FilmInfo("a/b.png", "f" * 64, 193, 240, SPACING)
    case = Case.new(info, ISBI).moved("S", POINT, Stamp.now("r"))
    write_csv(tmp_path / "t.csv", [case.marked_missing("Ar", Stamp.now("r"))])
    film = read_marks(tmp_path / "t.csv", ISBI)["a/b.png"]
    assert film.points == {"S": POINT}
    assert film.annotations["S"].status is Status.MOVED
    assert film.annotations["Ar"].status is Status.MISSING
    assert film.film == info


def test_the_rings_of_a_prediction_are_read_with_it(tmp_path: Path) -> None:
    header = "image,image_sha256,landmark,status,x_px,y_px,predicted_x_px,predicted_y_px"
    header += ",radius50_px,radius90_px,image_width_px,image_height_px"
    row = "a.png,0,S,moved,12.25,40.5,11,40,3.5,8.25,193,240"
    (tmp_path / "t.csv").write_text(f"{header}\n{row}\n", "utf-8")
    film = read_marks(tmp_path / "t.csv", ISBI)["a.png"]
    assert film.found["S"] == Found(Point(11, 40), 3.5, 8.25)


def test_a_readers_table_gives_the_same_point(tmp_path: Path) -> None:
    write_reader_table(tmp_path / "t.csv", ISBI, {"001": {"N": POINT}})
    film = read_marks(tmp_path / "t.csv", ISBI)["001"]
    assert film.points == {"N": POINT}
    assert (film.film.spacing, film.film.size_px) == (None, (0, 0))


def test_a_wide_table_of_ours_gives_the_same_point_with_size_hash_and_spacing(
    tmp_path: Path,
) -> None:
    info = FilmInfo("a/b.png", "f" * 64, 193, 240, SPACING)
    case = Case.new(info, ISBI).moved("S", POINT, Stamp.now("r"))
    (tmp_path / "t.csv").write_bytes(csv_wide.render([labelled(case)], Context(ISBI)))
    film = read_marks(tmp_path / "t.csv", ISBI)["a/b.png"]
    assert film.decided == {"S": POINT}
    assert film.film == info
    rows = (tmp_path / "t.csv").read_text("utf-8").splitlines()
    (tmp_path / "t.csv").write_text("\n".join([*rows, rows[1]]), "utf-8")
    with pytest.raises(UnreadableTable, match=r"a/b\.png has a second row"):
        read_marks(tmp_path / "t.csv", ISBI)


def test_a_wide_table_may_be_of_another_scheme_of_the_program(tmp_path: Path) -> None:
    aariz = LandmarkScheme.read(paths.scheme_file("aariz29"))
    case = Case.new(FilmInfo("a.png", "f", 193, 240), aariz)
    name = next(name for name in aariz.abbreviations if name not in ISBI.abbreviations)
    case = case.moved(name, POINT, Stamp.now("r"))
    (tmp_path / "t.csv").write_bytes(csv_wide.render([labelled(case)], Context(aariz)))
    assert read_marks(tmp_path / "t.csv", ISBI)["a.png"].points == {name: POINT}


def test_one_table_may_tell_films_apart_by_their_folders(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("image,1_x,1_y\na/1.png,1,1\nb/1.png,2,2\n", "utf-8")
    assert list(read_marks(tmp_path / "t.csv", ISBI)) == ["a/1.png", "b/1.png"]


def test_a_bare_long_table_is_taken_as_placed(tmp_path: Path) -> None:
    text = "image,landmark,x_px,y_px\na.png,S,1,2\na.png,N,,\n"
    (tmp_path / "t.csv").write_text(text, "utf-8")
    film = read_marks(tmp_path / "t.csv", ISBI)["a.png"]
    assert film.points == {"S": Point(1, 2)}
    assert film.annotations["S"].status is Status.MOVED


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "could not be read"),
        ("", "lacks the columns image"),
        ("a,b\n1,2\n", "lacks the columns image"),
        ("image,99_x,99_y\na,1,1\n", "no landmark 99"),
        ("image,landmark,status\n", "lacks the columns x_px"),
        ("image;landmark;status;x_px;y_px\n", "semicolons between its columns"),
        ("image;1_x;1_y\n", "semicolons between its columns"),
    ],
)
def test_what_is_neither_table_is_refused(tmp_path: Path, text: str | None, sentence: str) -> None:
    if text is not None:
        (tmp_path / "t.csv").write_text(text, "utf-8")
    with pytest.raises(UnreadableTable, match=sentence):
        read_marks(tmp_path / "t.csv", ISBI)

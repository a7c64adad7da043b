"""Tables of readers."""

from pathlib import Path

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.evaluation.truth import (
    TruthError,
    film_stem,
    read_film_list,
    read_film_names,
    read_table,
    read_truth,
)

SCHEME = LandmarkScheme(
    "two",
    "Two landmarks",
    (
        Landmark(1, "S", "Sella", Group.SKELETAL, ""),
        Landmark(2, "N", "Nasion", Group.SKELETAL, ""),
    ),
)


def table(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_pixel_index_becomes_the_middle_of_its_pixel(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,1_x,1_y,2_x,2_y", "001,10,20,30.25,40")
    assert read_truth([path], SCHEME) == {"001": {"S": Point(10.5, 20.5), "N": Point(30.75, 40.5)}}


def test_readers_are_averaged_over_those_that_have_the_point(tmp_path: Path) -> None:
    a = table(tmp_path, "a.csv", "image,1_x,1_y,2_x,2_y", "1,10,20,30,40", "2,1,1,,")
    b = table(tmp_path, "b.csv", "image,2_x,2_y,1_x,1_y", "images/1.jpg,,,20,40", "3,5,5,6,6")
    truth = read_truth([a, b], SCHEME)
    assert truth["1"] == {"S": Point(15.5, 30.5), "N": Point(30.5, 40.5)}
    assert truth["2"] == {"S": Point(1.5, 1.5)}
    assert truth["3"] == {"S": Point(6.5, 6.5), "N": Point(5.5, 5.5)}


def test_a_missing_point_may_be_rs_na(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,1_x,1_y,2_x,2_y", "1,NA,NA,3,4")
    assert read_truth([path], SCHEME) == {"1": {"N": Point(3.5, 4.5)}}


def test_points_come_in_the_order_of_the_scheme(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,2_x,2_y,1_x,1_y", "1,1,1,2,2")
    assert list(read_truth([path], SCHEME)["1"]) == ["S", "N"]


def test_a_table_may_hold_part_of_the_scheme_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "\ufeffimage,note,2_x,2_y", "1,blurred,4,4")
    assert read_truth([path], SCHEME) == {"1": {"N": Point(4.5, 4.5)}}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["film,1_x,1_y", "1,2,3"], "no column 'image'"),
        ([""], "no column 'image'"),
        (["image,7_x,7_y", "1,2,3"], "has no landmark 7"),
        (["image,1_x", "1,2"], "one of two columns"),
        (["image,1_x,1_y", "1,2,three"], "'three' is not a coordinate"),
        (["image,1_x,1_y", "1,nan,3"], "not a coordinate"),
        (["image,1_x,1_y", "1,2,3", "a/1.png,2,3"], "more than one row for film 1"),
    ],
)
def test_a_table_that_makes_no_sense_says_why(
    tmp_path: Path, lines: list[str], reason: str
) -> None:
    with pytest.raises(TruthError, match=reason):
        read_truth([table(tmp_path, "a.csv", *lines)], SCHEME)


def test_a_missing_or_binary_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="cannot be read"):
        read_truth([tmp_path / "gone.csv"], SCHEME)
    (tmp_path / "film.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TruthError, match="UTF-8"):
        read_truth([tmp_path / "film.csv"], SCHEME)


@pytest.mark.parametrize("name", ["151", "151.jpg", "images/151.jpg", r"C:\films\151.JPG", " 151 "])
def test_films_are_compared_by_their_stem(name: str) -> None:
    assert film_stem(name) == "151"


def test_an_accent_is_the_same_however_a_system_stores_it() -> None:
    assert film_stem("Mu\u0308ller.png") == film_stem("M\u00fcller.png")


def test_numbers_with_points_are_different_films() -> None:
    assert film_stem("1.2.840.99.1001") != film_stem("1.2.840.99.1002")
    assert film_stem(film_stem("x.2024.01.png")) == film_stem("x.2024.01.png") == "x.2024.01"


def test_the_pages_of_a_file_are_different_films() -> None:
    assert film_stem("images/151.tif#2") == "151#2"


def test_a_film_list_has_one_film_a_line(tmp_path: Path) -> None:
    names = table(tmp_path, "list.txt", "151", "", "p/152.jpg ")
    assert read_film_list(names) == ("151", "152")
    assert read_film_names(names) == ("151", "p/152.jpg")


def test_one_table_may_tell_films_apart_by_their_folders(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,1_x,1_y", "a/1.png,1,1", "b/1.png,2,2")
    assert list(read_table(path, SCHEME)) == ["a/1.png", "b/1.png"]

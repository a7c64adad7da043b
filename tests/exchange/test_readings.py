"""Tables of readers, to one truth."""

from pathlib import Path

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.evaluation.truth import TruthError
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.readings import mean_of_readers

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
    assert mean_of_readers([path], SCHEME) == {
        "001": {"S": Point(10.5, 20.5), "N": Point(30.75, 40.5)}
    }


def test_readers_are_averaged_over_those_that_have_the_point(tmp_path: Path) -> None:
    a = table(tmp_path, "a.csv", "image,1_x,1_y,2_x,2_y", "1,10,20,30,40", "2,1,1,,")
    b = table(tmp_path, "b.csv", "image,2_x,2_y,1_x,1_y", "images/1.jpg,,,20,40", "3,5,5,6,6")
    truth = mean_of_readers([a, b], SCHEME)
    assert truth["1"] == {"S": Point(15.5, 30.5), "N": Point(30.5, 40.5)}
    assert truth["2"] == {"S": Point(1.5, 1.5)}
    assert truth["3"] == {"S": Point(6.5, 6.5), "N": Point(5.5, 5.5)}


def test_a_missing_point_may_be_rs_na(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,1_x,1_y,2_x,2_y", "1,NA,NA,3,4")
    assert mean_of_readers([path], SCHEME) == {"1": {"N": Point(3.5, 4.5)}}


def test_points_come_in_the_order_of_the_scheme(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,2_x,2_y,1_x,1_y", "1,1,1,2,2")
    assert list(mean_of_readers([path], SCHEME)["1"]) == ["S", "N"]


def test_a_table_may_hold_part_of_the_scheme_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "\ufeffimage,note,2_x,2_y", "1,blurred,4,4")
    assert mean_of_readers([path], SCHEME) == {"1": {"N": Point(4.5, 4.5)}}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["film,1_x,1_y", "1,2,3"], "lacks the columns image"),
        ([""], "lacks the columns image"),
        (["image,7_x,7_y", "1,2,3"], "has no landmark 7"),
        (["image,1_x", "1,2"], "one of two columns"),
        (["image,1_x,1_y", "1,2,three"], "1_y is not a number with a decimal point: 'three'"),
        (["image,1_x,1_y", "1,nan,3"], "only one of 1_x and 1_y is filled"),
        (["image,1_x,1_y", "1,,3"], "only one of 1_x and 1_y is filled"),
        (["image,1_x,1_y", "1,1e300,3"], "too far out for any film"),
        (["image,landmark,x_px,y_px", "1,S,1e300,3"], "too far out for any film"),
        (["image,S_x,S_y,Pog._x,Pog._y", "1,1,1,2,2"], r"has no landmark Pog\."),
        (["image,S_x,S_y,Sella_x,Sella_y", "1,1,1,2,2"], "S has two positions"),
        (["image,1_x,1_y", "1,2,3", "1,2,3"], "1 has a second row"),
    ],
)
def test_a_table_that_makes_no_sense_says_why(
    tmp_path: Path, lines: list[str], reason: str
) -> None:
    with pytest.raises(UnreadableTable, match=reason):
        mean_of_readers([table(tmp_path, "a.csv", *lines)], SCHEME)


def test_a_table_with_two_films_of_one_name_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,1_x,1_y", "1,2,3", "a/1.png,2,3")
    with pytest.raises(TruthError, match=r"More than one film is called 1\."):
        mean_of_readers([path], SCHEME)


def test_landmarks_may_be_called_by_their_names_and_rows_be_blank(tmp_path: Path) -> None:
    path = table(tmp_path, "a.csv", "image,Sella_x,Sella_y,n_x,n_y", "1,1,2,3,4", ",,,,")
    assert mean_of_readers([path], SCHEME) == {"1": {"S": Point(1, 2), "N": Point(3, 4)}}


def test_a_missing_or_binary_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="could not be read"):
        mean_of_readers([tmp_path / "gone.csv"], SCHEME)
    (tmp_path / "film.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableTable, match="UTF-8"):
        mean_of_readers([tmp_path / "film.csv"], SCHEME)


LONG = "x" * 100_000
OURS = "image,image_sha256,landmark,status,x_px,y_px,image_width_px,image_height_px"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (OURS, f"a,,S,{LONG},1,1,9,9"),
        (f"{OURS},changed_utc", f"a,,S,moved,1,1,9,9,{LONG}"),
        (f"{OURS},spacing_x_mm,spacing_y_mm,spacing_source", f"a,,S,moved,1,1,9,9,1,1,{LONG}"),
        ("image,1_x,1_y", f"a,1,{LONG}"),
        (f"image,{LONG}_x", "a,1"),
        (f"image,{LONG}_x,{LONG}_y", "a,1,"),
        (f"image,{LONG}_x,{LONG}_y", "a,1,?"),
        (f"image,{LONG}_x,{LONG}_y", "a,1,1"),
    ],
)
def test_a_sentence_is_not_as_long_as_the_table(tmp_path: Path, header: str, row: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        mean_of_readers([table(tmp_path, "a.csv", header, row)], SCHEME)
    assert len(str(refused.value)) < 400


def test_of_many_films_of_one_name_a_sentence_names_some(tmp_path: Path) -> None:
    twice = [f"{folder}/{film}.png,1,1" for film in range(3000) for folder in "ab"]
    with pytest.raises(TruthError, match=r"called 0, 1, .* and 2992 more\."):
        mean_of_readers([table(tmp_path, "a.csv", "image,1_x,1_y", *twice)], SCHEME)

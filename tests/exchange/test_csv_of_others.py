"""Tables that other programs and hands have written."""

from pathlib import Path

import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.formats.csv import point_table, read_csv

GOOD = "a,S,1,2,ff,moved,10,20,0.1,0.1,calibrated,"
SHORT_HEADER = (
    "image,landmark,x_px,y_px,image_sha256,status,image_width_px,image_height_px,"
    "spacing_x_mm,spacing_y_mm,spacing_source,changed_utc"
)


def test_four_columns_are_enough_for_points(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("landmark,x_px,y_px,image\nS,1,2,a\nN,,,a\n", "utf-8")
    assert point_table(tmp_path / "t.csv") == {"a": {"S": Point(1, 2)}}


def test_blank_rows_that_a_spreadsheet_leaves_do_no_harm(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    blank = f"{',' * 11}\n, ,\n{',' * 15}\n"
    table.write_text(f"{SHORT_HEADER}\n{blank}{GOOD}\n{blank}", "utf-8")
    assert read_csv(table)["a"].points == {"S": Point(1, 2)}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace(",1,", ",1;5,"), "x_px is not a number"),
        (GOOD.replace(",1,", ",inf,"), "x_px is not a number"),
        (GOOD.replace(",1,", ",nan,"), "only one of x_px and y_px is filled"),
        (GOOD.replace(",1,", ",,"), "only one of x_px and y_px is filled"),
        (GOOD.replace("1,2,", ",,"), "a landmark that is moved has no position"),
        (GOOD.replace("moved", "missing"), "a landmark that is missing has a position"),
        (GOOD.replace("moved", "wrong"), "status is 'wrong', and may be 'unset', 'predicted'"),
        (GOOD.replace(",10,", ",10.5,"), "image_width_px is not a film size"),
        (GOOD.replace(",10,", ",,"), "image_width_px is not a film size"),
        (GOOD.replace("0.1,0.1", "0.1,9"), "not plausible"),
        (GOOD.replace("calibrated", "guess"), "is 'guess', and may be .*'stated by the user'"),
        (f"{GOOD}noon", "changed_utc is not a date and time"),
        (f"{GOOD},", "more or fewer cells"),
        ("a,S", "more or fewer cells"),
        (f"{GOOD}\n{GOOD}", "S of a appears twice"),
        (f"{GOOD}\n{GOOD.replace(',10,', ',11,')}", "two sizes"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"{SHORT_HEADER}\n{row}\n", "utf-8")
    with pytest.raises(UnreadableTable, match=rf"t\.csv, line [23]: .*{reason}"):
        read_csv(table)


def test_a_spacing_without_a_source_is_stated_by_the_user(tmp_path: Path) -> None:
    for source in ("", "NA"):
        row = GOOD.replace("calibrated", source)
        (tmp_path / "t.csv").write_text(f"{SHORT_HEADER}\n{row}\n", "utf-8")
        spacing = read_csv(tmp_path / "t.csv")["a"].film.spacing
        assert spacing == PixelSpacing(0.1, 0.1, SpacingSource.STATED_BY_USER)


def test_the_good_row_of_these_tests_is_good(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(f"{SHORT_HEADER}\n{GOOD}\n", "utf-8")
    assert read_csv(table)["a"].annotations["S"].point == Point(1, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "lacks the columns image"),
        (b"image;landmark;x_px;y_px\na;S;1,5;2\n", "semicolons"),
        ("image,landmark,x_px,y_px\nÄ,S,1,2\n".encode("latin-1"), "not UTF-8"),
        (b'image,landmark,x_px,y_px\n"a,S,1,2\n', "not a table"),
    ],
)
def test_a_foreign_file_is_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(UnreadableTable, match=reason):
        point_table(tmp_path / "t.csv")

"""Files that a careless reader would take for something else, or stumble over."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from landmark_gui.domain.annotation import Annotation
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange import at_hand
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import (
    ExchangeError,
    UnknownLabels,
    UnreadableLabels,
    UnreadableTable,
)
from landmark_gui.exchange.formats import (
    cl_detection,
    coco,
    csv,
    csv_wide,
    isbi,
    labelme,
    slicer,
    tps,
)
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.note import NOTE
from landmark_gui.exchange.recognise import recognised
from landmark_gui.exchange.registry import UnknownFormat
from landmark_gui.exchange.transfer import codec
from tests.exchange.labelled_films import SMALL, complete_film, context
from tests.exchange.test_foreign_files import FilmsAtHand, encoded, markups

HALF_MM = Context(SMALL, spacing_mm=0.5)


@pytest.mark.parametrize("row", ["1.5 2.25", "1.5,2.25", "1.5, 2.25", "1.5 2.25 9", "1,5 2,25"])
def test_a_row_of_tps_is_x_y_however_its_commas_are_meant(row: str) -> None:
    data = f"LM=4\n{row}\n1 1\n2 2\n3 3\nIMAGE=a.png\n".encode()
    (film,) = tps.parse(data, "all.tps", Context(SMALL, films=FilmsAtHand(("a.png",))))
    assert film.points["S"] == Point(1.5, 80 - 2.25)


@pytest.mark.parametrize("row", ["1 2 3 4", "1,5 2", "1 2,5", "1,5,2,5", "7"])
def test_a_row_of_tps_that_may_mean_two_places_is_refused(row: str) -> None:
    with pytest.raises(UnreadableLabels, match="line 2: is not an x and a y with decimal points"):
        tps.parse(f"LM=1\n{row}\n".encode(), "all.tps", context())


def test_slicers_millimetres_begin_at_the_centre_of_the_first_pixel() -> None:
    sent = complete_film()
    data = slicer.render([sent], context())
    first = json.loads(data)["markups"][0]["controlPoints"][0]
    assert first["position"] == pytest.approx([9.975, 20.0, 0.0])  # of (100.25, 200.5), 0.1 mm
    (back,) = slicer.parse(data, "a.mrk.json", context())
    assert back.points["S"].distance_px(sent.points["S"]) < 1e-9


def test_our_earlier_markups_still_begin_at_its_corner() -> None:
    root = json.loads(slicer.render([complete_film()], context()))
    root[NOTE]["coordinates"] = (
        "LPS millimetres: pixels times spacing; x right, y down, (0.0, 0.0) is the top-left corner "
        "of the first pixel"
    )
    root["markups"][0]["controlPoints"][0]["position"] = [10.025, 20.05, 0.0]
    (film,) = slicer.parse(encoded(root), "a.mrk.json", context())
    assert film.points["S"].distance_px(Point(100.25, 200.5)) < 1e-9


@pytest.mark.parametrize("number", ["9" * 400, "2000001", "-2000001"])
def test_a_position_that_no_film_can_have_is_refused(number: str) -> None:
    with pytest.raises(UnreadableLabels, match="too far out for any film"):
        isbi.parse(f"{number},1\n1,1\n1,1\n1,1\n".encode(), "a.txt", context())
    with pytest.raises(UnreadableTable, match="too far out for any film"):
        csv_wide.parse(f"image,S_x,S_y\na,1,{number[:300]}\n".encode(), "a.csv", context())


def test_millimetres_that_become_infinite_pixels_are_refused() -> None:
    root = json.loads(markups("LPS"))
    root["markups"][1]["controlPoints"][0]["position"] = [1e308, 1.0, 0.0]
    with pytest.raises(UnreadableLabels, match="too far out for any film"):
        slicer.parse(encoded(root), "a.mrk.json", HALF_MM)


def test_a_number_of_landmarks_with_thousands_of_digits_is_none() -> None:
    with pytest.raises(UnreadableLabels, match="LM= does not state how many"):
        tps.parse(b"LM=" + b"1" * 5000, "a.tps", context())


def test_a_sentence_quotes_an_endless_label_by_its_beginning() -> None:
    table = f"image,{'x' * 9999}_x,{'x' * 9999}_y\na,1,1\n"
    with pytest.raises(UnknownLabels, match=r"has no landmark x{39}…;") as refused:
        csv_wide.parse(table.encode(), "a.csv", context())
    assert len(str(refused.value)) < 200
    for data in (markups("x" * 9999), encoded(sourced("x" * 9999))):
        with pytest.raises(UnreadableLabels, match=r"(?i)x{30}…") as other:
            slicer.parse(data, "a.mrk.json", HALF_MM)
        assert len(str(other.value)) < 200


def sourced(source: str) -> dict[str, object]:
    root: dict[str, dict[str, object]] = json.loads(slicer.render([complete_film()], context()))
    root[NOTE]["spacing_source"] = source
    return {**root}


def test_markups_without_a_unit_are_refused_in_words() -> None:
    with pytest.raises(UnreadableLabels, match="is in nothing LPS, which is neither"):
        slicer.parse(markups("LPS", []), "a.mrk.json", HALF_MM)


@pytest.mark.parametrize(
    "data",
    [b"\n" * 20_000, b"1" + b" " * 20_000 + b"x", b'"' + b"x" * 200_000 + b'"'],
    ids=["blank lines", "a wide gap", "a cell too long"],
)
def test_an_endless_text_is_of_no_format(data: bytes) -> None:
    with pytest.raises(UnknownFormat, match=r"x\.txt is in no format"):
        recognised(data, "x.txt")


def test_many_blank_lines_before_landmarks_do_no_harm() -> None:
    assert recognised(b"\n" * 20_000 + b"LM=4\n", "x.tps").name == "tps"
    assert recognised(b"\n" * 20_000 + b"1 , 2\n", "x.txt").name == "isbi"
    with pytest.raises(UnknownLabels, match="has 0 lines"):
        isbi.parse(b"1" + b" " * 20_000 + b"x", "x.txt", context())


@pytest.mark.parametrize(
    ("data", "parse"),
    [
        (b"image;landmark;status;x_px;y_px\na;S;moved;1,5;2,5\n", csv.parse),
        (b"image;1_x;1_y\na;1,5;2,5\n", csv_wide.parse),
    ],
)
def test_a_table_with_semicolons_is_known_and_refused_with_the_remedy(
    data: bytes, parse: Callable[[bytes, str, Context], object]
) -> None:
    assert recognised(data, "a.csv").module == parse.__module__.rpartition(".")[2]
    with pytest.raises(ExchangeError, match="semicolons between its columns; save it with commas"):
        parse(data, "a.csv", context())


@pytest.mark.parametrize("header", ["image\tlandmark\tx_px\ty_px\n", "image\tS_x\tS_y\n"])
@pytest.mark.parametrize(
    ("encoding", "remedy"),
    [("utf-8", "tabs between its columns; save it with commas"), ("utf-16", "as 'CSV UTF-8'")],
)
def test_the_unicode_text_of_a_spreadsheet_is_known_and_refused_with_the_remedy(
    header: str, encoding: str, remedy: str
) -> None:
    data = header.encode(encoding)
    wanted = recognised(data, "t.txt")
    with pytest.raises(ExchangeError, match=remedy):
        codec(wanted).parse(data, "t.txt", context())


def test_numbers_for_abbreviations_of_ones_own_do_not_shift_a_wide_table() -> None:
    marks = tuple(replace(mark, abbreviation=str(mark.id)) for mark in SMALL)
    numbered = LandmarkScheme("own", "My own", marks)
    sent = complete_film("a.png", numbered)
    data = csv_wide.render([sent], context(numbered))
    (film,) = csv_wide.parse(data, "a.csv", context(numbered))
    assert film.points == sent.points


def test_a_film_without_a_point_keeps_its_place_in_cl_detection() -> None:
    bare = complete_film("b.png")
    bare = LabelledFilm(bare.film, {name: Annotation(name) for name in bare.annotations})
    sent = [complete_film("a.png"), bare, complete_film("c.png")]
    back = cl_detection.parse(cl_detection.render(sent, context()), "all.json", context())
    assert [film.film.name for film in back] == ["a.png", "b.png", "c.png"]
    assert back[1].points == {}


@pytest.mark.parametrize(("sha256", "wins"), [("x", True), ("", False)])
def test_a_scale_beats_the_films_own_only_where_it_went_out_with_the_film(
    sha256: str, *, wins: bool
) -> None:
    known = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
    stated = PixelSpacing(0.254, 0.254, SpacingSource.STATED_BY_USER)
    film = FilmInfo("a.dcm", "x", 10, 10, known)
    films = at_hand.FilmsAtHand([at_hand.FilmAtHand("a.dcm", None, film, lambda: film)])
    said = replace(context(), films=films).film(FilmInfo("a.dcm", sha256, 10, 10, stated))
    assert said.spacing == (stated if wins else known)


def test_a_point_that_is_not_there_may_take_one_word_of_tps() -> None:
    data = b"LM=4\nNA\n1 1\n2 2\n3 3\nIMAGE=a.png\n"
    (film,) = tps.parse(data, "all.tps", Context(SMALL, films=FilmsAtHand(("a.png",))))
    assert "S" not in film.points


@pytest.mark.parametrize(
    ("data", "parse"),
    [
        (b"image,S_x,S_y,S_x\na,1,2,900\n", csv_wide.parse),
        (b"image,landmark,status,x_px,y_px,x_px\na,S,moved,1,2,900\n", csv.parse),
    ],
)
def test_a_column_that_stands_there_twice_is_refused_by_name(
    data: bytes, parse: Callable[[bytes, str, Context], object]
) -> None:
    with pytest.raises(UnreadableTable, match=r"a\.csv has the column (S_x|x_px) twice"):
        parse(data, "a.csv", context())


def test_empty_columns_that_a_spreadsheet_leaves_do_no_harm() -> None:
    (film,) = csv_wide.parse(b"image,S_x,S_y,,\na,1.5,2,,\n", "a.csv", HALF_MM)
    assert film.points["S"] == Point(1.5, 2)


@pytest.mark.parametrize("of", ["images", "categories"])
def test_coco_with_one_id_for_two_is_refused(of: str) -> None:
    root = json.loads(coco.render([complete_film()], context()))
    root[of].append({**root[of][0], "file_name": "another.png"})
    with pytest.raises(UnreadableLabels, match=rf"{of}\[1\] has the same id as another one"):
        coco.parse(encoded(root), "all.json", context())


def test_two_values_of_one_key_are_refused() -> None:
    data = labelme.render([complete_film()], context())
    twice = data.replace(b'"imageHeight": 2400', b'"imageHeight": 2400, "imageHeight": 100')
    with pytest.raises(UnreadableLabels, match=r"a\.json has two values for one imageHeight"):
        labelme.parse(twice, "a.json", context())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"predicted_x_px": 1e300}, "too far out for any film"),
        ({"radius90_px": -5}, "radius90_px is a negative length"),
        ({"expected_error_px": -0.1}, "expected_error_px is a negative length"),
        ({"region90_major_px": 2e6}, r"landmarks\.S is wrong: no film has a region90"),
        ({"region90_angle_deg": None}, r"landmarks\.S is wrong: only some of region90_x_px, "),
    ],
)
def test_what_no_model_can_have_seen_is_refused(
    wrong: dict[str, float | None], reason: str
) -> None:
    root = json.loads(coco.render([complete_film()], context()))
    root["annotations"][0][NOTE]["landmarks"]["S"].update(wrong)
    with pytest.raises(UnreadableLabels, match=reason):
        coco.parse(encoded(root), "all.json", context())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"radius50_px": "-1"}, "radius50_px is negative"),
        ({"region90_minor_px": "-1"}, "no film has a region90"),
        ({"region90_minor_px": "13"}, "no film has a region90"),  # longer than the major one
        ({"region90_y_px": "-1e7"}, "no film has a region90"),
        ({"region90_x_px": "NA"}, "only some of region90_x_px, "),
    ],
)
def test_a_doubt_in_a_table_that_no_model_can_have_is_refused(
    wrong: dict[str, str], reason: str
) -> None:
    header, first, *_ = csv.render([complete_film()], context()).decode().splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True)) | wrong
    with pytest.raises(UnreadableTable, match=f"line 2: {reason}"):
        csv.parse("\n".join((header, ",".join(cells.values()))).encode(), "a.csv", context())


@pytest.mark.parametrize(
    ("data", "file", "parse"),
    [
        (b"image,S_x,S_y\na,1_0,2\n", "a.csv", csv_wide.parse),
        (b'{"shapes": [{"label": "S", "points": [["1_0", 2]]}]}', "a.json", labelme.parse),
        (b"LM=4\n1_0 2\n1 1\n2 2\n3 3\n", "a.tps", tps.parse),
    ],
)
def test_a_number_with_an_underscore_is_one_for_programmers_alone(
    data: bytes, file: str, parse: Callable[[bytes, str, Context], object]
) -> None:
    with pytest.raises(ExchangeError, match=r"not a number|not an x and a y"):
        parse(data, file, HALF_MM)

"""Files as other programs write them, which are never quite as ours."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange import at_hand
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import ExchangeError, UnknownLabels, UnreadableLabels
from landmark_gui.exchange.formats import (
    aariz,
    cl_detection,
    coco,
    csv_wide,
    isbi,
    labelme,
    slicer,
    tps,
    xanylabeling,
)
from landmark_gui.exchange.note import NOTE
from landmark_gui.exchange.recognise import recognised
from landmark_gui.exchange.registry import UnknownFormat
from tests.exchange.labelled_films import AARIZ, ISBI, SMALL, complete_film, context

OTHER = FilmInfo("a.png", "ee" * 32, 100, 80)


class FilmsAtHand(at_hand.FilmsAtHand):
    """Some films of one size, in an order."""

    def __init__(self, names: tuple[str, ...], spacing: PixelSpacing | None = None) -> None:
        films = [FilmInfo(name, "ff" * 32, 100, 80, spacing) for name in names]
        folder = Path("/films")
        super().__init__(
            [at_hand.FilmAtHand(f.name, folder / f.name, f, partial(replace, f)) for f in films]
        )


def encoded(root: object) -> bytes:
    return json.dumps(root, ensure_ascii=False).encode()


def shape(label: str, x: float, y: float, kind: str = "point") -> dict[str, object]:
    return {"label": label, "points": [[x, y]], "shape_type": kind, "group_id": None, "flags": {}}


def labelme_file(*shapes: dict[str, object]) -> bytes:
    return encoded(
        {
            "version": "4.5.6",
            "flags": {},
            "shapes": list(shapes),
            "imagePath": r"..\films\a.jpg",
            "imageData": "aGVsbG8=",
            "imageHeight": 80,
            "imageWidth": 100,
        }
    )


def test_labelme_of_windows_with_numbered_labels_a_missing_one_and_an_outline() -> None:
    outline = shape("mandible", 1, 2, "polygon")
    data = labelme_file(shape("l2", 3.25, 4), shape("l1", 1, 2), outline)
    (film,) = labelme.parse(data, "a.json", context(ISBI))
    assert film.points == {"S": Point(1, 2), "N": Point(3.25, 4)}
    assert film.film == FilmInfo("a.jpg", "", 100, 80)
    assert film.annotations["Or"].status is Status.UNSET
    assert tuple(film.annotations) == ISBI.abbreviations


def test_a_label_l1_among_abbreviations_is_the_lower_incisor() -> None:
    data = labelme_file(shape("L1", 1, 2), shape("S", 3, 4))
    (film,) = labelme.parse(data, "a.json", context(ISBI))
    assert film.points == {"L1": Point(1, 2), "S": Point(3, 4)}


@pytest.mark.parametrize("prime", ["Pog'", "Pog’", "Pog′", "Pog`", "Pog´", " pog' "])
def test_every_kind_of_apostrophe_is_the_same_landmark(prime: str) -> None:
    (film,) = labelme.parse(labelme_file(shape(prime, 1, 2)), "a.json", context(ISBI))
    assert film.points == {"Pog'": Point(1, 2)}


@pytest.mark.parametrize("name", ["Sella", "sella", "SELLA"])
def test_names_in_any_case_are_understood(name: str) -> None:
    (film,) = labelme.parse(labelme_file(shape(name, 1, 2)), "a.json", context(ISBI))
    assert film.points == {"S": Point(1, 2)}


def test_an_unknown_label_is_refused_by_name_and_with_a_remedy() -> None:
    with pytest.raises(UnknownLabels, match=r"a\.json: .* no landmark mouth; .*label map"):
        labelme.parse(labelme_file(shape("mouth", 1, 2)), "a.json", context(ISBI))


def test_a_label_map_renames_and_drops() -> None:
    how = replace(context(ISBI), labels={"P1": "S", "mouth": None})
    (film,) = labelme.parse(
        labelme_file(shape("P1", 1, 2), shape("mouth", 9, 9), shape("N", 3, 4)), "a.json", how
    )
    assert film.points == {"S": Point(1, 2), "N": Point(3, 4)}


def test_two_positions_of_one_landmark_are_refused() -> None:
    with pytest.raises(UnreadableLabels, match="S has two positions"):
        labelme.parse(labelme_file(shape("S", 1, 2), shape("Sella", 3, 4)), "a.json", context(ISBI))


def test_labels_made_on_a_film_of_another_size_are_refused() -> None:
    how = Context(ISBI, films=FilmsAtHand(("a.png",)))
    data = labelme_file(shape("S", 1, 2)).replace(b'"imageWidth": 100', b'"imageWidth": 50')
    with pytest.raises(UnreadableLabels, match="at 50 x 80 pixels, but the film has 100 x 80"):
        labelme.parse(data, "a.json", how)


def test_an_x_anylabeling_file_without_attributes_is_positions() -> None:
    foreign = shape("S", 1, 2) | {"score": 0.9, "description": "", "difficult": False}
    (film,) = xanylabeling.parse(labelme_file(foreign), "a.json", context(ISBI))
    assert film.points == {"S": Point(1, 2)}
    assert recognised(labelme_file(foreign), "a.json").name == "xanylabeling"


@pytest.mark.parametrize("module", [xanylabeling, coco])
def test_what_was_known_of_a_landmark_ends_when_another_program_moves_it(module: object) -> None:
    sent = complete_film()
    data = module.render([sent], context())  # type: ignore[attr-defined]  # both have it
    # the same number stands in the format's own place first and in our values after it
    moved = data.replace(b"100.25", b"777.5", 1)
    (back,) = module.parse(moved, "a.json", context())  # type: ignore[attr-defined]
    assert back.annotations["S"].point == Point(777.5, 200.5)
    assert back.annotations["S"].status is Status.MOVED
    assert back.annotations["S"].stamp is None
    assert back.annotations["N"] == sent.annotations["N"]


def coco_file(keypoints: list[float]) -> dict[str, object]:
    return {
        "images": [{"id": 42, "file_name": "a.jpg", "width": 100, "height": 80}],
        "categories": [
            {"id": 3, "name": "box"},
            {"id": 7, "name": "ceph", "keypoints": ["S", "N", "Or"], "skeleton": []},
        ],
        "annotations": [
            {"id": 1, "image_id": 42, "category_id": 3, "bbox": [0, 0, 1, 1]},
            {"id": 2, "image_id": 42, "category_id": 7, "keypoints": keypoints},
        ],
    }


def test_coco_visibility_0_is_no_position_and_1_is_one() -> None:
    data = encoded(coco_file([1, 2, 2, 3, 4, 1, 0, 0, 0]))
    (film,) = coco.parse(data, "all.json", context(ISBI))
    assert film.points == {"S": Point(1, 2), "N": Point(3, 4)}
    assert film.annotations["Or"].status is Status.UNSET
    assert film.film == FilmInfo("a.jpg", "", 100, 80)


@pytest.mark.parametrize(
    ("keypoints", "reason"),
    [
        ([1, 2, 2], "fewer than 9"),
        ([1, 2, 2] * 4, "more than 9"),
        ([1, 2, "x"] * 3, "not a number"),
    ],
)
def test_a_coco_annotation_of_the_wrong_length_is_refused(
    keypoints: list[float], reason: str
) -> None:
    with pytest.raises(UnreadableLabels, match=reason):
        coco.parse(encoded(coco_file(keypoints)), "all.json", context(ISBI))


TPS = b"""LM=4
10.0 70.0
-1 -1
NA NA
20.5 0
IMAGE=a.jpg
ID=0
SCALE=0.5
LM=4
1 1
2 2
3 3
4 4
CURVES=1
POINTS=2
9 9
8 8
IMAGE=b.jpg
ID=1
"""


def test_tps_counts_from_below_and_knows_three_kinds_of_missing() -> None:
    how = Context(SMALL, films=FilmsAtHand(("a.png", "b.png")))
    first, second = tps.parse(TPS, "all.tps", how)
    assert first.points == {"S": Point(10, 10), "L1": Point(20.5, 80)}
    assert first.film.spacing == PixelSpacing(0.5, 0.5, SpacingSource.STATED_BY_USER)
    assert [first.film.name, second.film.name] == ["a.png", "b.png"]
    assert second.points["S"] == Point(1, 79)


def test_tps_without_the_films_height_is_refused_with_the_remedy() -> None:
    with pytest.raises(UnreadableLabels, match=r"^a\.jpg: .* bottom of the film; name the"):
        tps.parse(TPS, "all.tps", context())


@pytest.mark.parametrize("scale", ["0.0085", "0.01", "cm"])  # of centimetres, most likely
def test_a_scale_that_can_be_no_millimetres_is_left_alone(scale: str) -> None:
    data = TPS.replace(b"SCALE=0.5", f"SCALE={scale}".encode())
    first, _ = tps.parse(data, "all.tps", Context(SMALL, films=FilmsAtHand(("a.png", "b.png"))))
    assert first.film.spacing is None
    assert first.points["S"] == Point(10, 10)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"LM=3\n1 1\n2 2\n3 3\nIMAGE=a\n", "3 landmarks, but four points has 4"),
        (b"LM=4\n1 1\n", "LM=4, but 1 lines"),
        (b"LM=x\n", "does not state how many landmarks"),
        (b"1 1\nLM=4\n", "line 1: stands before"),
        (b"LM=4\n1 b\n", "line 2: is not an x and a y"),
        (b"hello", "stands before"),
    ],
)
def test_a_tps_file_that_cannot_be_meant_is_refused(text: bytes, reason: str) -> None:
    with pytest.raises(UnreadableLabels, match=reason):
        tps.parse(text, "all.tps", context())


def markups(system: str, units: object = "mm", status: str = "defined") -> bytes:
    points = [
        {"id": "1", "label": "S", "position": [-1.0, -2.0, 5.0], "positionStatus": status},
        {"id": "2", "label": "N"},
    ]
    fiducials = {
        "type": "Fiducial",
        "coordinateSystem": system,
        "coordinateUnits": units,
        "controlPoints": points,
    }
    line = {"type": "Line", "controlPoints": [{"label": "x", "position": [0, 0, 0]}]}
    return encoded({"@schema": "x", "markups": [line, fiducials]})


def test_slicer_in_ras_turns_both_axes_around() -> None:
    oblong = PixelSpacing(0.1, 0.05, SpacingSource.SCAN_RESOLUTION)
    how = Context(SMALL, spacing_mm=0.5, films=FilmsAtHand(("sub/a.png",), oblong))
    (film,) = slicer.parse(markups("RAS"), "sub/a.mrk.json", how)
    assert film.points == {"S": Point(2.5, 8.5)}  # the origin is the centre of a pixel
    how = Context(SMALL, spacing_mm=0.5)
    (lps,) = slicer.parse(markups("LPS", ["um", "UCUM", "micrometer"]), "sub/a.mrk.json", how)
    assert lps.points["S"] == Point(0.498, 0.496)
    assert lps.film.name == "sub/a"


def test_what_the_user_states_wins_over_the_resolution_of_a_scan() -> None:
    scan = PixelSpacing(0.0847, 0.0847, SpacingSource.SCAN_RESOLUTION)
    films = FilmsAtHand(("a.png",), scan)
    in_pixels = Context(SMALL, spacing_mm=1)
    (expected,) = slicer.parse(markups("LPS"), "a.mrk.json", in_pixels)
    (film,) = slicer.parse(markups("LPS"), "a.mrk.json", replace(in_pixels, films=films))
    assert film.points == expected.points


def test_a_slicer_point_that_is_not_defined_has_no_position() -> None:
    how = Context(SMALL, spacing_mm=0.5)
    (film,) = slicer.parse(markups("LPS", status="undefined"), "a.mrk.json", how)
    assert film.points == {}


def test_slicer_without_a_spacing_is_refused_with_the_remedy() -> None:
    with pytest.raises(UnreadableLabels, match="state the millimetres per pixel"):
        slicer.parse(markups("LPS"), "a.mrk.json", context())
    how = Context(SMALL, spacing_mm=0.5)
    with pytest.raises(UnreadableLabels, match="neither LPS nor RAS"):
        slicer.parse(markups("IJK"), "a.mrk.json", how)


def test_aariz_symbols_with_backticks_and_whole_numbers() -> None:
    landmarks = [
        {"landmark_id": "x1", "title": "Sella", "symbol": "S", "value": {"x": 7, "y": 8}},
        {"title": "Soft Tissue Nasion", "symbol": "N`", "value": {"x": 1, "y": 2}},
        {"title": "Soft Tissue Pogonion", "symbol": "Pog`", "value": {"x": 3, "y": 4}},
        {"title": "Gonion", "symbol": "Go", "value": {"x": None, "y": None}},
    ]
    data = encoded({"ceph_id": "c1", "landmarks": landmarks, "dataset_name": "Aariz"})
    (film,) = aariz.parse(data, "train/c1.json", context(AARIZ))
    assert film.points == {"S": Point(7, 8), "N'": Point(1, 2), "Pog'": Point(3, 4)}
    assert film.film.name == "train/c1"
    assert recognised(data, "c1.json").name == "aariz"


def test_cl_detection_numbers_become_films_in_the_folders_order() -> None:
    points = [
        {"name": "2", "point": [3.5, 4, 2]},
        {"name": "1", "point": [1, 2, 1]},
        {"name": "1", "point": [5, 6, 2]},
    ]
    data = encoded({"name": "Orthodontic landmarks", "type": "Multiple points", "points": points})
    how = Context(SMALL, films=FilmsAtHand(("a.png", "b.png")))
    first, second = cl_detection.parse(data, "all.json", how)
    assert (first.film.name, first.points) == ("a.png", {"S": Point(1, 2)})
    assert second.points == {"S": Point(5, 6), "N": Point(3.5, 4)}
    (alone, _) = cl_detection.parse(data, "all.json", context())
    assert alone.film.name == "1"


def test_our_own_numbers_stay_with_the_films_they_were_given_to() -> None:
    data = cl_detection.render([complete_film("c.png")], context())
    (film,) = cl_detection.parse(data, "all.json", context())
    assert film.film == complete_film("c.png").film


def test_isbi_text_leaves_the_diagnoses_after_the_landmarks_alone() -> None:
    text = b"835,996\r\n1473,1029\r\n1289, 1279\r\n604,1228\r\n1\r\n2\r\n1\r\n"
    (film,) = isbi.parse(text, "001.txt", context())
    assert film.points["S"] == Point(835.5, 996.5)
    assert film.film.name == "001"
    with pytest.raises(UnknownLabels, match=r"4 lines with x,y, but .* 19 landmarks"):
        isbi.parse(text, "001.txt", context(ISBI))


def test_isbi_text_is_refused_where_a_landmark_has_no_position() -> None:
    film = complete_film()
    unset = replace(film.annotations["N"], status=Status.MISSING, point=None)
    gap = replace(film, annotations={**film.annotations, "N": unset})
    with pytest.raises(ExchangeError, match="no position for N; ISBI text needs every landmark"):
        isbi.render([gap], context())


def test_the_public_sets_reader_tables_are_pixel_indices() -> None:
    (film,) = csv_wide.parse(b"image,1_x,1_y,2_x,2_y\n001,10,20.5,,\n", "t.csv", context())
    assert film.points == {"S": Point(10.5, 21)}
    with pytest.raises(ExchangeError, match="only one of two columns for 1"):
        csv_wide.parse(b"image,1_x\n001,10\n", "t.csv", context())


def test_labels_of_another_picture_under_the_same_name_are_refused() -> None:
    labels = labelme.render([replace(complete_film("a.png"), film=OTHER)], context())
    with pytest.raises(UnreadableLabels, match=r"a\.png is not the picture that was labelled"):
        labelme.parse(labels, "a.json", Context(SMALL, films=FilmsAtHand(("a.png",))))


def test_a_page_stays_that_page_in_a_format_whose_pictures_have_no_pages() -> None:
    page = complete_film("sub/f.tif#2")
    how = replace(context(), pictures={page.film.name: "../films/f.tif"})
    (film,) = labelme.parse(labelme.render([page], how), "sub/f.json", context())
    assert film.film.name == "sub/f.tif#2"


def test_a_note_of_another_picture_is_not_believed() -> None:
    root = json.loads(labelme.render([complete_film()], context()))
    assert root[NOTE]["image_sha256"]
    root["imageWidth"] = 999
    (film,) = labelme.parse(encoded(root), "a.json", context())
    assert film.film == FilmInfo("a.png", "", 999, 2400)


@pytest.mark.parametrize(
    "data", [b"", b"hello\nworld\n", b'{"a": 1}', b"{", b"[1, 2]", b"\xff\xfe"]
)
def test_a_file_of_no_format_is_said_so_with_the_remedy(data: bytes) -> None:
    with pytest.raises(UnknownFormat, match=r"x\.txt is in no format that we know; .*--from"):
        recognised(data, "x.txt")


@pytest.mark.parametrize(
    "data",
    [
        b'{"shapes": 3}',
        b'{"shapes": [1]}',
        b'{"shapes": [{"label": "S", "points": [["a", 1]]}]}',
        b'{"shapes": [{"label": "S", "points": [[NaN, 1]]}]}',
        b'{"shapes": ' + b"[" * 100_000,
    ],
)
def test_a_labelme_file_that_cannot_be_meant_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableLabels, match=r"^a\.json"):
        labelme.parse(data, "a.json", context())

import importlib
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.labelled import Found, LabelledFilm
from landmark_gui.exchange.picture.film_png import painted
from landmark_gui.exchange.picture.labels import Box
from landmark_gui.exchange.picture.layout import NotThisFilm, Style, lay_out
from landmark_gui.exchange.picture.pdf import pdf_bytes
from landmark_gui.exchange.picture.render import PictureFormat, write_picture
from landmark_gui.exchange.picture.scene import Line, Ring, Text, in_ascii
from landmark_gui.exchange.picture.svg import svg_bytes
from landmark_gui.phantom.phantom import make_phantom
from tests.exchange.pictures import (
    ISBI,
    OBLONG,
    SVG,
    centre_of,
    film,
    labels,
    pdf_streams,
    svg_groups,
)

TISSUES = {landmark.abbreviation: landmark.group for landmark in ISBI}
BARE = Style(labels=False)
SPACING = PixelSpacing(0.2, 0.2, SpacingSource.SCAN_RESOLUTION)
CELL_PX = 50
PLACED = [Status.PREDICTED, Status.CONFIRMED, Status.MOVED]

inside_a_cell = st.floats(14.0, CELL_PX - 14.0)


@given(
    st.lists(st.tuples(inside_a_cell, inside_a_cell, st.sampled_from(PLACED)), max_size=19),
    st.sampled_from([Style(), Style(labels=False)]),
)
@settings(max_examples=40, deadline=None)
def test_markers_in_svg_lie_where_the_landmarks_are(
    places: list[tuple[float, float, Status]], style: Style
) -> None:
    # each in its own cell: lines that would cover a neighbour are broken, and have no centre
    annotations = {
        name: Annotation(name, status, Point(i % 8 * CELL_PX + x, i // 8 * CELL_PX + y))
        for i, (name, (x, y, status)) in enumerate(zip(TISSUES, places, strict=False))
    }
    sent = LabelledFilm(FilmInfo.named("a"), annotations)
    scene = lay_out(film(), sent, style)
    markers = svg_groups(svg_bytes(scene), "marker")
    assert markers.keys() == annotations.keys()
    for name, annotation in annotations.items():
        assert annotation.point is not None
        assert centre_of(markers[name]).distance_px(annotation.point) < 0.01
        assert markers[name].get("data-status") == annotation.status.value


crowded = st.lists(
    st.tuples(st.floats(0, 59.99), st.floats(0, 59.99), st.floats(0.5, 40)), min_size=1, max_size=12
)


@given(crowded, st.sampled_from(PLACED))
@settings(max_examples=20, deadline=None)
def test_no_line_covers_the_pixel_of_any_landmark(
    places: list[tuple[float, float, float]], status: Status
) -> None:
    names = list(TISSUES)
    points = {name: Point(x, y) for name, (x, y, _) in zip(names, places, strict=False)}
    found = {
        name: Found(Point(x, y).moved(1.5, -2.0), radius, 2 * radius)
        for name, (x, y, radius) in zip(names, places, strict=False)
    }
    small = film(60, 60)
    picture = painted(
        lay_out(small, labels(points, status, found), Style(labels=False, regions=True))
    )
    for point in points.values():
        column, row = int(point.x), int(point.y)
        assert picture[row, column].tolist() == [small.pixels[row, column]] * 3


@pytest.mark.parametrize("seed", [1, 2])
def test_a_full_picture_leaves_every_landmark_of_a_phantom_open(seed: int) -> None:
    phantom = make_phantom(seed, height_px=600)
    found = {name: Found(point.moved(2, 1), 9, 21) for name, point in phantom.landmarks.items()}
    style = Style(regions=True, scale=phantom.film.info.spacing, tissues=TISSUES)
    picture = painted(lay_out(phantom.film, labels(phantom.landmarks, found=found), style))
    assert picture.shape == (*phantom.film.pixels.shape, 3)
    assert (picture != phantom.film.pixels[:, :, None]).any()
    for point in phantom.landmarks.values():
        column, row = int(point.x), int(point.y)
        assert picture[row, column].tolist() == [phantom.film.pixels[row, column]] * 3


@pytest.mark.parametrize("seed", range(4))
def test_names_lie_neither_on_each_other_nor_on_markers_nor_outside(seed: int) -> None:
    phantom = make_phantom(seed, height_px=500)
    scene = lay_out(phantom.film, labels(phantom.landmarks), Style(scale=SPACING))
    words = scene.words
    boxes = [(t.start.x, t.start.y - 0.74 * t.size_px, t.width_px, t.size_px) for t in words]
    assert len(boxes) == 20  # and the scale
    for i, (x, y, width, height) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        assert x + width <= phantom.film.info.width_px
        for other_x, other_y, other_width, other_height in boxes[:i]:
            apart_x = other_x >= x + width or x >= other_x + other_width
            assert apart_x or other_y >= y + height or y >= other_y + other_height
        for point in phantom.landmarks.values():
            assert not (x < point.x < x + width and y < point.y < y + height)


@pytest.mark.parametrize("seed", range(4))
def test_a_name_is_nearest_to_its_own_marker_or_has_a_leader(seed: int) -> None:
    phantom = make_phantom(seed, height_px=500)
    scene = lay_out(phantom.film, labels(phantom.landmarks), Style())
    written = [group for group in scene.groups if group.kind == "label"]
    assert len(written) == 19
    for group in written:
        (words,) = (shape for shape in group.shapes if isinstance(shape, Text))
        left, foot = words.start.x, words.start.y
        box = Box(left, foot - 0.74 * words.size_px, left + words.width_px, foot)
        far = {name: box.distance_px(point) for name, point in phantom.landmarks.items()}
        has_leader = any(isinstance(shape, Line) for shape in group.shapes)
        assert has_leader or min(far, key=far.__getitem__) == group.landmark


@pytest.mark.parametrize(
    ("status", "outline"),
    [
        (Status.PREDICTED, "diamond"),
        (Status.CONFIRMED, "circle"),
        (Status.MOVED, "square"),
    ],
)
def test_the_shape_tells_the_status(status: Status, outline: str) -> None:
    scene = lay_out(film(), labels({"S": Point(100, 80)}, status), BARE)
    frame, *arms = scene.groups[0].shapes
    assert len(arms) == 4
    if isinstance(frame, Ring):
        found = "circle"
    else:
        assert isinstance(frame, Line)
        on_an_axis = [p.x == 100 or p.y == 80 for p in frame.points]
        found = "diamond" if all(on_an_axis) else "square"
    assert found == outline


def test_a_missing_landmark_is_crossed_out_where_the_model_saw_it() -> None:
    annotations = {
        "Ar": Annotation("Ar", Status.MISSING),
        "Go": Annotation("Go", Status.NOT_VISIBLE),
        "S": Annotation("S"),
        "N": Annotation("N", Status.MISSING),
    }
    found = {"Ar": Found(Point(100, 80)), "Go": Found(Point(200, 180)), "S": Found(Point(9, 9))}
    scene = lay_out(film(), LabelledFilm(FilmInfo.named("a"), annotations, found), Style())
    assert [text.words for text in scene.words] == ["Ar missing", "Go not visible"]
    markers = svg_groups(svg_bytes(scene), "marker")
    assert markers.keys() == {"Ar", "Go"}  # without a position nothing can be drawn
    assert centre_of(markers["Ar"]).distance_px(Point(100, 80)) < 0.01


def test_colours_tell_the_tissue_and_unknown_landmarks_are_white() -> None:
    points = {"S": Point(50, 50), "U1": Point(150, 50), "UL": Point(250, 50), "X": Point(350, 50)}
    scene = lay_out(film(), labels(points), Style(labels=False, tissues=TISSUES))
    colours = [group.shapes[0].stroke.colour for group in scene.groups]
    assert len(set(colours)) == 4
    assert colours[3] == "#FFFFFF"


@pytest.mark.parametrize(("spacing", "size"), OBLONG)
def test_the_picture_of_oblong_pixels_has_the_shape_of_the_head(
    spacing: PixelSpacing, size: tuple[int, int]
) -> None:
    half = film(spacing=spacing)
    half.pixels[:, :200], half.pixels[150:, 200:] = 0, 255
    scene = lay_out(half, labels({"S": Point(300, 60)}, Status.CONFIRMED), BARE)
    assert scene.size_px == size
    assert Image.fromarray(painted(scene)).size == size
    ring = next(mark for mark in scene.marks if isinstance(mark, Ring))
    width, height = size
    centre = ring.ellipse.centre
    assert (centre.x, centre.y) == pytest.approx((width * 0.75, height * 0.2))
    assert scene.grey[height // 2 + 8 :, width // 2 + 8 :].min() == 255
    assert scene.grey[:, : width // 2 - 8].max() == 0


@pytest.mark.parametrize(("spacing", "size"), OBLONG)
def test_the_scale_of_oblong_pixels_holds_in_the_picture(
    spacing: PixelSpacing, size: tuple[int, int]
) -> None:
    scene = lay_out(film(spacing=spacing), labels({}), Style(scale=spacing))
    bar, words = scene.marks[0], scene.words[0].words
    assert isinstance(bar, Line)
    length_mm = (bar.points[1].x - bar.points[0].x) * spacing.x_mm * 400 / size[0]
    assert words == f"{round(length_mm)} mm (calibrated)"


def test_landmarks_of_oblong_pixels_must_lie_on_the_film_not_on_its_picture() -> None:
    with pytest.raises(NotThisFilm, match="S lies outside"):
        lay_out(film(spacing=OBLONG[0][0]), labels({"S": Point(100, 301)}), BARE)


def test_the_scale_has_a_round_length_and_names_its_source() -> None:
    scene = lay_out(film(), labels({"S": Point(100, 80)}), Style(labels=False, scale=SPACING))
    (group,) = [group for group in scene.groups if group.kind == "scale"]
    bar, text = group.shapes[0], scene.words[0]
    assert isinstance(bar, Line)
    assert bar.points[1].x - bar.points[0].x == pytest.approx(10 / 0.2)
    assert text.words == "10 mm (scan resolution, not confirmed)"


def test_a_scale_that_contradicts_the_shape_of_the_film_says_that_it_holds_across() -> None:
    oblong = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    scene = lay_out(film(), labels({}), Style(scale=oblong))
    assert scene.words[0].words == "5 mm across (calibrated)"


def test_without_a_spacing_no_millimetre_is_written() -> None:
    scene = lay_out(film(), labels({"S": Point(100, 80)}), Style())
    assert not [text for text in scene.words if "mm" in text.words]


def test_a_png_has_the_films_resolution_and_nothing_but_pixels(tmp_path: Path) -> None:
    write_picture(
        tmp_path / "a.png", lay_out(film(), labels({"S": Point(9, 9)}), Style()), PictureFormat.PNG
    )
    with Image.open(tmp_path / "a.png") as picture:
        assert (picture.size, picture.mode, picture.info) == ((400, 300), "RGB", {})


def test_an_svg_carries_the_film_pixel_by_pixel() -> None:
    scene = lay_out(film(), labels({"S": Point(9, 9)}), Style())
    data = svg_bytes(scene)
    address = re.search(rb'href="data:image/png;base64,([^"]+)"', data)
    assert address is not None
    with Image.open(BytesIO(b64decode(address[1]))) as embedded:
        np.testing.assert_array_equal(np.asarray(embedded), film().pixels)
    assert b'viewBox="0 0 400 300"' in data


def test_a_pdf_is_whole_and_carries_film_markers_and_names() -> None:
    scene = lay_out(film(), labels({"S": Point(100.25, 80)}, Status.CONFIRMED), Style())
    data = pdf_bytes(scene)
    table = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", data)[0])
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n \n", data[table:])]
    assert [data[at:].split(b"\n")[0] for at in places] == [b"%d 0 obj" % i for i in range(1, 8)]
    content, pixels = pdf_streams(data)
    assert pixels == film().pixels.tobytes()
    assert b"108.25 80 m" in content  # the circle begins right of its centre
    assert b"(S) Tj" in content


def test_another_program_reads_the_pdf() -> None:
    pytest.importorskip("pypdf")
    pypdf: Any = importlib.import_module("pypdf")
    points = {"S": Point(100, 80), "Pog'": Point(300, 200)}
    document = pypdf.PdfReader(BytesIO(pdf_bytes(lay_out(film(), labels(points), Style()))))
    (page,) = document.pages
    assert float(page.mediabox.width) / float(page.mediabox.height) == pytest.approx(
        4 / 3, rel=1e-4
    )
    text = page.extract_text()
    assert "S" in text
    assert "Pog'" in text
    assert not document.metadata
    np.testing.assert_array_equal(np.asarray(page.images[0].image), film().pixels)


@pytest.mark.parametrize("kind", list(PictureFormat))
def test_no_picture_tells_what_the_file_was_called(tmp_path: Path, kind: PictureFormat) -> None:
    named = film(name="Mueller_Anna_1987-02-03.png")
    write_picture(tmp_path / "p", lay_out(named, labels({"S": Point(9, 9)}), Style()), kind)
    data = (tmp_path / "p").read_bytes()
    streams = pdf_streams(data) if kind is PictureFormat.PDF else []
    assert not [part for part in (data, *streams) if b"Mueller" in part or b"1987" in part]


def test_a_landmark_with_an_odd_name_harms_no_format(tmp_path: Path) -> None:
    name = 'a<b>&"\x00\n\udc80(ö\\)′'
    scene = lay_out(film(), labels({name: Point(100, 80)}), Style())
    for kind in PictureFormat:
        write_picture(tmp_path / f"p.{kind}", scene, kind)
    (group,) = svg_groups((tmp_path / "p.svg").read_bytes(), "label").values()
    assert group.find(f"{SVG}text") is not None
    assert group.find(f"{SVG}text").text == 'a<b>&"(ö\\)′'  # type: ignore[union-attr]  # just above
    assert rb"""(a<b>&"\(o\\\)') Tj""" in pdf_streams((tmp_path / "p.pdf").read_bytes())[0]


def test_characters_that_fonts_lack_get_near_ones() -> None:
    assert in_ascii("N′ – Öé 中") == "N' - Oe ?"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (labels({"S": Point(400.5, 3)}), "S lies outside of the film"),
        (
            LabelledFilm(FilmInfo("a", "", 401, 300), {"S": Annotation("S")}),
            "of 401 x 300 px and not 400 x 300 px",
        ),
    ],
)
def test_landmarks_of_another_film_are_refused(sent: LabelledFilm, sentence: str) -> None:
    with pytest.raises(NotThisFilm, match=sentence):
        lay_out(film(), sent, Style())


def test_a_film_of_16_bits_is_shown_in_its_window() -> None:
    deep = make_phantom(3, height_px=300).film
    scene = lay_out(deep, labels({}), BARE)
    assert scene.grey.dtype == np.uint8
    assert scene.groups == ()

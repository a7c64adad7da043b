"""What the landmarks of a film measure, beside it in its picture."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.measurement import Analysis, Kind, Measurement
from landmark_gui.exchange.labelled import Found, LabelledFilm
from landmark_gui.exchange.measurements import measured
from landmark_gui.exchange.picture.beside import HEADER, with_measurements
from landmark_gui.exchange.picture.film_png import painted
from landmark_gui.exchange.picture.layout import Style, lay_out
from landmark_gui.exchange.picture.pdf import pdf_bytes
from landmark_gui.exchange.picture.scene import Scene
from landmark_gui.exchange.picture.svg import svg_bytes
from landmark_gui.paths import analysis_file
from tests.exchange.pictures import ISBI, SVG, film, labels, pdf_streams

RULER = PixelSpacing(0.5, 0.5, SpacingSource.RULER)
SOME = Analysis(
    (("S", "N", "A"),),
    (
        Measurement("SNA", Kind.ANGLE, ("S", "N", "A"), ""),
        Measurement("S-N", Kind.LENGTH, ("S", "N"), ""),
        Measurement("part", Kind.SHARE, ("S-N", "S-N"), ""),
    ),
)
EVERY = Analysis.read(analysis_file()).of(ISBI)
FILM = film(400, 300)


def placed() -> LabelledFilm:
    """Return a film whose A nobody has decided."""
    head = labels({"S": Point(100, 100), "N": Point(200, 100), "A": Point(200, 180)})
    at = Point(200, 180)
    predicted = {**head.annotations, "A": Annotation("A", Status.PREDICTED, at)}
    return replace(head, annotations=predicted, found={"A": Found(at, expected_error_px=4.0)})


def scene(analysis: Analysis = SOME, spacing: PixelSpacing | None = RULER) -> Scene:
    on_film = replace(placed(), film=replace(FILM.info, spacing=spacing))
    found = measured(on_film, analysis, None)
    return with_measurements(lay_out(FILM, placed(), Style()), found, analysis, spacing)


def rows(of: Scene) -> list[list[str]]:
    """Return the words beside the film, line by line."""
    lines: dict[float, list[str]] = {}
    for text in of.words:
        if text.start.x > FILM.info.width_px:
            lines.setdefault(text.start.y, []).append(text.words)
    return list(lines.values())


def test_values_have_their_unit_and_say_on_whose_word_they_rest() -> None:
    assert rows(scene()) == [
        list(HEADER),
        ["SNA", "90.0 deg", "1.8 deg", "A"],  # 2 / pi of 4 px at a distance of 80
        ["S-N", "50.0 mm"],
        ["part", "100.0 %"],
        ["Millimetres: calibrated by ruler"],
    ]


def test_without_a_spacing_no_length_is_told() -> None:
    told = rows(scene(spacing=None))
    assert ["S-N", "-"] in told
    assert told[-1] == ["No millimetres: no spacing is known"]


def test_what_has_no_value_rests_on_nothing() -> None:
    lacking = replace(placed(), annotations={"A": placed().annotations["A"]})
    found = measured(lacking, SOME, None)
    told = rows(with_measurements(lay_out(FILM, lacking, Style()), found, SOME, RULER))
    assert ["SNA", "-"] in told


def test_lengths_at_the_detector_are_said_to_be_those_of_the_shadow() -> None:
    told = rows(scene(spacing=PixelSpacing(0.5, 0.5, SpacingSource.DETECTOR)))
    assert told[-2:] == [
        ["Millimetres: at the detector, not calibrated;"],
        ["lengths are those of the shadow, not of the patient"],
    ]


def test_the_film_and_what_lies_on_it_are_as_without() -> None:
    alone, beside = painted(lay_out(FILM, placed(), Style())), painted(scene())
    assert np.array_equal(beside[:, :400], alone)
    assert (beside[:, 400:] > 200).any()


def test_beside_a_film_of_few_rows_the_table_can_still_be_read() -> None:
    of = scene(EVERY)
    assert min(text.size_px for text in of.words) >= 10
    assert of.size_px[1] > FILM.info.height_px
    assert np.array_equal(painted(of)[:300, :400], painted(lay_out(FILM, placed(), Style())))


@pytest.mark.parametrize("analysis", [SOME, EVERY])
def test_all_of_the_table_is_in_the_picture(analysis: Analysis) -> None:
    of = scene(analysis)
    width, height = of.size_px
    for text in of.words:
        assert 0 <= text.start.x <= text.start.x + text.width_px <= width
        assert text.size_px / 2 <= text.start.y <= height - text.size_px / 4


def test_every_format_has_the_words() -> None:
    of = scene()
    root = ET.fromstring(svg_bytes(of))  # noqa: S314 - written by ourselves a moment ago
    assert "90.0 deg" in [text.text for text in root.iter(f"{SVG}text")]
    assert root.get("width") == str(of.size_px[0])
    assert b"(90.0 deg)" in b"".join(pdf_streams(pdf_bytes(of)))
    assert Image.fromarray(painted(of)).size == of.size_px

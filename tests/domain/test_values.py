from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from landmark_gui import paths
from landmark_gui.domain.annotation import Stamp, utc_moment
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window, film_identity
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import Group, LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance


@pytest.fixture
def scheme() -> LandmarkScheme:
    return LandmarkScheme.read(paths.scheme_file("isbi19"))


def test_the_scheme_keeps_the_order_of_the_challenge(scheme: LandmarkScheme) -> None:
    assert len(scheme) == 19
    assert [landmark.id for landmark in scheme] == list(range(1, 20))
    assert scheme.abbreviations[:4] == ("S", "N", "Or", "Po")
    assert scheme["Pog'"].group is Group.SOFT_TISSUE


def test_a_byte_order_mark_of_an_editor_does_no_harm(
    scheme: LandmarkScheme, tmp_path: Path
) -> None:
    own = tmp_path / "own.json"
    own.write_bytes(b"\xef\xbb\xbf" + paths.scheme_file("isbi19").read_bytes())
    assert LandmarkScheme.read(own) == scheme


def test_an_unknown_abbreviation_is_a_key_error(scheme: LandmarkScheme) -> None:
    with pytest.raises(KeyError):
        scheme["Co"]


def test_every_landmark_says_how_it_is_defined(scheme: LandmarkScheme) -> None:
    assert all(landmark.name and landmark.definition for landmark in scheme)


def film(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint16]]) -> Cephalogram:
    height, width = pixels.shape
    return Cephalogram(FilmInfo("a.png", "", width, height), pixels, Window(100, 300))


def test_a_film_is_normalised_within_its_window() -> None:
    pixels = np.array([[0, 100, 200], [300, 400, 150]], np.uint16)
    assert film(pixels).normalised().tolist() == [[0, 0, 0.5], [1, 1, 0.25]]
    assert pixels[0, 2] == 200


def test_pixels_that_do_not_match_their_size_are_refused() -> None:
    with pytest.raises(ValueError, match="do not match"):
        Cephalogram(FilmInfo("a", "", 3, 3), np.zeros((2, 3), np.uint8), Window(0, 1))


def test_a_film_holds_what_lies_on_it() -> None:
    info = FilmInfo("a", "", 10, 20)
    assert info.size_px == (10, 20)
    assert info.holds(Point(10, 0))
    assert not info.holds(Point(10.1, 0))
    assert info.nearest(Point(-1, 3)) == Point(0, 3)
    assert info.nearest(Point(10.1, 99)) == Point(10, info.height_px)
    assert not info.holds(Point(5, -0.1))


def test_identity_changes_with_pixels_type_shape_and_spacing() -> None:
    pixels = np.arange(6, dtype=np.uint8).reshape(2, 3)
    spacing = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
    variants = [
        film_identity(pixels, None),
        film_identity(pixels, spacing),
        film_identity(pixels.reshape(3, 2), None),
        film_identity(pixels.astype(np.uint16), None),
        film_identity(pixels + 1, None),
    ]
    assert len(set(variants)) == 5
    assert film_identity(pixels.copy(), None) == variants[0]


def test_identity_is_the_same_on_every_machine() -> None:
    pixels = np.arange(6, dtype="<u2").reshape(2, 3)
    assert film_identity(pixels, None) == film_identity(pixels.astype(">u2"), None)


def test_a_detection_gives_its_predictions_by_landmark() -> None:
    prediction = Prediction("S", Point(1, 2), 1.0, 2.0, 1.5)
    heatmap = Heatmap(ImageGrid(4, 4, 1.0), ("S",), np.zeros((1, 4, 4), np.float32))
    provenance = Provenance("m", "0", Mode.SINGLE, 1, 1, 0, "cpu")
    detection = Detection("hash", (prediction,), heatmap, provenance)
    assert detection["S"] is prediction
    with pytest.raises(KeyError):
        detection["N"]


def test_a_stamp_carries_the_time_in_utc_to_the_second() -> None:
    stamp = Stamp.now("ab")
    assert stamp.utc.tzinfo is UTC
    assert stamp.utc.microsecond == 0


def test_of_a_film_with_a_name_alone_the_size_is_not_known() -> None:
    film = FilmInfo.named("a")
    assert (film.name, film.sha256, film.spacing) == ("a", "", None)
    sizes = [film, replace(film, width_px=4), replace(film, width_px=4, height_px=5)]
    assert [each.size_known for each in sizes] == [False, False, True]


def test_a_spacing_is_believed_before_a_stated_shape_of_the_pixels() -> None:
    for spacing, aspect in ((None, 1.5), (PixelSpacing(0.1, 0.2, SpacingSource.DETECTOR), 2.0)):
        film = FilmInfo("a", "x", 4, 4, spacing, pixel_aspect=1.5)
        assert film.aspect == pytest.approx(aspect)
        told = film.stated(0.3)
        assert (told.x_mm, told.y_mm) == pytest.approx((0.3, 0.3 * aspect))
        assert told.source is SpacingSource.STATED_BY_USER


@pytest.mark.parametrize(
    ("aspect", "drawn"),
    [(1.0, 1.0), (1.008, 1.0), (0.992, 1.0), (1.02, 1.02), (0.25, 0.25), (10.0, 10.0), (11, 1.0)],
)
def test_pixels_are_drawn_in_their_shape_unless_none_has_it_or_it_is_nearly_square(
    aspect: float, drawn: float
) -> None:
    assert FilmInfo("a", "x", 4, 4, pixel_aspect=aspect).drawn_aspect == drawn


@pytest.mark.parametrize("text", ["2026-05-17T12:00:00", "2026-05-17T14:00:00+02:00"])
def test_moments_are_those_of_the_world(text: str) -> None:
    assert utc_moment(text) == datetime(2026, 5, 17, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["soon", "0001-01-01T00:00:00+23:59"])
def test_a_moment_that_no_calendar_has_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=text[:4]):
        utc_moment(text)

"""The boundary: a film, or a sentence."""

import warnings
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window, film_identity
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.exchange.dicom import write_dicom
from landmark_gui.imaging import film as film_module
from landmark_gui.imaging.errors import UndeliveredFilm, UnreadableFilm
from landmark_gui.imaging.film import film_of, inspect_film, read_film, refusing
from landmark_gui.imaging.thumbnail import thumbnail

RAMP = np.tile(np.arange(100, dtype=np.uint8), (200, 1))


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "ramp.png"
    Image.fromarray(RAMP).save(path)
    return path


def test_a_film_is_called_by_its_file_unless_told_otherwise(png: Path) -> None:
    assert read_film(png).info.name == "ramp.png"
    assert read_film(png, "clinic/ramp.png").info.name == "clinic/ramp.png"


def test_a_film_is_read_from_a_path_that_is_a_plain_text(png: Path) -> None:
    assert read_film(str(png)).info == read_film(png).info
    assert inspect_film(str(png)).info == read_film(png).info


def test_a_film_that_is_read_while_another_is_leaves_warnings_as_they_were() -> None:
    before, (one, other) = list(warnings.filters), (refusing(), refusing())
    one.__enter__()  # as two threads do
    other.__enter__()
    one.__exit__(None, None, None)
    warnings.warn("what a library says of the other file", stacklevel=1)
    other.__exit__(None, None, None)
    assert list(warnings.filters) == before


@pytest.mark.parametrize("kind", [np.uint8, np.int64, np.float64])
def test_a_film_out_of_an_array_is_the_film_out_of_a_file(tmp_path: Path, kind: type) -> None:
    grey = RAMP if kind is np.uint8 else RAMP.astype(np.uint16) * 300
    Image.fromarray(grey).save(tmp_path / "a.png")
    read, made = read_film(tmp_path / "a.png"), film_of(grey.astype(kind), "a.png")
    assert (made.info, made.window) == (read.info, read.window)
    np.testing.assert_array_equal(made.pixels, read.pixels)
    spacing = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
    assert film_of(grey, "a.png", spacing).info.spacing == spacing


@pytest.mark.parametrize("shape", [(4,), (4, 4, 3), (0, 4)])
def test_an_array_with_other_than_one_value_a_pixel_is_no_film(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="one grey value a pixel"):
        film_of(np.zeros(shape), "a")


def test_a_film_knows_its_size(png: Path) -> None:
    assert read_film(png).info.size_px == (100, 200)


def test_the_same_pixels_are_the_same_film_under_any_name_and_format(png: Path) -> None:
    other = png.with_name("other.tif")
    Image.fromarray(RAMP).save(other)
    assert read_film(png).info.sha256 == read_film(other).info.sha256


def test_a_resolution_makes_another_film(png: Path) -> None:
    other = png.with_name("other.png")
    Image.fromarray(RAMP).save(other, dpi=(300, 300))
    assert read_film(png).info.sha256 != read_film(other).info.sha256


def test_the_contents_decide_and_not_the_suffix(png: Path) -> None:
    wrong = png.rename(png.with_suffix(".jpg"))
    np.testing.assert_array_equal(read_film(wrong).pixels, RAMP)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.png", b"", "empty"),
        ("empty.dcm", b"", "empty"),
        ("text.png", b"Dear colleague, please find attached", "not a picture"),
        ("text.dcm", b"Dear colleague, please find attached", "."),
        ("zeros.dcm", bytes(1000), "."),
        ("zeros", bytes(1000), "not a picture"),
        ("preamble.dcm", bytes(128) + b"DICM", "no picture"),
        ("rubbish.dcm", bytes(128) + b"DICM" + bytes(range(256)) * 4, "."),
        ("nested.dcm", b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0" * 5000, "."),
    ],
)
def test_what_is_no_film_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFilm, match=reason) as refusal:
        read_film(path)
    sentence = str(refusal.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.6, 0.95])
def test_a_truncated_raster_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    path = tmp_path / f"film.{kind.lower()}"
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)
    Image.fromarray(noise).save(path, kind)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(UnreadableFilm):
        read_film(path)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(UndeliveredFilm, match="no longer there"):
        read_film(tmp_path / "gone.png")


def test_what_is_wrong_with_a_file_is_not_for_the_drive(png: Path) -> None:
    png.write_bytes(png.read_bytes()[:40])
    with pytest.raises(UnreadableFilm) as refused:
        read_film(png)
    assert not isinstance(refused.value, UndeliveredFilm)


def test_a_file_larger_than_any_film_is_not_even_read(
    png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_module, "MAX_BYTES", png.stat().st_size)
    read_film(png)
    monkeypatch.setattr(film_module, "MAX_BYTES", png.stat().st_size - 1)
    with pytest.raises(UnreadableFilm, match="larger than any film"):
        read_film(png)


def test_a_folder_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFilm):
        read_film(tmp_path)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "memory"),
        (OSError(5, "Input/output error"), "drive or network"),
        (PermissionError(13, "Permission denied"), "not allowed"),
        (Image.DecompressionBombError("bomb"), "larger"),
        (RecursionError("Canary^Patient"), "damaged"),
        (KeyError("Canary^Patient"), "damaged"),
    ],
)
def test_any_failure_becomes_a_sentence_without_what_stood_in_the_file(
    png: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail(_data: bytes, _page: int) -> None:
        raise error

    monkeypatch.setattr(film_module, "read_raster", fail)
    with pytest.raises(UnreadableFilm, match=reason) as refusal:
        read_film(png)
    assert "Canary" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__


def test_a_thumbnail_keeps_the_proportions_and_the_window(png: Path) -> None:
    small = thumbnail(read_film(png), 50)
    assert small.shape == (50, 25)
    assert small.dtype == np.uint8
    assert small[0, 0] == pytest.approx(1.5, abs=1)
    assert small[0, -1] == pytest.approx(97.5, abs=1)


def test_a_thumbnail_of_oblong_pixels_has_the_proportions_of_the_head(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    Image.fromarray(RAMP).save(path, dpi=(150, 300))
    assert thumbnail(read_film(path), 50).shape == (50, 50)


def test_a_thumbnail_of_a_strip_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "strip.png"
    Image.new("L", (100_000, 1)).save(path)
    assert thumbnail(read_film(path), 50).shape == (50, 200)


def test_a_picture_under_the_ending_of_dicom_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.dcm"
    Image.new("L", (4, 4), 77).save(path, "PNG")
    assert (read_film(path).pixels == 77).all()


def test_a_thumbnail_of_a_deep_film_uses_its_window(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    Image.fromarray(np.repeat(np.array([[1000, 3000]], np.uint16), 10, axis=0)).save(path)
    small = thumbnail(read_film(path), 10)
    assert small[:, 0].max() <= 1
    assert small[:, 1].min() >= 254


def test_what_the_user_may_apply_to_the_spacing_is_handed_on(tmp_path: Path) -> None:
    path = tmp_path / "film.dcm"
    pixels = np.zeros((4, 4), np.uint16)
    info = FilmInfo("film", film_identity(pixels, None), 4, 4)
    write_dicom(path, Cephalogram(info, pixels, Window(0, 1)), patient="")
    ds = pydicom.dcmread(path)
    ds.PixelAspectRatio = [3, 2]
    ds.EstimatedRadiographicMagnificationFactor = 1.1
    ds.save_as(path)
    film = read_film(path)
    assert (film.info.spacing, film.info.aspect, film.magnification) == (None, 1.5, 1.1)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        (SpacingSource.GEOMETRY, SpacingSource.GEOMETRY),
        (SpacingSource.FIDUCIAL, SpacingSource.FIDUCIAL),
        (SpacingSource.CALIBRATED, SpacingSource.GEOMETRY),
        (SpacingSource.RULER, SpacingSource.FIDUCIAL),
        (SpacingSource.MAGNIFICATION, SpacingSource.GEOMETRY),
        (SpacingSource.DETECTOR, SpacingSource.DETECTOR),
        (SpacingSource.STATED_BY_FILE, SpacingSource.DETECTOR),  # this kind must state one there
    ],
)
def test_a_calibrated_film_written_as_dicom_is_read_as_calibrated(
    tmp_path: Path, source: SpacingSource, kept: SpacingSource
) -> None:
    path = tmp_path / "film.dcm"
    pixels = np.zeros((4, 4), np.uint16)
    spacing = PixelSpacing(0.125, 0.25, source)
    info = FilmInfo("film", film_identity(pixels, spacing), 4, 4, spacing)
    write_dicom(path, Cephalogram(info, pixels, Window(0, 1)), patient="")
    assert read_film(path).info.spacing == PixelSpacing(0.125, 0.25, kept)

"""Rasters: what comes out is what was written, upright, in full depth."""

import struct
import zlib
from io import BytesIO
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from imagecodecs import jpeg8_encode, png_encode, tiff_encode
from numpy.typing import NDArray
from PIL import ExifTags, Image

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import SpacingSource
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.raster import read_raster

GREY8 = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20
GREY16 = np.arange(12, dtype=np.uint16).reshape(3, 4) * 5000


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def tiff(values: NDArray[Any], *, photometric: int = 1, order: Literal["<", ">"] = "<") -> bytes:
    """Write an uncompressed grey TIFF, also of kinds that Pillow does not write."""
    pixels = values.astype(values.dtype.newbyteorder(order)).tobytes()
    tags = [
        (256, 4, values.shape[1]),
        (257, 4, values.shape[0]),
        (258, 3, 8 * values.itemsize),
        (259, 3, 1),
        (262, 3, photometric),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, values.shape[0]),
        (279, 4, len(pixels)),
        (339, 3, {"u": 1, "i": 2, "f": 3}[values.dtype.kind]),
    ]
    value = {3: "HH", 4: "I"}
    entries = b"".join(
        struct.pack(f"{order}HHI{value[kind]}", tag, kind, 1, number, *([0] if kind == 3 else []))
        for tag, kind, number in tags
    )
    start = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8 + len(pixels))
    count = struct.pack(f"{order}H", len(tags))
    return start + pixels + count + entries + bytes(4)


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_8_bits_come_back_unchanged_and_are_shown_in_full(kind: str) -> None:
    picture = read_raster(encoded(Image.fromarray(GREY8), kind))
    np.testing.assert_array_equal(picture.pixels, GREY8)
    assert picture.pixels.dtype == np.uint8
    assert picture.window == Window(0, 255)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bits_are_kept(kind: str) -> None:
    picture = read_raster(encoded(Image.fromarray(GREY16), kind))
    np.testing.assert_array_equal(picture.pixels, GREY16)
    assert picture.pixels.dtype == np.uint16


@settings(deadline=None, max_examples=25)
@given(arrays(np.uint16, (5, 7), elements=st.integers(0, 65535)))
def test_any_16_bit_values_survive_a_png(values: NDArray[np.uint16]) -> None:
    np.testing.assert_array_equal(
        read_raster(encoded(Image.fromarray(values), "PNG")).pixels, values
    )


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_byte_orders_give_the_same_native_values(order: Literal["<", ">"]) -> None:
    picture = read_raster(tiff(GREY16, order=order))
    np.testing.assert_array_equal(picture.pixels, GREY16)
    assert picture.pixels.dtype == np.dtype(np.uint16)
    assert picture.pixels.dtype.isnative


def test_a_16_bit_tiff_that_counts_white_as_zero_is_turned_round() -> None:
    picture = read_raster(tiff(65535 - GREY16, photometric=0))
    np.testing.assert_array_equal(picture.pixels, GREY16)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_of_16_bits_that_counts_from_white_says_so(order: Literal["<", ">"]) -> None:
    picture = read_raster(tiff(65535 - GREY16, photometric=0, order=order))
    np.testing.assert_array_equal(picture.pixels, GREY16)
    assert picture.storage.turned_round
    assert (picture.storage.kind, picture.storage.bits) == ("TIFF", 16)


def test_a_tiff_of_an_unusual_variety_is_refused_as_such() -> None:
    with pytest.raises(UnreadableFilm, match="variety of TIFF"):
        read_raster(tiff(GREY16, photometric=9, order=">"))


@pytest.mark.parametrize("samples", [2, 3, 4])
def test_colours_of_16_bits_in_a_png_keep_them(samples: int) -> None:
    alpha = np.full((40, 30), 77, np.uint16)
    colours = np.random.default_rng(5).integers(0, 1 << 16, (40, 30, 3), np.uint16)
    grey = np.rint(colours @ [0.299, 0.587, 0.114])
    stored = {
        2: np.dstack([colours[..., 0], alpha]),
        3: colours,
        4: np.dstack([colours, alpha]),
    }[samples]
    picture = read_raster(bytes(png_encode(stored)))
    np.testing.assert_array_equal(picture.pixels, colours[..., 0] if samples == 2 else grey)
    assert picture.pixels.dtype == np.uint16
    assert picture.storage.bits == 16
    assert picture.storage.applied == ()


def test_colours_of_16_bits_in_a_tiff_are_read_at_8_and_say_so() -> None:
    colours = np.repeat(GREY16[..., None], 3, axis=2)
    picture = read_raster(bytes(tiff_encode(colours)))
    np.testing.assert_array_equal(picture.pixels, GREY16 >> 8)
    assert picture.storage.bits == 16
    assert picture.storage.applied == ("colours reduced to 8 bits",)


def test_an_8_bit_tiff_that_counts_white_as_zero_is_turned_round() -> None:
    np.testing.assert_array_equal(read_raster(tiff(255 - GREY8, photometric=0)).pixels, GREY8)


def test_fractions_and_negative_values_stay_as_floats() -> None:
    values = np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4)
    picture = read_raster(tiff(values))
    np.testing.assert_array_equal(picture.pixels, values)
    assert picture.pixels.dtype == np.float32


def test_whole_numbers_in_a_wider_type_become_16_bits() -> None:
    picture = read_raster(tiff(GREY16.astype(np.float32)))
    np.testing.assert_array_equal(picture.pixels, GREY16)
    assert picture.pixels.dtype == np.uint16


def test_gaps_in_a_float_film_do_not_spoil_it() -> None:
    values = np.array([[np.nan, 1.5], [2.5, np.inf]], np.float32)
    assert np.isfinite(read_raster(tiff(values)).pixels).all()


def test_a_deep_film_is_shown_without_its_outliers() -> None:
    values = np.full((100, 100), 1000, np.uint16)
    values[:50] = 2000
    values[0, 0], values[0, 1] = 0, 65535
    window = read_raster(encoded(Image.fromarray(values), "PNG")).window
    assert (window.low, window.high) == pytest.approx((1000, 2000))


def test_a_film_of_one_grey_value_still_has_a_window() -> None:
    window = read_raster(encoded(Image.fromarray(np.full((4, 4), 7, np.uint16)), "PNG")).window
    assert window.high > window.low


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "1"])
def test_colours_palettes_and_alpha_become_brightness(mode: str) -> None:
    grey = Image.fromarray(np.where(GREY8 > 100, 255, 0).astype(np.uint8))
    image = grey.convert(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(10)
    np.testing.assert_array_equal(read_raster(encoded(image, "PNG")).pixels, np.asarray(grey))


def test_brightness_weighs_green_most() -> None:
    image = Image.fromarray(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8))
    assert read_raster(encoded(image, "PNG")).pixels.tolist() == [[76, 150, 29]]


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_keeps_bright_bright(mode: str) -> None:
    grey = np.zeros((16, 16), np.uint8)
    grey[:8] = 200
    image = Image.fromarray(grey).convert("RGB").convert(mode)
    pixels = read_raster(encoded(image, "JPEG", quality=95)).pixels
    np.testing.assert_allclose(pixels, grey, atol=6)


def test_a_lossless_webp_comes_back() -> None:
    data = encoded(Image.fromarray(GREY8).convert("RGB"), "WEBP", lossless=True)
    np.testing.assert_array_equal(read_raster(data).pixels, GREY8)


def test_the_first_page_of_a_file_is_read() -> None:
    pages = [Image.fromarray(GREY8), Image.fromarray(GREY8[::-1])]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    picture = read_raster(data)
    np.testing.assert_array_equal(picture.pixels, GREY8)
    assert picture.storage.pages == 2


def test_damage_on_a_later_page_does_not_cost_the_first() -> None:
    pages = [Image.fromarray(GREY8), Image.fromarray(GREY8[::-1])]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    np.testing.assert_array_equal(read_raster(data[:-40]).pixels, GREY8)


def test_densities_without_a_unit_are_an_aspect_and_no_spacing() -> None:
    data = bytearray(encoded(Image.fromarray(GREY8), "JPEG"))
    start = data.index(b"JFIF") + 7
    data[start : start + 5] = struct.pack(">BHH", 0, 2, 1)
    picture = read_raster(bytes(data))
    assert picture.spacing is None
    assert picture.storage.pixel_aspect == 2


# the corner that holds the brightest pixel, if the stored one is top left
BRIGHT_CORNER = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_film_stands_upright_whatever_its_orientation_mark(orientation: int, kind: str) -> None:
    stored = np.zeros((16, 32), np.uint8)
    stored[:8, :8] = 255
    image = Image.fromarray(stored)
    image.getexif()[ExifTags.Base.Orientation] = orientation
    pixels = read_raster(encoded(image, kind, exif=image.getexif())).pixels
    assert pixels.shape == ((16, 32) if orientation < 5 else (32, 16))
    corners = {"tl": (2, 2), "tr": (2, -3), "bl": (-3, 2), "br": (-3, -3)}
    bright = [name for name, place in corners.items() if pixels[place] > 128]
    assert bright == [BRIGHT_CORNER[orientation]]


@pytest.mark.parametrize(("kind", "tolerance"), [("PNG", 1e-4), ("TIFF", 1e-9), ("JPEG", 1e-9)])
def test_a_scan_resolution_is_a_spacing_that_nobody_confirmed(kind: str, tolerance: float) -> None:
    spacing = read_raster(encoded(Image.fromarray(GREY8), kind, dpi=(300, 300))).spacing
    assert spacing
    assert spacing.source is SpacingSource.SCAN_RESOLUTION
    assert spacing.x_mm == pytest.approx(25.4 / 300, rel=tolerance)
    assert spacing.y_mm == pytest.approx(25.4 / 300, rel=tolerance)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "BMP"])
@pytest.mark.parametrize("dpi", [1, 72, 96, 5000])
def test_placeholder_and_absurd_resolutions_are_no_measure(kind: str, dpi: int) -> None:
    assert read_raster(encoded(Image.fromarray(GREY8), kind, dpi=(dpi, dpi))).spacing is None


def test_a_file_without_resolution_has_no_spacing() -> None:
    assert read_raster(encoded(Image.fromarray(GREY8), "PNG")).spacing is None


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_turned_film_turns_its_resolution(kind: str) -> None:
    image = Image.fromarray(GREY8)
    image.getexif()[ExifTags.Base.Orientation] = 6
    data = encoded(image, kind, exif=image.getexif(), dpi=(300, 150))
    spacing = read_raster(data).spacing
    assert spacing
    assert spacing.x_mm > spacing.y_mm


def test_a_header_that_asks_for_too_many_pixels_is_refused_undecoded() -> None:
    with pytest.raises((UnreadableFilm, Image.DecompressionBombWarning)):
        read_raster(png_header(20_000, 10_001))


def stepped(data: bytes, scans: int) -> bytes:
    """Return a progressive JPEG whose last scan comes again until there are so many."""
    own = data[data.rindex(b"\xff\xd8") :].count(b"\xff\xda")
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + (scans - own) * last + data[-2:]


def test_a_jpeg_of_more_steps_than_any_film_is_refused_undecoded() -> None:
    data = encoded(Image.fromarray(GREY8), "JPEG", progressive=True)
    assert read_raster(stepped(data, 100)).pixels.shape == GREY8.shape
    with pytest.raises(UnreadableFilm, match="more than 100 steps"):
        read_raster(stepped(data, 101))


def test_what_stands_beside_the_picture_of_a_jpeg_is_no_step_of_it() -> None:
    scan = b"\xff\xda" * 1000
    data = encoded(Image.fromarray(GREY8), "JPEG", comment=scan) + scan
    assert read_raster(data).pixels.shape == GREY8.shape


def test_every_page_of_a_jpeg_has_steps_of_its_own() -> None:
    film = Image.fromarray(GREY8)
    data = encoded(film, "MPO", save_all=True, append_images=[film], progressive=True)
    assert read_raster(stepped(data, 101)).storage.pages == 2
    assert read_raster(stepped(data, 100), 1).pixels.shape == GREY8.shape
    with pytest.raises(UnreadableFilm, match="more than 100 steps"):
        read_raster(stepped(data, 101), 1)


def test_a_picture_format_that_is_not_for_films_is_refused_by_name() -> None:
    with pytest.raises(UnreadableFilm, match="DICOM, PNG, JPEG"):
        read_raster(encoded(Image.fromarray(GREY8), "GIF"))


def exif_jpeg(unit: int) -> bytes:
    image = Image.new("L", (8, 8))
    exif = image.getexif()
    exif[ExifTags.Base.XResolution], exif[ExifTags.Base.YResolution] = 300.0, 150.0
    exif[ExifTags.Base.ResolutionUnit] = unit
    return encoded(image, "JPEG", exif=exif)


@pytest.mark.parametrize(("unit", "mm_per_unit"), [(2, 25.4), (3, 10.0)])
def test_exif_states_both_resolutions_and_their_unit(unit: int, mm_per_unit: float) -> None:
    spacing = read_raster(exif_jpeg(unit)).spacing
    assert spacing is not None
    assert (spacing.x_mm, spacing.y_mm) == pytest.approx((mm_per_unit / 300, mm_per_unit / 150))


def test_a_resolution_of_exif_without_a_unit_is_no_measure() -> None:
    assert read_raster(exif_jpeg(1)).spacing is None


def test_values_of_32_bits_without_a_sign_keep_their_order() -> None:
    values = np.array([[0, 1 << 20, 1 << 31, (1 << 32) - 1]], np.uint32)
    assert read_raster(tiff(values)).pixels.tolist() == values.astype(np.float32).tolist()


def test_values_of_8_bits_with_a_sign_keep_it() -> None:
    values = np.array([[-128, -1, 0, 127]], np.int8)
    assert read_raster(tiff(values)).pixels.tolist() == values.tolist()


def test_a_jpeg_of_12_bits_is_refused_as_such() -> None:
    data = bytes(jpeg8_encode(GREY16 >> 4, bitspersample=12))
    with pytest.raises(UnreadableFilm, match="variety of JPEG"):
        read_raster(data)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_big_tiff_of_the_other_byte_order_is_refused_as_such() -> None:
    with pytest.raises(UnreadableFilm, match="variety of TIFF"):
        read_raster(b"MM\x00+\x00\x08\x00\x00" + (1 << 40).to_bytes(8, "big"))


def test_colours_that_are_no_light_are_refused() -> None:
    with pytest.raises(UnreadableFilm, match="variety of TIFF"):
        read_raster(encoded(Image.new("LAB", (4, 4)), "TIFF"))


def test_a_picture_cannot_state_more_pages_than_anybody_turns() -> None:
    data = bytearray(
        encoded(
            Image.new("L", (4, 4)), "PNG", save_all=True, append_images=[Image.new("L", (4, 4), 9)]
        )
    )
    at = data.index(b"acTL")
    struct.pack_into(">I", data, at + 4, 1 << 31)
    struct.pack_into(">I", data, at + 12, zlib.crc32(data[at : at + 12]))
    assert read_raster(bytes(data)).storage.pages == 9999


def test_a_tiff_may_state_the_shape_of_its_pixels_without_a_unit() -> None:
    options = {"resolution_unit": 1, "x_resolution": 300, "y_resolution": 150}
    picture = read_raster(encoded(Image.new("L", (8, 8)), "TIFF", **options))
    assert picture.storage.pixel_aspect == pytest.approx(2.0)
    assert picture.spacing is None

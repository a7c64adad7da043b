"""DICOM films whose headers slip, or whose rectangle is not all film."""

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    RLELossless,
)

from landmark_gui.imaging.dicom import read_dicom
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.identity import read_identity
from tests.imaging.test_read_dicom import STORED, dataset, encapsulated, read, written


def test_frames_that_are_not_there_are_missed_and_no_size_is_blamed() -> None:
    with pytest.raises(UnreadableFilm, match="cut off"):
        read_dicom(written(dataset(STORED, NumberOfFrames=(1 << 31) - 1)))


@pytest.mark.filterwarnings("ignore:End of file reached")
def test_a_compressed_picture_that_is_cut_off_is_no_other_kind_of_file() -> None:
    whole = encapsulated(dataset(np.zeros((90, 90), np.uint8)), bytes(900), RLELossless)
    with pytest.raises(UnreadableFilm, match="cut off"):
        read_dicom(whole[:-500])


@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
@pytest.mark.parametrize(("value", "limit"), [(4095, None), (4000, 4095), (0, None)])
def test_what_fills_the_rectangle_beside_the_film_is_dark_and_widens_no_window(
    value: int, limit: int | None, photometric: str
) -> None:
    film = np.arange(1000, 1100, dtype=np.uint16).reshape(10, 10)
    padded = np.pad(film, 3, constant_values=value)
    stated = {"PixelPaddingValue": value, "PhotometricInterpretation": photometric}
    if limit is not None:
        stated["PixelPaddingRangeLimit"] = limit
    picture = read(padded, **stated)
    inside = picture.pixels[3:-3, 3:-3]
    assert np.ptp(picture.pixels) == np.ptp(inside) == 99
    assert (picture.pixels[:3] == inside.min()).all()
    assert picture.window.high - picture.window.low < 100


def test_inside_the_film_the_value_of_padding_is_what_it_is() -> None:
    film = np.pad(np.arange(1000, 1100, dtype=np.uint16).reshape(10, 10), 3, constant_values=4095)
    film[8, 8] = 4095  # metal
    assert read(film, PixelPaddingValue=4095).pixels[8, 8] == 4095


def test_a_padding_that_no_pixel_can_have_is_none() -> None:
    film = np.arange(100, dtype=np.uint8).reshape(10, 10)
    ds = dataset(film)
    ds.add_new("PixelPaddingValue", "US", 256)
    assert (read_dicom(written(ds)).pixels == film).all()


def test_more_pages_than_anybody_turns_are_not_told() -> None:
    ds = dataset(np.zeros((90, 90), np.uint8), NumberOfFrames="9999999999")
    with suppress(UnreadableFilm):  # which frames are there does not matter here
        assert read_dicom(encapsulated(ds, bytes(900), RLELossless)).storage.pages == 9999


def test_padding_below_zero_may_be_noted_as_an_unsigned_number() -> None:
    film = np.arange(100, dtype=np.int16).reshape(10, 10)
    ds = dataset(np.pad(film, 1, constant_values=-2000), BitsStored=16)
    ds.add_new("PixelPaddingValue", "US", 63536)
    assert read_dicom(written(ds)).pixels.min() == 0


def test_a_film_that_is_padding_all_over_is_left_alone() -> None:
    assert (read(np.full((4, 4), 7, np.uint16), PixelPaddingValue=7).pixels == 7).all()


def test_one_sample_is_promised_and_three_are_there() -> None:
    colours = np.zeros((4, 4, 3), np.uint8)
    with pytest.raises(UnreadableFilm, match="colours are stored"):
        read(colours, PhotometricInterpretation="MONOCHROME2")


def test_colours_are_taken_pixel_by_pixel_where_the_file_does_not_say() -> None:
    ds = dataset(np.full((4, 4, 3), (10, 20, 30), np.uint8))
    del ds.PlanarConfiguration
    assert (read_dicom(written(ds)).pixels == 18).all()


def test_no_bits_at_all_are_taken_for_all_bits() -> None:
    assert read(np.full((4, 4), 700, np.uint16), BitsStored=0, HighBit=0).pixels.max() == 700


def test_two_entries_of_a_table_may_share_a_word() -> None:
    item = Dataset()
    item.LUTDescriptor = [4, 0, 8]
    item.add_new("LUTData", "US", [0x140A, 0x281E])  # 10, 20, 30, 40
    stored = np.array([[0, 1], [2, 3]], np.uint16)
    assert read(stored, VOILUTSequence=[item]).pixels.tolist() == [[10, 20], [30, 40]]


def test_a_gap_in_a_film_of_floats_spoils_no_other_value() -> None:
    stored = np.array([[np.nan, 0.25], [0.5, 1.0]], np.float32)
    ds = dataset(stored, PhotometricInterpretation="MONOCHROME1", BitsAllocated=32)
    del ds.PixelData
    ds.FloatPixelData = stored.tobytes()
    turned = read_dicom(written(ds)).pixels.ravel()[1:]
    assert turned.tolist() == [1.0, 0.75, 0.25]


def test_values_that_no_float_holds_are_gaps() -> None:
    picture = read(STORED, RescaleSlope="1e39", RescaleIntercept="0")
    assert np.isfinite(picture.pixels).all()
    assert np.isfinite([picture.window.low, picture.window.high]).all()


def with_items(ds: Dataset, syntax: UID) -> bytes:
    """Return a file with a sequence of 200,001 empty items behind all else."""
    whole_file = written(ds, syntax if syntax != DeflatedExplicitVRLittleEndian else None)
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    begins = struct.pack(f"{order}HH2sHI", 0x7FE1, 0x1010, b"SQ", 0, 0xFFFFFFFF)
    items = struct.pack(f"{order}HHI", 0xFFFE, 0xE000, 0) * 200_001
    whole_file += begins + items + struct.pack(f"{order}HHI", 0xFFFE, 0xE0DD, 0)
    if syntax != DeflatedExplicitVRLittleEndian:
        return whole_file
    head = written(ds, syntax)
    start, length = (144 + int.from_bytes(one[140:144], "little") for one in (whole_file, head))
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return head[:length] + deflate.compress(whole_file[start:]) + deflate.flush()


@pytest.mark.parametrize(
    "syntax", [ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]
)
def test_a_file_of_endless_lists_is_refused_before_they_are_built(
    tmp_path: Path, syntax: UID
) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(with_items(dataset(STORED), syntax))
    for opened in (read_film, read_identity):
        with pytest.raises(UnreadableFilm, match="longer lists than any film"):
            opened(path)

"""DICOM: polarity, depth, windows, compressions, limits."""

import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    RLELossless,
    SecondaryCaptureImageStorage,
)

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.imaging import dicom
from landmark_gui.imaging.dicom import read_dicom
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.grey import Picture

STORED = np.array([[0, 100, 200], [1000, 2000, 4095]], np.uint16)
CANARY = "Canary^Patient"


def dataset(stored: NDArray[Any], **attributes: Any) -> Dataset:  # noqa: ANN401 - any element
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID = SecondaryCaptureImageStorage
    ds.SOPInstanceUID = "1.2.3"
    ds.PatientName = CANARY
    ds.Rows, ds.Columns = stored.shape[:2]
    ds.SamplesPerPixel = stored.shape[2] if stored.ndim == 3 else 1
    ds.PhotometricInterpretation = "RGB" if stored.ndim == 3 else "MONOCHROME2"
    if stored.ndim == 3:
        ds.PlanarConfiguration = 0
    ds.BitsAllocated = 8 * stored.itemsize
    ds.BitsStored = 12 if stored.itemsize == 2 else ds.BitsAllocated
    ds.PixelRepresentation = int(stored.dtype.kind == "i")
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    ds.HighBit = attributes.get("HighBit", ds.BitsStored - 1)
    ds.PixelData = stored.tobytes()
    return ds


def written(ds: Dataset, syntax: UID | None = None) -> bytes:
    ds.file_meta.TransferSyntaxUID = syntax or ds.file_meta.TransferSyntaxUID
    file = BytesIO()
    ds.save_as(file, enforce_file_format=True)
    return file.getvalue()


def read(stored: NDArray[Any], **attributes: Any) -> Picture:  # noqa: ANN401 - any element
    return read_dicom(written(dataset(stored, **attributes)))


def table(entries: list[int], first: int, bits: int, kind: str = "US") -> Dataset:
    item = Dataset()
    item.LUTDescriptor = [len(entries), first, bits]
    packed = np.array(entries, "<u2").tobytes()
    item.add_new("LUTData", kind, packed if kind == "OW" else entries)
    return item


def encapsulated(ds: Dataset, frame: bytes, syntax: UID) -> bytes:
    ds.file_meta.TransferSyntaxUID = syntax
    ds.PixelData = encapsulate([frame])
    ds["PixelData"].VR = "OB"
    return written(ds)


def jpeg_2000(stored: NDArray[np.uint8], *, bare: bool) -> bytes:
    file = BytesIO()
    Image.fromarray(stored).save(file, "JPEG2000", no_jp2=bare, irreversible=False)
    return file.getvalue()


def test_high_values_are_bright_in_monochrome2() -> None:
    picture = read(STORED)
    np.testing.assert_array_equal(picture.pixels, STORED)
    assert picture.pixels.dtype == np.uint16


def test_monochrome1_is_turned_round_within_the_stored_range() -> None:
    picture = read(STORED, PhotometricInterpretation="MONOCHROME1")
    np.testing.assert_array_equal(picture.pixels, 4095 - STORED)
    assert picture.pixels.dtype == np.uint16


def test_the_window_turns_round_with_the_values() -> None:
    window = {"WindowCenter": 1000, "WindowWidth": 400, "VOILUTFunction": "LINEAR_EXACT"}
    picture = read(STORED, PhotometricInterpretation="MONOCHROME1", **window)
    assert picture.window == Window(4095 - 1200, 4095 - 800)


def test_an_inverse_shape_belongs_to_monochrome1_and_does_not_turn_twice() -> None:
    both = read(STORED, PhotometricInterpretation="MONOCHROME1", PresentationLUTShape="INVERSE")
    alone = read(STORED, PresentationLUTShape="INVERSE")
    np.testing.assert_array_equal(both.pixels, 4095 - STORED)
    np.testing.assert_array_equal(alone.pixels, 4095 - STORED)


def test_8_bits_stay_8_bits_and_are_shown_in_full() -> None:
    stored = np.array([[0, 10], [100, 200]], np.uint8)
    picture = read(stored, PhotometricInterpretation="MONOCHROME1")
    np.testing.assert_array_equal(picture.pixels, 255 - stored)
    assert picture.pixels.dtype == np.uint8
    assert picture.window == Window(0, 255)


def test_signed_values_stay_signed() -> None:
    stored = np.array([[-2048, -1], [0, 2047]], np.int16)
    np.testing.assert_array_equal(read(stored).pixels, stored)
    turned = read(stored, PhotometricInterpretation="MONOCHROME1").pixels
    np.testing.assert_array_equal(turned, -1 - stored)


def test_rescale_comes_before_the_window() -> None:
    values = {"RescaleSlope": 2, "RescaleIntercept": -1000, "WindowCenter": 40, "WindowWidth": 400}
    picture = read(STORED, **values)
    np.testing.assert_array_equal(picture.pixels, STORED.astype(np.float32) * 2 - 1000)
    assert picture.pixels.dtype == np.float32
    assert picture.window == Window(-160, 239)


def test_rescaled_values_that_fit_16_bits_take_16_bits() -> None:
    picture = read(STORED, RescaleSlope=2, RescaleIntercept=5)
    np.testing.assert_array_equal(picture.pixels, STORED * 2 + 5)
    assert picture.pixels.dtype == np.uint16


@pytest.mark.parametrize("slope", ["0", "1e-30", "-1e-11"])
def test_a_rescale_that_erases_the_picture_is_left_out(slope: str) -> None:
    picture = read(STORED, RescaleSlope=slope, RescaleIntercept=0)
    np.testing.assert_array_equal(picture.pixels, STORED)


def test_a_film_of_small_fractions_is_shown_in_their_range() -> None:
    picture = read(STORED, RescaleSlope="0.0001", RescaleIntercept=0)
    assert picture.pixels.max() == pytest.approx(0.4095)
    assert picture.window.high == pytest.approx(0.4095, rel=0.01)


def test_a_falling_rescale_turns_the_film_round_only_by_itself() -> None:
    picture = read(STORED, RescaleSlope=-1, RescaleIntercept=4095)
    np.testing.assert_array_equal(picture.pixels, 4095 - STORED)


@pytest.mark.parametrize(
    ("function", "low", "high"),
    [(None, 900, 1099), ("LINEAR", 900, 1099), ("LINEAR_EXACT", 900, 1100), ("SIGMOID", 900, 1100)],
)
def test_window_ends_follow_the_function(function: str | None, low: float, high: float) -> None:
    picture = read(STORED, WindowCenter=1000, WindowWidth=200, VOILUTFunction=function)
    assert picture.window == Window(low, high)


def test_the_first_of_several_windows_is_taken() -> None:
    assert read(STORED, WindowCenter=[500, 9], WindowWidth=[101, 9]).window == Window(449.5, 549.5)


@pytest.mark.parametrize(
    ("centre", "width"),
    [(1000, 0), (1000, -5), (60000, 10), (-5000, 10), (None, 300), (128, "1e7"), (128, "1e300")],
)
def test_a_window_that_shows_nothing_is_replaced(centre: float | None, width: float | str) -> None:
    window = read(STORED, WindowCenter=centre, WindowWidth=width).window
    assert 0 <= window.low < window.high <= 4095


@pytest.mark.parametrize("kind", ["US", "OW"])
@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_a_modality_table_of_any_depth_is_applied(bits: int, kind: str) -> None:
    entries = [(1 << bits) - 1, 7, 3, 1]
    stored = np.array([[0, 10, 11], [12, 13, 400]], np.uint16)
    picture = read(stored, ModalityLUTSequence=[table(entries, 10, bits, kind)])
    expected = [[entries[0], entries[0], 7], [3, 1, 1]]
    assert picture.pixels.tolist() == expected


def test_a_voi_table_is_applied_and_shown_over_its_whole_range() -> None:
    stored = np.array([[0, 1], [2, 3]], np.uint16)
    picture = read(stored, VOILUTSequence=[table([0, 10, 900, 1000], 0, 10)])
    assert picture.pixels.tolist() == [[0, 10], [900, 1000]]
    assert picture.window == Window(0, 1023)


def test_a_table_may_start_below_zero() -> None:
    stored = np.array([[-2, -1], [0, 1]], np.int16)
    picture = read(stored, VOILUTSequence=[table([4, 3, 2, 1], -2, 8)])
    assert picture.pixels.tolist() == [[4, 3], [2, 1]]


def test_a_table_may_start_in_the_upper_half_of_16_bits() -> None:
    stored = np.array([[40000, 40001], [40002, 40003]], np.uint16)
    picture = read(stored, BitsStored=16, VOILUTSequence=[table([4, 3, 2, 1], 40000, 8)])
    assert picture.pixels.tolist() == [[4, 3], [2, 1]]


def test_values_in_the_high_bits_of_a_word_are_brought_down() -> None:
    picture = read(STORED << 4, BitsStored=12, HighBit=15)
    np.testing.assert_array_equal(picture.pixels, STORED)


def test_rubbish_above_the_stored_bits_is_ignored() -> None:
    np.testing.assert_array_equal(read(STORED | 0xF000, BitsStored=12).pixels, STORED)


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_becomes_brightness(planar: int) -> None:
    colours = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [9, 9, 9]]], np.uint8)
    ds = dataset(colours, PlanarConfiguration=planar)
    ds.PixelData = (np.moveaxis(colours, 2, 0) if planar else colours).tobytes()
    picture = read_dicom(written(ds))
    assert picture.pixels.tolist() == [[76, 150], [29, 9]]
    assert picture.window == Window(0, 255)


def test_a_palette_becomes_brightness() -> None:
    ramp = np.arange(256, dtype=np.uint16)
    ds = dataset(np.array([[0, 1], [2, 255]], np.uint8), PhotometricInterpretation="PALETTE COLOR")
    for colour in ("Red", "Green", "Blue"):
        setattr(ds, f"{colour}PaletteColorLookupTableDescriptor", [256, 0, 16])
        setattr(ds, f"{colour}PaletteColorLookupTableData", (ramp[::-1] * 257).tobytes())
    picture = read_dicom(written(ds))
    assert picture.pixels.tolist() == [[65535, 65278], [65021, 0]]
    assert picture.window == Window(0, 65535)


def test_the_first_frame_of_several_is_read() -> None:
    ds = dataset(STORED, NumberOfFrames=2)
    ds.PixelData = STORED.tobytes() + (STORED * 0).tobytes()
    np.testing.assert_array_equal(read_dicom(written(ds)).pixels, STORED)


@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian]
)
def test_uncompressed_syntaxes_give_the_same_film(syntax: UID) -> None:
    picture = read_dicom(written(dataset(STORED), syntax))
    np.testing.assert_array_equal(picture.pixels, STORED)


def test_big_endian_gives_the_same_film() -> None:
    ds = dataset(STORED)
    ds.PixelData = STORED.astype(">u2").tobytes()
    ds["PixelData"].VR = "OW"
    np.testing.assert_array_equal(read_dicom(written(ds, ExplicitVRBigEndian)).pixels, STORED)


def test_rle_is_decoded() -> None:
    ds = dataset(STORED)
    ds.compress(RLELossless, generate_instance_uid=False)
    np.testing.assert_array_equal(read_dicom(written(ds)).pixels, STORED)


@pytest.mark.parametrize("bare", [True, False])
def test_jpeg_2000_is_decoded(bare: bool) -> None:  # noqa: FBT001 - a pytest parameter
    stored = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64).astype(np.uint8)
    data = encapsulated(dataset(stored), jpeg_2000(stored, bare=bare), JPEG2000)
    np.testing.assert_array_equal(read_dicom(data).pixels, stored)


@pytest.mark.timeout(10)
def test_a_jpeg_2000_box_without_length_is_refused_and_does_not_hang() -> None:
    stored = np.zeros((64, 64), np.uint8)
    frame = bytearray(jpeg_2000(stored, bare=False))
    frame[12:16] = bytes(4)
    with pytest.raises(UnreadableFilm, match="JPEG 2000"):
        read_dicom(encapsulated(dataset(stored), bytes(frame), JPEG2000))


def test_a_compressed_frame_of_another_size_than_stated_is_refused() -> None:
    file = BytesIO()
    Image.new("L", (640, 480)).save(file, "JPEG")
    with pytest.raises(UnreadableFilm, match="size"):
        read_dicom(
            encapsulated(dataset(np.zeros((2, 2), np.uint8)), file.getvalue(), JPEGBaseline8Bit)
        )


def test_a_compression_that_nobody_registered_is_refused() -> None:
    data = encapsulated(dataset(STORED), bytes(20), JPEGLosslessSV1)
    unknown = data.replace(JPEGLosslessSV1.encode(), b"1.2.840.10008.1.2.4.79")
    with pytest.raises(UnreadableFilm, match="not in the DICOM standard"):
        read_dicom(unknown)


def test_a_compression_that_cannot_be_decoded_is_named() -> None:
    with pytest.raises(UnreadableFilm, match="JPEG Lossless"):
        read_dicom(encapsulated(dataset(STORED), bytes(20), JPEGLosslessSV1))


def test_a_file_without_preamble_or_meta_is_read() -> None:
    file = BytesIO()
    ds = dataset(STORED)
    del ds.file_meta
    ds.save_as(file, implicit_vr=True, little_endian=True, enforce_file_format=False)
    np.testing.assert_array_equal(read_dicom(file.getvalue()).pixels, STORED)


def test_a_missing_photometric_interpretation_means_high_is_bright() -> None:
    ds = dataset(STORED)
    del ds.PhotometricInterpretation
    np.testing.assert_array_equal(read_dicom(written(ds)).pixels, STORED)


def test_a_picture_cut_off_says_how_much_is_there() -> None:
    ds = dataset(np.zeros((10, 10), np.uint16))
    ds.PixelData = bytes(100)
    with pytest.raises(UnreadableFilm, match="50 %"):
        read_dicom(written(ds))


@pytest.mark.parametrize(
    "header",
    [
        {"Rows": 65535, "Columns": 65535},
        {"Rows": 20000, "Columns": 10001},
        {"Rows": 13000, "Columns": 15000, "SamplesPerPixel": 3},
        {"Rows": 0},
    ],
)
def test_a_header_beyond_the_limits_is_refused_before_decoding(header: dict[str, int]) -> None:
    with pytest.raises(UnreadableFilm, match="states a picture"):
        read_dicom(written(dataset(STORED, **header)))


def test_a_deflated_file_that_grows_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom, "MAX_INFLATED_BYTES", 1_000_000)
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = deflate.compress(bytes(20_000_000)) + deflate.flush()
    whole_file = written(dataset(STORED), DeflatedExplicitVRLittleEndian)
    meta_length = int.from_bytes(whole_file[140:144], "little")
    with pytest.raises(UnreadableFilm, match="unpacks"):
        read_dicom(whole_file[: 144 + meta_length] + bomb)


def test_a_document_without_picture_is_refused() -> None:
    ds = dataset(STORED)
    del ds.PixelData
    with pytest.raises(UnreadableFilm, match="no picture"):
        read_dicom(written(ds))


def test_the_index_of_a_dicom_folder_says_to_open_the_folder() -> None:
    ds = dataset(STORED, DirectoryRecordSequence=[Dataset()])
    with pytest.raises(UnreadableFilm, match="open the folder"):
        read_dicom(written(ds))


def test_the_spacing_comes_with_the_picture() -> None:
    spacing = read(STORED, ImagerPixelSpacing=[0.2, 0.1]).spacing
    assert spacing == PixelSpacing(x_mm=0.1, y_mm=0.2, source=SpacingSource.DETECTOR)


def test_odd_header_values_do_not_reach_the_log(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "odd.dcm").write_bytes(written(dataset(STORED)).replace(b"1.2.3\x00", b"Name1^"))
    with caplog.at_level("DEBUG"):
        read_dicom((tmp_path / "odd.dcm").read_bytes())
    assert not caplog.records

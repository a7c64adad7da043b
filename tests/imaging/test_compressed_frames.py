"""Compressed frames are checked before a decoder sees them, and only chosen decoders do."""

from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import JPEGExtended12Bit, JPEGLSLossless, RLELossless

from landmark_gui.imaging import dicom_frame
from landmark_gui.imaging.decoders import _PLUGINS, CompressedFrame, decode
from landmark_gui.imaging.dicom import read_dicom
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.isolated import DecodingFailed
from tests.imaging.test_dicom_matrix import CODECS, ROWS, Way, phantom, written

WAY = Way("MONOCHROME2", False, 12, "plain")
ENCODED = [name for name, (_, encode) in CODECS.items() if encode]


def forbidden(_frame: CompressedFrame) -> None:
    raise AssertionError("a decoder was asked")


def with_rows(data: bytes, rows: int) -> bytes:
    tag = b"\x28\x00\x10\x00US\x02\x00"
    return data.replace(tag + ROWS.to_bytes(2, "little"), tag + rows.to_bytes(2, "little"))


@pytest.mark.parametrize("codec", ENCODED)
@pytest.mark.parametrize("rows", [1, ROWS - 1, ROWS + 1, 9999])
def test_a_frame_of_another_size_than_its_header_never_reaches_a_decoder(
    codec: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_frame, "decode_apart", forbidden)
    with pytest.raises(UnreadableFilm, match="size"):
        read_dicom(with_rows(written(WAY, codec, {}), rows))


@pytest.mark.parametrize("codec", ENCODED)
def test_a_frame_that_is_no_codestream_never_reaches_a_decoder(
    codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_frame, "decode_apart", forbidden)
    for start in (b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0c\x6a\x50"):
        data = written(WAY, codec, {}).replace(start, b"\0" * len(start))
        if data != written(WAY, codec, {}):
            with pytest.raises(UnreadableFilm, match="damaged"):
                read_dicom(data)


def test_a_decoder_that_refuses_names_the_compression(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_frame: CompressedFrame) -> None:
        raise DecodingFailed

    monkeypatch.setattr(dicom_frame, "decode_apart", refuse)
    with pytest.raises(UnreadableFilm, match="JPEG-LS Lossless"):
        read_dicom(written(WAY, "JPEG-LS", {}))


def header_of(stored: NDArray[Any]) -> dict[str, Any]:
    return {
        "rows": stored.shape[0],
        "columns": stored.shape[1],
        "samples_per_pixel": 1,
        "bits_allocated": 16,
        "bits_stored": 12,
        "pixel_representation": 0,
        "photometric_interpretation": "MONOCHROME2",
    }


def test_jpeg_of_12_bits_is_decoded() -> None:
    stored = phantom(WAY)
    data = bytes(imagecodecs.jpeg8_encode(stored, level=100, bitspersample=12))
    pixels = decode(CompressedFrame(JPEGExtended12Bit, data, header_of(stored)))
    assert np.abs(pixels.astype(int) - stored).max() <= 16


@pytest.mark.parametrize("end", [b"", b"\xff\xd9", b"\xff\xd9\0"])
def test_jpeg_ls_is_decoded_with_and_without_its_end(end: bytes) -> None:
    stored = phantom(WAY)
    data = bytes(imagecodecs.jpegls_encode(stored)).removesuffix(b"\xff\xd9") + end
    pixels = decode(CompressedFrame(JPEGLSLossless, data, header_of(stored)))
    np.testing.assert_array_equal(pixels, stored)


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_values_of_a_signed_lossless_jpeg_keep_their_sign(bits: int) -> None:
    way = Way("MONOCHROME2", True, bits, "plain")
    np.testing.assert_array_equal(
        read_dicom(written(way, "JPEG lossless SV1", {})).pixels, phantom(way)
    )


def test_no_decoder_that_kills_the_process_is_ever_asked() -> None:
    assert "gdcm" not in _PLUGINS.values()
    assert _PLUGINS[RLELossless] == "pydicom"  # pylibjpeg would take pylibjpeg-rle

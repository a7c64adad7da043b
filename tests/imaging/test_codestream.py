"""The size that a compressed frame states, read without a decoder."""

import struct

import numpy as np
import pytest
from imagecodecs import jpeg2k_encode, jpeg8_encode, jpegls_encode

from landmark_gui.imaging.codestream import FrameSize, jpeg_2000_size, jpeg_size

GREY = np.zeros((30, 40), np.uint16)
COLOURS = np.zeros((30, 40, 3), np.uint8)


@pytest.mark.parametrize("predictor", range(1, 8))
def test_lossless_jpeg_states_its_size(predictor: int) -> None:
    frame = bytes(jpeg8_encode(GREY, lossless=True, predictor=predictor, bitspersample=12))
    assert jpeg_size(frame) == FrameSize(40, 30, 1, 12)


def test_baseline_jpeg_and_jpeg_ls_state_their_size() -> None:
    assert jpeg_size(bytes(jpeg8_encode(COLOURS))) == FrameSize(40, 30, 3, 8)
    assert jpeg_size(bytes(jpegls_encode(COLOURS))) == FrameSize(40, 30, 3, 8)


@pytest.mark.parametrize("form", ["j2k", "jp2"])
def test_jpeg_2000_states_its_size_bare_or_as_a_file(form: str) -> None:
    frame = bytes(jpeg2k_encode(GREY, codecformat=form, reversible=True))
    assert jpeg_2000_size(frame) == FrameSize(40, 30, 1, 16)


def test_padding_before_a_marker_is_skipped() -> None:
    frame = bytes(jpeg8_encode(COLOURS))
    assert jpeg_size(frame[:2] + b"\xff\xff\xff" + frame[2:]) == FrameSize(40, 30, 3, 8)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xc3\x00\x11\x08",
        b"\xff\xd8\xff\xe0\x00\x00\xff\xe0\x00\x00",
        b"\xff\xd8" + b"\xff" * 1000,
        b"\xff\xd8\xff\xda\x00\x02",
        b"nothing of the kind",
    ],
)
def test_a_frame_without_header_states_no_size(frame: bytes) -> None:
    assert jpeg_size(frame) is None
    assert jpeg_2000_size(frame) is None


@pytest.mark.parametrize("length", [0, 1, 7, 0xFFFFFFFF])
def test_boxes_that_lead_nowhere_end(length: int) -> None:
    frame = bytearray(jpeg2k_encode(GREY, codecformat="jp2", reversible=True))
    frame[12:16] = struct.pack(">I", length)
    assert jpeg_2000_size(bytes(frame)) is None


def test_a_codestream_of_thousands_of_colours_is_none() -> None:
    frame = bytearray(jpeg2k_encode(GREY, codecformat="j2k", reversible=True))
    frame[40:42] = struct.pack(">H", 16384)
    assert jpeg_2000_size(bytes(frame)) is None

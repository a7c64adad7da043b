"""What a compressed frame says of itself, read before any decoder sees it.

Decoders believe the frame, not the DICOM header around it: a frame of a few bytes can make them ask
for gigabytes, and pydicom 3.0.2 walks the boxes of a JP2 file for ever where one has no length.
"""

import re
import struct
from dataclasses import dataclass

_JP2_SIGNATURE = b"\x00\x00\x00\x0c\x6a\x50\x20\x20"
_BOX_HEADER = 8  # length and type, four bytes each
_CODESTREAM_BOX = b"jp2c"
_SOC_SIZ = b"\xff\x4f\xff\x51"  # a JPEG 2000 codestream starts with its size
_SIZ_COMPONENT = 3  # depth and two subsamplings, one byte each
_MOST_COMPONENTS = 4

_SOI = b"\xff\xd8"
_MARKER = 0xFF
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, 0xD9
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff])")  # within a scan a 0 stands behind an 0xFF of data
# frame headers of all JPEG processes (ITU-T T.81 table B.1), and of JPEG-LS (T.87)
_FRAME_HEADERS = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class FrameSize:
    """Columns, rows, samples per pixel, and bits of a sample."""

    width_px: int
    height_px: int
    samples: int
    bits: int


def jpeg_size(frame: bytes) -> FrameSize | None:
    """Return the size in the header of a JPEG or JPEG-LS frame, or None where there is none."""
    offset = len(_SOI) if frame.startswith(_SOI) else len(frame)
    while offset + 4 <= len(frame) and frame[offset] == _MARKER:
        marker = frame[offset + 1]
        if marker == _MARKER:  # a byte of padding
            offset += 1
        elif marker in _FRAME_HEADERS:
            return _frame_header(frame, offset + 4)
        elif marker in (_SCAN, _END):
            return None
        elif marker in _WITHOUT_LENGTH:
            offset += 2
        else:
            offset += 2 + max(2, int.from_bytes(frame[offset + 2 : offset + 4], "big"))
    return None


def _frame_header(frame: bytes, offset: int) -> FrameSize | None:
    try:
        bits, height_px, width_px, samples = struct.unpack_from(">BHHB", frame, offset)
    except struct.error:
        return None
    return FrameSize(width_px, height_px, samples, bits)


def jpeg_scans(data: bytes, start: int, most: int) -> int:
    """Return in how many scans the JPEG at `start` builds up its picture, as far as `most`."""
    scans, offset = 0, start + len(_SOI)
    while scans < most and (found := _NEXT_MARKER.search(data, offset)):
        marker, offset = found[1][0], found.end()
        if marker == _END:
            break
        scans += marker == _SCAN
        if marker not in _WITHOUT_LENGTH:
            offset += int.from_bytes(data[offset : offset + 2], "big")
    return scans


def jpeg_2000_size(frame: bytes) -> FrameSize | None:
    """Return the size in the header of a JPEG 2000 codestream, or None where there is none.

    The frame may be a whole JP2 file, which DICOM forbids and some writers use.
    """
    start = _codestream_start(frame)
    if start is None or frame[start : start + 4] != _SOC_SIZ:
        return None
    try:
        # after the lengths of the segment and its profile (T.800 table A.9)
        right, bottom, left, top = struct.unpack_from(">IIII", frame, start + 8)
        (samples,) = struct.unpack_from(">H", frame, start + 40)
        depths = frame[start + 42 : start + 42 + _SIZ_COMPONENT * samples : _SIZ_COMPONENT]
    except struct.error:
        return None
    if not 0 < samples <= _MOST_COMPONENTS or len(depths) != samples:
        return None
    bits = max((depth & 0x7F) + 1 for depth in depths)
    return FrameSize(right - left, bottom - top, samples, bits)


def _codestream_start(frame: bytes) -> int | None:
    """Return where the codestream starts, or None where a JP2 box before it has no length."""
    if not frame.startswith(_JP2_SIGNATURE):
        return 0
    offset = len(_JP2_SIGNATURE) + 4
    while offset + _BOX_HEADER <= len(frame):
        if frame[offset + 4 : offset + _BOX_HEADER] == _CODESTREAM_BOX:
            return offset + _BOX_HEADER
        length = int.from_bytes(frame[offset : offset + 4], "big")
        if length < _BOX_HEADER:
            return None
        offset += length
    return None

"""The first frame of a DICOM file, decoded within limits."""

from io import BytesIO
from typing import Any

from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset
from pydicom.encaps import get_frame
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.utils import get_expected_length, pixel_array
from pydicom.uid import UID, JPEG2000TransferSyntaxes, JPEGBaseline8Bit, JPEGExtended12Bit

from landmark_gui.imaging.dicom_header import whole
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.limits import check_size

_JP2_SIGNATURE = b"\x00\x00\x00\x0c\x6a\x50\x20\x20"
_BOX_HEADER = 8  # length and type, four bytes each
_CODESTREAM_BOX = b"jp2c"
_PILLOW_SYNTAXES = (JPEGBaseline8Bit, JPEGExtended12Bit, *JPEG2000TransferSyntaxes)


def first_frame(ds: Dataset) -> NDArray[Any]:
    """Return the first frame as stored: `(H, W)`, or `(H, W, 3)` red, green, blue.

    Raises:
        UnreadableFilm: too large, cut off, or compressed in a way that cannot be decoded.
        Exception: whatever pydicom raises on damaged files; `film.read_film` words it.
    """
    _check_header(ds)
    syntax = UID(ds.file_meta.TransferSyntaxUID)
    _check_decodable(syntax)
    if not syntax.is_encapsulated:
        return _uncompressed(ds)
    _check_compressed_frame(ds, syntax)
    try:
        return pixel_array(ds, index=0)
    except (RuntimeError, NotImplementedError):
        raise UnreadableFilm(
            f"The picture is compressed as {syntax.name}; it is damaged, or of a variety of this "
            "kind that cannot be decoded here."
        ) from None


def _check_header(ds: Dataset) -> None:
    width_px, height_px = whole(ds, "Columns"), whole(ds, "Rows")
    samples, bits = whole(ds, "SamplesPerPixel", 1), whole(ds, "BitsAllocated", 8)
    frames = max(1, whole(ds, "NumberOfFrames", 1))
    check_size(width_px, height_px, width_px * height_px * samples * frames * bits // 8)


def _check_decodable(syntax: UID) -> None:
    try:
        decodable = get_decoder(syntax).is_available
    except NotImplementedError:
        decodable = False
    if not decodable:
        known = syntax.name != syntax
        method = syntax.name if known else "a method that is not in the DICOM standard"
        raise UnreadableFilm(
            f"The picture is compressed as {method}, which this program cannot decode. "
            "Export it from the X-ray software without compression, or as PNG."
        )


def _uncompressed(ds: Dataset) -> NDArray[Any]:
    if "PixelData" in ds and len(ds.PixelData) < (expected := get_expected_length(ds)):
        percent = 100 * len(ds.PixelData) // expected
        raise UnreadableFilm(f"The file is cut off: it holds {percent} % of its picture.")
    # an old writer may put the value into the high bits of its word; the low ones are not for us
    unused = max(0, whole(ds, "HighBit") + 1 - whole(ds, "BitsStored", whole(ds, "HighBit") + 1))
    if not unused:
        return pixel_array(ds, index=0)
    ds.BitsStored += unused
    frame: NDArray[Any] = pixel_array(ds, index=0)
    ds.BitsStored -= unused
    return frame >> unused


def _check_compressed_frame(ds: Dataset, syntax: UID) -> None:
    """Refuse what hangs pydicom, and frames larger than the header says."""
    if syntax not in _PILLOW_SYNTAXES:
        return
    frames = max(1, whole(ds, "NumberOfFrames", 1))
    frame = get_frame(ds.PixelData, 0, number_of_frames=frames)
    if not _has_sound_boxes(frame):
        raise UnreadableFilm("The JPEG 2000 picture in the file is damaged.")
    try:
        with Image.open(BytesIO(frame), formats=("JPEG", "JPEG2000")) as image:
            size = image.size
    except (OSError, SyntaxError):
        return  # Pillow knows fewer varieties than a decoder may; decoding tells
    if size != (whole(ds, "Columns"), whole(ds, "Rows")):
        raise UnreadableFilm("The picture in the file is not of the size that its header states.")


def _has_sound_boxes(frame: bytes) -> bool:
    """Tell whether the JP2 boxes before the codestream each have a length.

    pydicom 3.0.2 walks them by their length, and for ever where it is 0.
    """
    if not frame.startswith(_JP2_SIGNATURE):
        return True
    offset = len(_JP2_SIGNATURE) + 4
    while offset < len(frame) and frame[offset + 4 : offset + _BOX_HEADER] != _CODESTREAM_BOX:
        length = int.from_bytes(frame[offset : offset + 4], "big")
        if length < _BOX_HEADER:
            return False
        offset += length
    return offset < len(frame)

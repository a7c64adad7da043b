"""One frame of a DICOM file, decoded within limits."""

from typing import Any

from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.encaps import get_frame
from pydicom.pixels.utils import get_expected_length, pixel_array
from pydicom.uid import UID, RLELossless

from landmark_gui.imaging.codestream import FrameSize, jpeg_2000_size, jpeg_size
from landmark_gui.imaging.decoders import JPEG_2000, CompressedFrame, can_decode
from landmark_gui.imaging.dicom_header import whole, word
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.isolated import DecodingFailed, decode_apart
from landmark_gui.imaging.limits import check_size


def one_frame(ds: Dataset, page: int) -> NDArray[Any]:
    """Return a frame, counted from 0, as stored: `(H, W)`, or `(H, W, 3)` red, green, blue.

    Raises:
        UnreadableFilm: too large, cut off, or compressed in a way that cannot be decoded.
        Exception: whatever pydicom raises on damaged files; `film.read_film` words it.
    """
    _check_header(ds)
    syntax = UID(ds.file_meta.TransferSyntaxUID)
    if syntax.is_transfer_syntax and not syntax.is_encapsulated:
        return _uncompressed(ds, page)
    _check_decodable(syntax)
    frame = _compressed(ds, syntax, page)
    _check_codestream(frame)
    try:
        return decode_apart(frame)
    except DecodingFailed:
        raise UnreadableFilm(_damaged(syntax)) from None


def frame_count(ds: Dataset) -> int:
    """Return how many pictures the file states to hold."""
    return max(1, whole(ds, "NumberOfFrames", 1))


def _check_header(ds: Dataset) -> None:
    width_px, height_px = whole(ds, "Columns"), whole(ds, "Rows")
    samples, bits = whole(ds, "SamplesPerPixel", 1), whole(ds, "BitsAllocated", 8)
    check_size(width_px, height_px, width_px * height_px * samples * bits // 8)


def _check_decodable(syntax: UID) -> None:
    if not can_decode(syntax):
        known = syntax.name != syntax
        method = syntax.name if known else "a method that is not in the DICOM standard"
        raise UnreadableFilm(
            f"The picture is compressed as {method}, which this program cannot decode. "
            "Export it from the X-ray software without compression, or as PNG."
        )


def _uncompressed(ds: Dataset, page: int) -> NDArray[Any]:
    if "PixelData" in ds and len(ds.PixelData) < (expected := get_expected_length(ds)):
        percent = 100 * len(ds.PixelData) // expected
        raise UnreadableFilm(f"The file is cut off: it holds {percent} % of its picture.")
    # an old writer may put the value into the high bits of its word; the low ones are not for us
    unused = max(0, whole(ds, "HighBit") + 1 - whole(ds, "BitsStored", whole(ds, "HighBit") + 1))
    if not unused:
        return pixel_array(ds, index=page)
    ds.BitsStored += unused
    frame: NDArray[Any] = pixel_array(ds, index=page)
    ds.BitsStored -= unused
    return frame >> unused


def _compressed(ds: Dataset, syntax: UID, page: int) -> CompressedFrame:
    offsets = None
    if "ExtendedOffsetTable" in ds and "ExtendedOffsetTableLengths" in ds:
        offsets = (ds.ExtendedOffsetTable, ds.ExtendedOffsetTableLengths)
    frames = frame_count(ds)
    data = get_frame(ds.PixelData, page, number_of_frames=frames, extended_offsets=offsets)
    header: dict[str, str | int] = {
        "rows": whole(ds, "Rows"),
        "columns": whole(ds, "Columns"),
        "samples_per_pixel": whole(ds, "SamplesPerPixel", 1),
        "bits_allocated": whole(ds, "BitsAllocated"),
        "bits_stored": whole(ds, "BitsStored"),
        "pixel_representation": whole(ds, "PixelRepresentation"),
        "planar_configuration": whole(ds, "PlanarConfiguration"),
        "photometric_interpretation": word(ds, "PhotometricInterpretation"),
    }
    return CompressedFrame(syntax, data, header)


def _check_codestream(frame: CompressedFrame) -> None:
    """Refuse a frame that asks for more than its header says, before a decoder believes it."""
    if frame.syntax == RLELossless:
        return  # it has no size of its own
    is_jpeg_2000 = frame.syntax in JPEG_2000
    size = jpeg_2000_size(frame.data) if is_jpeg_2000 else jpeg_size(frame.data)
    if size is None:
        raise UnreadableFilm(_damaged(UID(frame.syntax)))
    if not _agree(size, frame):
        raise UnreadableFilm("The picture in the file is not of the size that its header states.")


def _agree(size: FrameSize, frame: CompressedFrame) -> bool:
    return (
        (size.height_px, size.width_px) == frame.size_px
        and size.samples == frame.header["samples_per_pixel"]
        and size.bits <= int(frame.header["bits_allocated"])
    )


def _damaged(syntax: UID) -> str:
    return (
        f"The picture is compressed as {syntax.name}; it is damaged, or of a variety "
        "that this program cannot decode."
    )

"""Every way of storing one film gives the same film, exact to the pixel.

A phantom is written with each polarity, signedness, depth, table and transfer syntax, and read
back. What should come out is computed here with plain Python arithmetic, from the standard's text
(PS3.3 C.11.1, C.11.2, C.7.6.3.1.2), sharing no code with the reader.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import cycle, product
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from landmark_gui.domain.geometry import SpacingSource
from landmark_gui.imaging.dicom import read_dicom
from landmark_gui.imaging.grey import Picture
from landmark_gui.phantom.phantom import make_phantom

ROWS, COLUMNS = 24, 20
BITS = (8, 10, 12, 16)
TABLES = ("plain", "rescale", "falling", "modality", "voi", "linear", "exact", "sigmoid")
Stored = NDArray[np.integer]
Codec = Callable[[Stored, int], bytes]


@dataclass(frozen=True)
class Way:
    """One way of storing the film."""

    photometric: str
    signed: bool
    bits: int
    table: str

    @property
    def lowest(self) -> int:
        return -(1 << (self.bits - 1)) if self.signed else 0

    @property
    def highest(self) -> int:
        return self.lowest + (1 << self.bits) - 1


@cache
def skull() -> NDArray[np.float64]:
    """Return a small phantom film in 0 ... 1, both ends included."""
    grey = make_phantom(3, height_px=240).film.pixels.astype(np.float64)
    small = grey[:: grey.shape[0] // ROWS, :: grey.shape[1] // COLUMNS][:ROWS, :COLUMNS]
    shares: NDArray[np.float64] = (small - small.min()) / (small.max() - small.min())
    return shares


def phantom(way: Way) -> Stored:
    """Return the phantom's grey values spread over all stored values."""
    stored = np.rint(way.lowest + skull() * (way.highest - way.lowest))
    whole: Stored = stored.astype(f"{'i' if way.signed else 'u'}{1 if way.bits == 8 else 2}")
    return whole


# --- the film's tables, as the header states them and as arithmetic


def header(way: Way) -> dict[str, Any]:
    window = {"WindowCenter": (way.lowest + way.highest) // 2, "WindowWidth": 100}
    headers: dict[str, dict[str, Any]] = {
        "plain": {},
        "rescale": {"RescaleSlope": 0.5, "RescaleIntercept": 3},
        "falling": {"RescaleSlope": -1, "RescaleIntercept": way.highest},
        "modality": {"ModalityLUTSequence": [table(way)]},
        "voi": {"VOILUTSequence": [table(way)]},
        "linear": window,
        "exact": window | {"VOILUTFunction": "LINEAR_EXACT"},
        "sigmoid": window | {"VOILUTFunction": "SIGMOID"},
    }
    return headers[way.table]


def entry(index: int) -> int:
    return (index * index // 7 + 11) % 4096


def table(way: Way) -> Dataset:
    item = Dataset()
    item.add_new("LUTDescriptor", "SS" if way.signed else "US", [200, start(way), 12])
    item.LUTData = [entry(index) for index in range(200)]
    item["LUTData"].VR = "US"
    return item


def start(way: Way) -> int:
    return -50 if way.signed else 20


def expected(way: Way, value: int) -> float:
    """Return the grey value that a stored value stands for, bright is dense."""
    low, high, grey = float(way.lowest), float(way.highest), float(value)
    match way.table:
        case "rescale":
            low, high, grey = low * 0.5 + 3, high * 0.5 + 3, value * 0.5 + 3
        case "falling":
            low, high, grey = 0, way.highest - way.lowest, way.highest - value
        case "modality" | "voi":
            low, high, grey = 0, 4095, entry(min(max(value - start(way), 0), 199))
        case _:
            pass
    return low + high - grey if way.photometric == "MONOCHROME1" else grey


def expected_window(way: Way) -> tuple[float, float] | None:
    middle = (way.lowest + way.highest) // 2
    ends: tuple[float, float]
    match way.table:
        case "linear":
            ends = (middle - 0.5 - 49.5, middle - 0.5 + 49.5)
        case "exact" | "sigmoid":
            ends = (middle - 50.0, middle + 50.0)
        case "voi":
            return (0, 4095)
        case _:
            return None
    both = way.lowest + way.highest
    return (both - ends[1], both - ends[0]) if way.photometric == "MONOCHROME1" else ends


# --- spacing: one of these goes with every film, in turn

SPACINGS: tuple[tuple[dict[str, Any], tuple[float, float, SpacingSource] | None], ...] = (
    ({}, None),
    ({"PixelSpacing": [0.2, 0.1]}, (0.1, 0.2, SpacingSource.STATED_BY_FILE)),
    ({"ImagerPixelSpacing": [0.15, 0.15]}, (0.15, 0.15, SpacingSource.DETECTOR)),
    (
        {"PixelSpacing": [0.1, 0.1], "PixelSpacingCalibrationType": "GEOMETRY"},
        (0.1, 0.1, SpacingSource.GEOMETRY),
    ),
    ({"NominalScannedPixelSpacing": [0.3, 0.3]}, (0.3, 0.3, SpacingSource.SCANNED_FILM)),
    ({"PixelSpacing": [0, 0]}, None),
    ({"PixelAspectRatio": [2, 1]}, None),
)


# --- transfer syntaxes: whatever can be encoded here


def pattern(stored: Stored, bits: int) -> NDArray[np.unsignedinteger]:
    """Return the bits as they stand, for codecs that know no sign."""
    unsigned: NDArray[Any] = stored.view(np.uint8 if stored.itemsize == 1 else np.uint16)
    masked: NDArray[Any] = unsigned & ((1 << bits) - 1)
    return masked


def lossless_jpeg(predictor: int) -> Codec:
    def encode(stored: Stored, bits: int) -> bytes:
        samples = pattern(stored, bits)
        return bytes(
            imagecodecs.jpeg8_encode(
                samples, lossless=True, predictor=predictor, bitspersample=bits
            )
        )

    return encode


def jpeg_2000(stored: Stored, bits: int) -> bytes:
    return bytes(
        imagecodecs.jpeg2k_encode(stored, codecformat="j2k", reversible=True, bitspersample=bits)
    )


def jpeg_2000_file(stored: Stored, bits: int) -> bytes:
    return bytes(
        imagecodecs.jpeg2k_encode(stored, codecformat="jp2", reversible=True, bitspersample=bits)
    )


def jpeg_ls(stored: Stored, bits: int) -> bytes:
    return bytes(imagecodecs.jpegls_encode(np.ascontiguousarray(pattern(stored, bits))))


def htj2k(stored: Stored, _bits: int) -> bytes:
    return bytes(imagecodecs.htj2k_encode(stored))


CODECS: Mapping[str, tuple[UID, Codec | None]] = {
    "implicit": (ImplicitVRLittleEndian, None),
    "explicit": (ExplicitVRLittleEndian, None),
    "big endian": (ExplicitVRBigEndian, None),
    "deflated": (DeflatedExplicitVRLittleEndian, None),
    "RLE": (RLELossless, None),
    "JPEG lossless SV1": (JPEGLosslessSV1, lossless_jpeg(1)),
    "JPEG lossless 4": (JPEGLossless, lossless_jpeg(4)),
    "JPEG lossless 7": (JPEGLossless, lossless_jpeg(7)),
    "JPEG-LS": (JPEGLSLossless, jpeg_ls),
    "JPEG 2000": (JPEG2000Lossless, jpeg_2000),
    "JP2": (JPEG2000, jpeg_2000_file),
    "HTJ2K": (HTJ2KLossless, htj2k),
}


def written(way: Way, codec: str, more: Mapping[str, Any], stored: Stored | None = None) -> bytes:
    """Return a file of the small phantom, or of other stored values, with more in its header."""
    syntax, encode = CODECS[codec]
    stored = phantom(way) if stored is None else stored
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = syntax
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3"
    ds.Rows, ds.Columns = stored.shape
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, way.photometric
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 8 * stored.itemsize, way.bits, way.bits - 1
    ds.PixelRepresentation = int(way.signed)
    for keyword, value in (header(way) | dict(more)).items():
        setattr(ds, keyword, value)
    _put_pixels(ds, stored, encode, way.bits)
    file = BytesIO()
    ds.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _put_pixels(ds: Dataset, stored: Stored, encode: Codec | None, bits: int) -> None:
    if ds.file_meta.TransferSyntaxUID == RLELossless:
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.PixelData = stored.tobytes()
        ds.compress(RLELossless, generate_instance_uid=False)
        return
    swapped = ds.file_meta.TransferSyntaxUID == ExplicitVRBigEndian
    plain = (stored.byteswap() if swapped else stored).tobytes()
    ds.PixelData = encapsulate([encode(stored, bits)]) if encode else plain
    ds["PixelData"].VR = "OB" if encode or stored.itemsize == 1 else "OW"


def check(way: Way, picture: Picture) -> None:
    wanted = [[expected(way, int(value)) for value in row] for row in phantom(way)]
    np.testing.assert_array_equal(picture.pixels, np.array(wanted), err_msg=str(way))
    window = expected_window(way)
    assert window is None or (picture.window.low, picture.window.high) == window, way
    assert picture.storage.turned_round == (way.photometric == "MONOCHROME1")
    assert (picture.storage.bits, picture.storage.signed) == (way.bits, way.signed)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("codec", CODECS)
def test_every_way_of_storing_a_film_gives_the_same_film(codec: str, table: str) -> None:
    spacings = cycle(SPACINGS)
    for photometric, signed, bits in product(("MONOCHROME1", "MONOCHROME2"), (False, True), BITS):
        way = Way(photometric, signed, bits, table)
        stated, meant = next(spacings)
        picture = read_dicom(written(way, codec, stated))
        check(way, picture)
        spacing = picture.spacing
        assert (spacing and (spacing.x_mm, spacing.y_mm, spacing.source)) == meant

"""DICOM files to pictures."""

import logging
from dataclasses import replace
from io import BytesIO
from typing import Any

from numpy.typing import NDArray
from pydicom import Dataset, FileDataset, config, dcmread
from pydicom.filereader import read_dataset
from pydicom.pixels.common import PhotometricInterpretation
from pydicom.pixels.processing import apply_color_lut
from pydicom.tag import BaseTag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.inflation import inflated, too_many_items
from landmark_gui.imaging.dicom_frame import frame_count, one_frame
from landmark_gui.imaging.dicom_grey import grey_picture
from landmark_gui.imaging.dicom_groups import state_frame
from landmark_gui.imaging.dicom_header import whole, word
from landmark_gui.imaging.dicom_spacing import film_spacing, magnification, pixel_aspect
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.grey import Picture, kept_depth, luminance
from landmark_gui.imaging.limits import MAX_INFLATED_BYTES, MOST_PAGES, check_page
from landmark_gui.imaging.report import Storage

# Films are taken as their writers left them, and pydicom's remarks quote header values: a patient's
# name would reach the log.
config.settings.reading_validation_mode = config.IGNORE
logging.getLogger("pydicom").disabled = True

_PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_GREY = ("MONOCHROME1", "MONOCHROME2")
_PHOTOMETRICS = frozenset(kind.value for kind in PhotometricInterpretation)
_FIRST_FRAGMENT = b"\xfe\xff\x00\xe0"
_META_GROUP = 0x0002
_DATA_SET_START = 132
_HEIGHT_WIDTH, _HEIGHT_WIDTH_COLOUR = 2, 3
_UNKNOWN_COLOURS = "The picture's colours are stored in a way that this program cannot read."


def read_dicom(data: bytes, page: int = 0) -> Picture:
    """Return one frame of a DICOM file, counted from 0.

    Raises:
        UnreadableFilm: no picture in it, or not so many, too large, or a compression that cannot be
            decoded.
        Exception: whatever pydicom raises on damaged files; `film.read_film` words it.
    """
    check_effort(data)
    ds = dcmread(BytesIO(data), force=True)
    _check_picture(ds)
    _complete(ds)
    check_page(page, frame_count(ds))
    state_frame(ds, page)
    frame = one_frame(ds, page)
    grey = word(ds, "PhotometricInterpretation") in _GREY
    if grey and frame.ndim != _HEIGHT_WIDTH:
        raise UnreadableFilm(_UNKNOWN_COLOURS)
    picture = grey_picture(frame, ds) if grey else _colour(frame, ds)
    storage = replace(_storage(ds, picture.storage), page=page + 1)
    return replace(picture, spacing=film_spacing(ds), storage=storage)


def _storage(ds: FileDataset, known: Storage) -> Storage:
    photometric = word(ds, "PhotometricInterpretation")
    return replace(
        known,
        kind="DICOM",
        compression=UID(ds.file_meta.TransferSyntaxUID).name,
        colours=photometric if photometric in _PHOTOMETRICS else "",
        bits=whole(ds, "BitsStored", whole(ds, "BitsAllocated")),
        signed=bool(whole(ds, "PixelRepresentation")),
        pages=min(frame_count(ds), MOST_PAGES),
        pixel_aspect=pixel_aspect(ds),
        magnification=magnification(ds),
    )


def _check_picture(ds: FileDataset) -> None:
    if "DirectoryRecordSequence" in ds:
        raise UnreadableFilm("This is the index of a DICOM folder: open the folder instead.")
    if not any(keyword in ds for keyword in _PIXELS):
        syntax = UID(ds.file_meta.get("TransferSyntaxUID") or "")
        if syntax.is_transfer_syntax and syntax.is_encapsulated:  # pydicom drops what has no end
            raise UnreadableFilm("The file is cut off: its picture is missing.")
        raise UnreadableFilm("The file is not a DICOM image: there is no picture in it.")


def _complete(ds: FileDataset) -> None:
    """Fill in what old and careless writers leave out, where only one meaning makes sense."""
    _complete_syntax(ds)
    ds.SamplesPerPixel = whole(ds, "SamplesPerPixel", 1)
    # the default of the time before the attribute was required: high values are bright
    only = "MONOCHROME2" if ds.SamplesPerPixel == 1 else "RGB"
    ds.PhotometricInterpretation = word(ds, "PhotometricInterpretation") or only
    ds.PixelRepresentation = whole(ds, "PixelRepresentation")
    if bits := whole(ds, "BitsAllocated"):
        ds.BitsStored = whole(ds, "BitsStored") or bits
    if ds.SamplesPerPixel > 1:
        ds.PlanarConfiguration = whole(ds, "PlanarConfiguration")


def _complete_syntax(ds: FileDataset) -> None:
    if "TransferSyntaxUID" in ds.file_meta:
        return
    if bytes(ds.get("PixelData") or b"").startswith(_FIRST_FRAGMENT):
        raise UnreadableFilm("The file does not say how its picture is compressed.")
    implicit, little = ds.original_encoding
    explicit = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
    ds.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else explicit


def _colour(frame: NDArray[Any], ds: Dataset) -> Picture:
    """Return the brightness of a colour picture, shown in full: colours carry no window."""
    bits = whole(ds, "BitsStored")
    if word(ds, "PhotometricInterpretation") == "PALETTE COLOR":
        frame = apply_color_lut(frame, ds)
        bits = 8 * frame.itemsize  # palettes are scaled to their full word (C.7.6.3.1.6)
    if frame.ndim != _HEIGHT_WIDTH_COLOUR:
        raise UnreadableFilm(_UNKNOWN_COLOURS)
    return Picture(kept_depth(luminance(frame)), Window(0.0, float((1 << bits) - 1)))


def check_effort(data: bytes) -> None:
    """Refuse a file of some kilobytes that takes minutes and gigabytes to read.

    Raises:
        UnreadableFilm: it unpacks to more than any film, or has more items in its sequences.
    """
    plain = _inflated(data)
    if plain is None:
        raise UnreadableFilm("The file unpacks to more than any film holds; it was not opened.")
    if too_many_items(plain):
        raise UnreadableFilm("The file has longer lists than any film; it was not opened.")


def _inflated(data: bytes) -> bytes | None:
    """Return what is to be read, or None where it has no end: pydicom inflates without bound."""
    start = _DATA_SET_START if data[128:_DATA_SET_START] == b"DICM" else 0
    file = BytesIO(data)
    file.seek(start)
    meta = read_dataset(file, is_implicit_VR=False, is_little_endian=True, stop_when=_after_meta)
    deflated = UID(meta.get("TransferSyntaxUID") or "") == DeflatedExplicitVRLittleEndian
    return inflated(file.read(), MAX_INFLATED_BYTES) if deflated else data


def _after_meta(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return tag.group != _META_GROUP

"""Films as DICOM: digital X-ray for presentation, uncompressed, enough for a viewer and for us."""

from pathlib import Path

import numpy as np
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import (
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    generate_uid,
)
from pydicom.valuerep import DSfloat

from landmark_gui import __version__
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.exchange.replacing import replacing

#: PixelSpacingCalibrationType of what was calibrated (PS3.3 section 10.7.1.3).
_CALIBRATIONS = {
    SpacingSource.CALIBRATED: "GEOMETRY",
    SpacingSource.GEOMETRY: "GEOMETRY",
    SpacingSource.FIDUCIAL: "FIDUCIAL",
    SpacingSource.MAGNIFICATION: "GEOMETRY",
    SpacingSource.RULER: "FIDUCIAL",
}


def write_dicom(path: Path, film: Cephalogram, *, patient: str) -> None:
    """Write a film with 8- or 16-bit pixels; the same film gets the same UIDs again.

    Raises:
        CannotWrite: the file could not be written.
        ValueError: the pixels are neither uint8 nor uint16.
    """
    if film.pixels.dtype not in (np.uint8, np.uint16):
        raise ValueError(f"DICOM needs whole grey values, not {film.pixels.dtype}")
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    _identify(dataset, film.info, patient)
    _describe_study(dataset)
    _describe_pixels(dataset, film)
    _describe_window(dataset, film.window)
    if film.info.spacing is not None:
        _describe_spacing(dataset, film.info.spacing)
    with replacing(path) as temporary:
        dataset.save_as(temporary, enforce_file_format=True)


def _identify(dataset: Dataset, info: FilmInfo, patient: str) -> None:
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.SOPClassUID = DigitalXRayImageStorageForPresentation
    dataset.SOPInstanceUID = _uid("instance", info)
    dataset.SeriesInstanceUID = _uid("series", info)
    dataset.StudyInstanceUID = _uid("study", info)
    dataset.PatientName = patient
    dataset.PatientID = patient
    dataset.PatientBirthDate = ""
    dataset.PatientSex = ""


def _uid(kind: str, info: FilmInfo) -> str:
    return generate_uid(entropy_srcs=[kind, info.sha256, info.name])


def _describe_study(dataset: Dataset) -> None:
    dataset.Modality = "DX"
    dataset.StudyDate = ""
    dataset.StudyTime = ""
    dataset.StudyID = ""
    dataset.AccessionNumber = ""
    dataset.ReferringPhysicianName = ""
    dataset.SeriesNumber = 1
    dataset.InstanceNumber = 1
    dataset.Manufacturer = "Landmark GUI"
    dataset.SoftwareVersions = __version__
    dataset.ImageType = ["DERIVED", "PRIMARY"]
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.BodyPartExamined = "HEAD"
    dataset.ImageLaterality = "U"
    dataset.PatientOrientation = ["A", "F"]


def _describe_pixels(dataset: Dataset, film: Cephalogram) -> None:
    bits = film.pixels.dtype.itemsize * 8
    dataset.Rows = film.info.height_px
    dataset.Columns = film.info.width_px
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.PresentationLUTShape = "IDENTITY"
    dataset.BitsAllocated = bits
    dataset.BitsStored = bits
    dataset.HighBit = bits - 1
    dataset.PixelRepresentation = 0
    dataset.BurnedInAnnotation = "NO"
    dataset.LossyImageCompression = "00"
    little_endian = film.pixels.astype(film.pixels.dtype.newbyteorder("<"))
    pixels = little_endian.tobytes()
    dataset.PixelData = pixels + b"\0" * (len(pixels) % 2)
    dataset["PixelData"].VR = "OB" if bits == 8 else "OW"  # noqa: PLR2004 - bits of a byte


def _describe_window(dataset: Dataset, window: Window) -> None:
    # DICOM PS3.3 C.11.2.1.2: a window of width w about c runs from c - 0.5 - (w - 1) / 2
    # to c - 0.5 + (w - 1) / 2
    dataset.WindowWidth = _decimal(window.high - window.low + 1)
    dataset.WindowCenter = _decimal((window.high + window.low + 1) / 2)


def _describe_spacing(dataset: Dataset, spacing: PixelSpacing) -> None:
    rows_first = [_decimal(spacing.y_mm), _decimal(spacing.x_mm)]
    dataset.PixelSpacing = rows_first
    dataset.ImagerPixelSpacing = rows_first
    if kind := _CALIBRATIONS.get(spacing.source):
        dataset.PixelSpacingCalibrationType = kind
        dataset.PixelSpacingCalibrationDescription = spacing.source.value


def _decimal(value: float) -> DSfloat:
    return DSfloat(value, auto_format=True)  # DICOM allows 16 characters

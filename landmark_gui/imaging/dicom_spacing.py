"""What a DICOM header says of millimetres (PS3.3 section 10.7).

Viewers disagree about PixelSpacing and ImagerPixelSpacing, so the order of trust is ours: a stated
calibration first; a PixelSpacing that only repeats the detector's or the scanner's is theirs.
"""

from math import isclose

from pydicom import Dataset

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.imaging.dicom_header import numbers, word

_CALIBRATIONS = ("GEOMETRY", "FIDUCIAL")
_SAME = 1e-3  # writers round: 0.1439 and 0.144 are one spacing


def film_spacing(ds: Dataset) -> PixelSpacing | None:
    """Return the spacing of a film with its source, or None where the file has no usable one.

    The magnification factor is not applied: that is for the user to decide.
    """
    stated = _spacing(ds, "PixelSpacing", SpacingSource.CALIBRATED_TYPE_UNKNOWN)
    if stated and word(ds, "PixelSpacingCalibrationType") in _CALIBRATIONS:
        return PixelSpacing(stated.x_mm, stated.y_mm, SpacingSource.CALIBRATED)
    raw = _spacing(ds, "ImagerPixelSpacing", SpacingSource.DETECTOR) or _spacing(
        ds, "NominalScannedPixelSpacing", SpacingSource.SCANNED_FILM
    )
    return raw if stated is None or (raw and _agree(stated, raw)) else stated


def _spacing(ds: Dataset, keyword: str, source: SpacingSource) -> PixelSpacing | None:
    try:
        y_mm, x_mm = numbers(ds, keyword)  # DICOM states the spacing of rows first
        return PixelSpacing(x_mm, y_mm, source)
    except ValueError:
        return None


def _agree(a: PixelSpacing, b: PixelSpacing) -> bool:
    return isclose(a.x_mm, b.x_mm, rel_tol=_SAME) and isclose(a.y_mm, b.y_mm, rel_tol=_SAME)

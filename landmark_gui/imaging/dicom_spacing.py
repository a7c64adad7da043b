"""What a DICOM header says of millimetres (PS3.3 sections 10.7 and C.7.6.3.1.7).

Viewers disagree about PixelSpacing and ImagerPixelSpacing, so the order of trust is ours: a stated
calibration first; a PixelSpacing that only repeats the detector's or the scanner's is theirs; of
one that stands alone nobody can tell whether it was calibrated (10.7.1.1).

A PixelAspectRatio without a spacing gives no millimetres, so such a film has no spacing; the ratio
is handed on by itself. Beside a spacing it is ignored: DICOM allows it only where there is none.
"""

from math import isclose

from pydicom import Dataset

from landmark_gui.domain.geometry import PLAUSIBLE_ASPECT, PixelSpacing, SpacingSource
from landmark_gui.imaging.dicom_header import number, numbers, word
from landmark_gui.imaging.report import UNIFORM

_CALIBRATIONS = {"GEOMETRY": SpacingSource.GEOMETRY, "FIDUCIAL": SpacingSource.FIDUCIAL}
_TWO = 2  # vertical and horizontal
_PLAUSIBLE_MAGNIFICATION = (1.0, 3.0)  # a shadow is never smaller than what throws it
_SAME = 1e-3  # writers round: 0.1439 and 0.144 are one spacing


def film_spacing(ds: Dataset) -> PixelSpacing | None:
    """Return the spacing of a film with its source, or None where the file has no usable one.

    The magnification factor is not applied: that is for the user to decide.
    """
    raw = _spacing(ds, "ImagerPixelSpacing", SpacingSource.DETECTOR) or _spacing(
        ds, "NominalScannedPixelSpacing", SpacingSource.SCANNED_FILM
    )
    kind = word(ds, "PixelSpacingCalibrationType")
    way = _CALIBRATIONS.get(kind)
    unknown = SpacingSource.CALIBRATED_TYPE_UNKNOWN if raw or kind else SpacingSource.STATED_BY_FILE
    stated = _spacing(ds, "PixelSpacing", way or unknown)
    is_raw = stated is None or (way is None and raw is not None and _agree(stated, raw))
    return raw if is_raw else stated


def pixel_aspect(ds: Dataset) -> float:
    """Return the height of a pixel divided by its width, 1 where nothing sensible is stated."""
    stated = numbers(ds, "PixelAspectRatio")  # vertical size first
    low, high = PLAUSIBLE_ASPECT
    if len(stated) == _TWO and min(stated) > 0 and low <= stated[0] / stated[1] <= high:
        return stated[0] / stated[1]
    return UNIFORM


def magnification(ds: Dataset) -> float | None:
    """Return the estimated magnification of the patient at the detector, for the user to apply."""
    factor = number(ds, "EstimatedRadiographicMagnificationFactor", 0.0)
    low, high = _PLAUSIBLE_MAGNIFICATION
    return factor if low <= factor <= high else None


def _spacing(ds: Dataset, keyword: str, source: SpacingSource) -> PixelSpacing | None:
    try:
        y_mm, x_mm = numbers(ds, keyword)  # DICOM states the spacing of rows first
        return PixelSpacing(x_mm, y_mm, source)
    except ValueError:
        return None


def _agree(a: PixelSpacing, b: PixelSpacing) -> bool:
    return isclose(a.x_mm, b.x_mm, rel_tol=_SAME) and isclose(a.y_mm, b.y_mm, rel_tol=_SAME)

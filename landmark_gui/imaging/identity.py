"""Whose film it is: kept apart from all else in a file, and read only when asked for."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from pydicom import Dataset, dcmread
from pydicom.valuerep import PersonName

from landmark_gui.imaging.dicom import check_effort
from landmark_gui.imaging.dicom_header import UNUSABLE
from landmark_gui.imaging.film import contents, is_dicom, refusing
from landmark_gui.imaging.name_scripts import NameReading, likely_readings

_TAGS = ["SpecificCharacterSet", "PatientName", "PatientID", "PatientBirthDate"]


@dataclass(frozen=True, slots=True)
class PatientIdentity:
    """What a file says of the patient; its `repr` shows nothing of it.

    Attributes:
        name: as people write it, all three spellings of a Japanese or Korean name.
        number: the patient's number at the clinic.
        birth_date: year, month and day as eight digits.
        readings: how the name may be meant where the file does not state its character set.
    """

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    readings: tuple[NameReading, ...] = field(default=(), repr=False)


def read_identity(path: Path) -> PatientIdentity:
    """Return what a file says of the patient; rasters say nothing.

    Raises:
        UnreadableFilm: the file could not be read.
    """
    with refusing():
        data = contents(path)
        if not is_dicom(path, data):
            return PatientIdentity()
        check_effort(data)
        ds = dcmread(BytesIO(data), force=True, stop_before_pixels=True, specific_tags=_TAGS)
        raw = _raw(ds, "PatientName")  # asked first: pydicom drops escapes that it does not know
        name = _value(ds, "PatientName")
        return PatientIdentity(
            _written(name) if isinstance(name, PersonName) else "",
            str(_value(ds, "PatientID") or "").strip(),
            str(_value(ds, "PatientBirthDate") or "").strip(),
            () if _value(ds, "SpecificCharacterSet") else likely_readings(raw),
        )


def _value(ds: Dataset, keyword: str) -> Any:  # noqa: ANN401 - as files have it
    try:
        return ds.get(keyword)
    except UNUSABLE:
        return None


def _raw(ds: Dataset, keyword: str) -> bytes:
    value: object = ds.get_item(keyword).value if keyword in ds else b""
    return value if isinstance(value, bytes) else b""


def _written(name: PersonName) -> str:
    """Return the spellings of a name: letters first, then ideograms and sounds in brackets."""
    spellings = [" ".join(group.replace("^", " ").split()) for group in str(name).split("=")]
    first, *others = [spelling for spelling in spellings if spelling] or [""]
    return f"{first} ({', '.join(others)})" if others else first

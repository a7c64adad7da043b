"""Reports and presentation states that others made, whole and damaged."""

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import (
    UID,
    ComprehensiveSRStorage,
    DeflatedExplicitVRLittleEndian,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    GrayscaleSoftcopyPresentationStateStorage,
)

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.errors import UnreadableLabels
from landmark_gui.exchange.formats import dicom_gsps, dicom_sr
from landmark_gui.exchange.recognise import recognised
from landmark_gui.exchange.transfer import label_files, read_labels
from tests.exchange.labelled_films import context


def dicom_file(
    made: Dataset, kind: UID, modality: str, syntax: UID = ExplicitVRLittleEndian
) -> bytes:
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = kind, "1.2.3", modality
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = syntax
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numbers that no standard allows
        made.save_as(file, enforce_file_format=True)
    return file.getvalue()


def deflated(whole: bytes, more: bytes = b"") -> bytes:
    """Return a file with its data set deflated, and more behind it."""
    start = 144 + int.from_bytes(whole[140:144], "little")
    head = dicom_file(Dataset(), ComprehensiveSRStorage, "SR", DeflatedExplicitVRLittleEndian)
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    length = 144 + int.from_bytes(head[140:144], "little")
    return head[:length] + deflate.compress(whole[start:] + more) + deflate.flush()


def point(numbers: object, units: str = "PIXEL") -> Dataset:
    made = Dataset()
    made.GraphicType, made.GraphicAnnotationUnits = "POINT", units
    if numbers is not None:
        made.GraphicData = numbers
    return made


def state(numbers: object, units: str = "PIXEL") -> bytes:
    made, drawn, text = Dataset(), Dataset(), Dataset()
    text.UnformattedTextValue = "S"
    drawn.GraphicObjectSequence, drawn.TextObjectSequence = [point(numbers, units)], [text]
    made.GraphicAnnotationSequence = [drawn]
    return dicom_file(made, GrayscaleSoftcopyPresentationStateStorage, "PR")


def code(value: str) -> Dataset:
    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator, made.CodeMeaning = value, "DCM", "meaning"
    return made


def report(numbers: object) -> bytes:
    made, group, tracking, region = Dataset(), Dataset(), Dataset(), point(numbers)
    tracking.ConceptNameCodeSequence, tracking.TextValue = [code("112039")], "S"
    region.ValueType = "SCOORD"
    group.ConceptNameCodeSequence, group.ContentSequence = [code("125007")], [tracking, region]
    made.ContentSequence = [group]
    return dicom_file(made, ComprehensiveSRStorage, "SR")


OBJECTS = pytest.mark.parametrize(("kind", "make"), [(dicom_gsps, state), (dicom_sr, report)])


@OBJECTS
@pytest.mark.parametrize(
    "numbers",
    [None, [1.5], [1, 2, 3, 4], [float("nan"), 1], [1, float("inf")]],
    ids=["none", "one", "four", "nan", "inf"],
)
def test_a_point_without_two_finite_coordinates_is_refused(
    kind: ModuleType,
    make: Callable[[object], bytes],
    numbers: object,
) -> None:
    with pytest.raises(UnreadableLabels, match=r"a\.dcm: a point does not have two coordinates"):
        kind.parse(make(numbers), "a.dcm", context())


@OBJECTS
def test_a_point_has_two_coordinates(kind: ModuleType, make: Callable[[object], bytes]) -> None:
    (film,) = kind.parse(make([1.5, 2.5]), "a.dcm", context())
    assert film.points == {"S": Point(1.5, 2.5)}


@OBJECTS
def test_an_object_that_unpacks_without_end_is_refused(
    kind: ModuleType, make: Callable[[object], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.exchange.dicom_header._MAX_INFLATED_BYTES", 1_000_000)
    small = deflated(make([1.5, 2.5]))
    (film,) = kind.parse(small, "a.dcm", context())
    assert film.points == {"S": Point(1.5, 2.5)}
    endless = deflated(make([1.5, 2.5]), bytes(20_000_000))
    for opened in (partial(kind.parse, context=context()), recognised):
        with pytest.raises(UnreadableLabels, match=r"a\.dcm unpacks to more than any report"):
            opened(endless, "a.dcm")


@OBJECTS
def test_an_object_of_endless_lists_is_refused(
    kind: ModuleType, make: Callable[[object], bytes], tmp_path: Path
) -> None:
    begins = struct.pack("<HH2sHI", 0x7FE1, 0x1010, b"SQ", 0, 0xFFFFFFFF)
    items = struct.pack("<HHI", 0xFFFE, 0xE000, 0) * 200_001
    endless = make([1.5, 2.5]) + begins + items + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    for data in (endless, deflated(endless)):
        with pytest.raises(UnreadableLabels, match=r"a\.dcm has longer lists than any report"):
            kind.parse(data, "a.dcm", context())
    (tmp_path / "long.dcm").write_bytes(endless)
    assert [file.name for file in label_files(tmp_path)] == ["long.dcm"]
    assert recognised(endless, "a.dcm").suffix == ".dcm"


def test_a_folder_of_films_is_looked_through_for_labels_without_reading_them(
    tmp_path: Path,
) -> None:
    film = dicom_file(Dataset(), DigitalXRayImageStorageForPresentation, "DX")
    (tmp_path / "film.dcm").write_bytes(film)
    (tmp_path / "report.dcm").write_bytes(report([1.5, 2.5]))
    (tmp_path / "state.DCM").write_bytes(state([1.5, 2.5]))
    (tmp_path / "damaged.dcm").write_bytes(b"no DICOM")
    names = [file.name for file in label_files(tmp_path)]
    assert names == ["damaged.dcm", "report.dcm", "state.DCM"]
    (tmp_path / "state.DCM").unlink()
    reading = read_labels(label_files(tmp_path), context())
    assert [film.points for film in reading.films] == [{"S": Point(1.5, 2.5)}]


def test_what_keeps_its_place_on_the_screen_is_no_landmark() -> None:
    (film,) = dicom_gsps.parse(state([0.5, 0.5], "DISPLAY"), "a.dcm", context())
    assert film.points == {}

"""The header of the DICOM film that a report or a presentation state refers to.

Only what is needed goes over, by name: study, series and instance, the size, and how the grey
values are shown, without the free text beside these, where anything may stand. Of the patient
nothing goes over unless it is asked for; without it the report still names the film by its UIDs,
which is what ties the two together.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite, nan
from pathlib import Path
from typing import BinaryIO

from pydicom import Dataset, dcmread
from pydicom.datadict import dictionary_VR
from pydicom.filereader import read_dataset, read_partial
from pydicom.multival import MultiValue
from pydicom.tag import BaseTag, Tag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, generate_uid
from typing_extensions import Buffer, override

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.inflation import MOST_ITEMS, inflated, items_in, too_many_items
from landmark_gui.domain.page import named_page
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import Unfit, UnreadableLabels, reason
from landmark_gui.exchange.grey_table import grey_table
from landmark_gui.exchange.labelled import LabelledFilm

MANUFACTURER = "Landmark GUI"
#: Designator of our own codes, where no standard one exists.
CODES = "99LMGUI"

_NO_FILM = "not a DICOM film that a report can refer to"

_META_START, _META_GROUP = 132, 0x0002
_MODALITY = Tag("Modality")
_HEAD_BYTES = 1 << 16  # within which every object says of which kind it is
_MAX_INFLATED_BYTES = 1 << 26  # a report on all landmarks of a film takes 60 kB
_MAX_FILM_BYTES = 1 << 28  # of a deflated film

_TIES = ("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID")
_PATIENT = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "StudyID",
    "AccessionNumber",
    "ReferringPhysicianName",
)
_FORMS = {
    "PN": re.compile(r".{0,194}"),
    "LO": re.compile(r".{0,64}"),
    "SH": re.compile(r".{0,16}"),
    "CS": re.compile(r"[MFO]?"),
    "DA": re.compile(r"([0-9]{8})?"),
    "TM": re.compile(r"([0-9]{2}([0-9]{2}([0-9]{2}(\.[0-9]{1,6})?)?)?)?"),
}
_PICTURE = (
    "Modality",
    "Rows",
    "Columns",
    "NumberOfFrames",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "PixelSpacing",
    "ImagerPixelSpacing",
    "PixelAspectRatio",
    "WindowCenter",
    "WindowWidth",
    "VOILUTFunction",
    "RescaleSlope",
    "RescaleIntercept",
    "ModalityLUTSequence",
    "PresentationLUTShape",
)
_GROUPS = {
    "PixelValueTransformationSequence": ("RescaleSlope", "RescaleIntercept"),
    "FrameVOILUTSequence": ("WindowCenter", "WindowWidth", "VOILUTFunction"),
}
# Some are of type 1 and cannot be left empty; the day of the export is often that of the visit
_DUMMIES = {"DA": "19000101", "TM": "000000", "DT": "19000101000000"}


@dataclass(frozen=True, slots=True)
class Source:
    """What a report refers to.

    Attributes:
        header: of the film's file.
        frame: the frame of it that is meant, from 1 on; None where the file has only one, or is of
            a kind that may have only one.
    """

    header: Dataset
    frame: int | None

    def uid(self, kind: str, content: object) -> str:
        """Return the same UID for the same content, and another when a landmark was moved."""
        sources = [kind, str(self.header.SOPInstanceUID), str(self.frame or ""), repr(content)]
        return str(generate_uid(entropy_srcs=sources))


def film_header(film: LabelledFilm, context: Context) -> Dataset:
    """Return the header of a film that a report can refer to.

    Raises:
        Unfit: the film is not at hand, is no DICOM, has no UIDs, or no landmark is on it.
    """
    path = context.films.path(_own_name(film, context))
    if path is None:
        remedy = "name the folder of the DICOM films with --films"
        raise Unfit(film.film.name, f"it is not at hand; {remedy}")
    header = _header(path, film.film.name)
    if not all(header.get(keyword) for keyword in _TIES):
        raise Unfit(film.film.name, _NO_FILM)
    _check_points(film, header)
    return header


def film_source(film: LabelledFilm, context: Context) -> Source:
    """Return what a report needs of a film's header, and which frame it speaks of.

    Raises:
        Unfit: as `film_header`.
    """
    from highdicom.utils import is_multiframe_image  # noqa: PLC0415 - an extra

    source = film_header(film, context)
    header = _reduced(source, identified=context.identified)
    _, page = named_page(_own_name(film, context))
    if "NumberOfFrames" not in header or not is_multiframe_image(header):
        return Source(header, None)
    _state_groups(header, source, page)
    return Source(header, page + 1)


def _own_name(film: LabelledFilm, context: Context) -> str:
    return context.originals.get(film.film.name, film.film.name)


def rendered(
    films: Sequence[LabelledFilm],
    context: Context,
    make: Callable[[LabelledFilm, Source, Context], Dataset],
) -> bytes:
    """Return the DICOM file of what is made of one film.

    Raises:
        Unfit: as `film_header`, or the header lacks something, or is of no film.
    """
    (film,) = films
    try:
        made = make(film, film_source(film, context), context)
        if not context.identified:
            _without_days(made)
        file = io.BytesIO()
        made.save_as(file, enforce_file_format=True)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # without highdicom's words: they quote what stands in the header
        raise Unfit(film.film.name, "no report can be made from its DICOM header") from error
    return file.getvalue()


def _without_days(dataset: Dataset) -> None:
    """Replace every date and time in a finished object by a dummy."""
    for element in dataset.iterall():
        if element.VR in _DUMMIES and element.value:
            element.value = _DUMMIES[element.VR]


def read_object(data: bytes, file: str) -> Dataset:
    """Return a DICOM object.

    Raises:
        UnreadableLabels: it is damaged or none, or holds more than any report.
    """
    return _read(data, file, dcmread)


def modality(file: BinaryIO, name: str) -> str:
    """Return of which kind an object is, from where it begins: SR is a report, PR a state.

    Raises:
        UnreadableLabels: it is damaged or none, or holds more than any report.
    """
    head = partial(read_partial, stop_when=_after_modality)
    return str(_read(file.read(_HEAD_BYTES), name, head, file.read).get("Modality", ""))


def _read(
    data: bytes,
    name: str,
    build: Callable[[BinaryIO], Dataset],
    rest: Callable[[], bytes] = bytes,
) -> Dataset:
    """Return an object; `rest` brings what follows, without which nothing deflated can be read."""
    try:
        start = _deflated_from(data)
        whole = data if start is None else data + rest()
        excess = _excess(whole, start, _MAX_INFLATED_BYTES)
        dataset = Dataset() if excess else build(io.BytesIO(whole))
        dataset.decode()
    except Exception as error:  # pydicom raises a dozen kinds on broken files
        # without the library's words: they may quote what stands in the header
        raise UnreadableLabels(f"{name} is not a DICOM file that can be read.") from error
    if excess:
        raise UnreadableLabels(f"{name} {excess} than any report; it was not opened.")
    return dataset


def _excess(data: bytes, start: int | None, most: int) -> str:
    """Return what a file has too much of, or nothing: pydicom builds whatever it is told."""
    plain = data if start is None else inflated(data[start:], most)
    if plain is None:
        return "unpacks to more"
    return "has longer lists" if too_many_items(plain) else ""


def _deflated_from(data: bytes) -> int | None:
    """Return where deflated data begin, or None where there are none."""
    file = io.BytesIO(data)
    file.seek(_META_START if data[128:_META_START] == b"DICM" else 0)
    meta = read_dataset(file, is_implicit_VR=False, is_little_endian=True, stop_when=_after_meta)
    deflated = UID(meta.get("TransferSyntaxUID") or "") == DeflatedExplicitVRLittleEndian
    return file.tell() if deflated else None


def _after_meta(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return tag.group != _META_GROUP


def _after_modality(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return bool(tag > _MODALITY)


def items(dataset: Dataset, keyword: str) -> Iterator[Dataset]:
    """Iterate over a sequence; absent or of another kind is empty."""
    sequence = dataset.get(keyword)
    if sequence is not None and not isinstance(sequence, str | bytes | int | float):
        yield from (item for item in sequence if isinstance(item, Dataset))


def point_of(drawn: Dataset, file: str) -> Point:
    """Return the position of what is drawn as a POINT.

    Raises:
        UnreadableLabels: it does not have two coordinates.
    """
    data = drawn.get("GraphicData")
    try:
        x, y = map(float, data) if isinstance(data, list | MultiValue) else (nan, nan)
    except (TypeError, ValueError, OverflowError):
        x = y = nan
    if not (isfinite(x) and isfinite(y)):
        raise UnreadableLabels(f"{file}: a point does not have two coordinates.")
    return Point(x, y)


def _check_points(film: LabelledFilm, source: Dataset) -> None:
    width_px, height_px = int(source.get("Columns") or 0), int(source.get("Rows") or 0)
    points = film.points
    if not points:
        raise Unfit(film.film.name, "no landmark has a position")
    for name, point in points.items():
        if not (0 <= point.x <= width_px and 0 <= point.y <= height_px):
            raise Unfit(film.film.name, f"{name} lies outside the DICOM film")


class _TooMuch(Exception):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """More than any film has."""


class _Counted(io.FileIO):
    """A film's file from which no longer lists can be read than any film has.

    Only what is read is counted: the pixels of a folder of films are gigabytes.
    """

    _items = 0

    @override
    def readinto(self, buffer: Buffer) -> int:
        count = super().readinto(buffer)
        self._items += items_in(bytes(memoryview(buffer)[:count]))
        if self._items > MOST_ITEMS:
            raise _TooMuch("has longer lists")
        return count


def _header(path: Path, name: str) -> Dataset:
    try:
        with io.BufferedReader(_Counted(path), _HEAD_BYTES) as file:
            # many lack the preamble
            header = dcmread(_plain(file), stop_before_pixels=True, force=True)
    except _TooMuch as error:
        raise Unfit(name, f"it {error} than any film; it was not opened") from error
    except OSError as error:
        raise Unfit(name, f"it could not be read: {reason(error)}") from error
    except Exception as error:  # pydicom raises a dozen kinds on broken files
        raise Unfit(name, _NO_FILM) from error
    return header


def _plain(file: BinaryIO) -> BinaryIO:
    """Return a film's file from its beginning; one that is deflated is read whole.

    Raises:
        _TooMuch: it unpacks to more than any film.
    """
    start = _deflated_from(file.read(_HEAD_BYTES))
    file.seek(0)
    if start is None:
        return file
    data = file.read()
    if excess := _excess(data, start, _MAX_FILM_BYTES):
        raise _TooMuch(excess)
    return io.BytesIO(data)


def _reduced(source: Dataset, *, identified: bool) -> Dataset:
    header = Dataset()
    header.SpecificCharacterSet = "ISO_IR 192"
    for keyword in (*_TIES, *_PICTURE):
        if keyword in source:
            header[keyword] = source[keyword]
    if header.get("NumberOfFrames") == 1:  # a single frame, but libraries look for many
        del header.NumberOfFrames
    _state_rescale_type(header)
    stated = (item for item in items(source, "VOILUTSequence") if "LUTData" in item)
    little = bool(source.original_encoding[1])
    if tables := [table for item in stated if (table := grey_table(item, little=little))]:
        header.VOILUTSequence = tables
        for window in ("WindowCenter", "WindowWidth"):  # a state holds one or the other
            header.pop(window, None)
    for keyword in _PATIENT:
        setattr(header, keyword, _well_formed(keyword, source) if identified else "")
    return header


def _state_rescale_type(dataset: Dataset) -> None:
    """State the unit of rescaled values as unspecified: it must be stated, but is free text."""
    if "RescaleIntercept" in dataset:
        dataset.RescaleType = "US"


def _state_groups(header: Dataset, source: Dataset, page: int) -> None:
    """State in shared functional groups how the grey values of a frame are shown.

    Libraries look for it there, but older files of several frames state it as those of one do.
    """
    per_frame = list(items(source, "PerFrameFunctionalGroupsSequence"))
    stating = [*per_frame[page : page + 1], *items(source, "SharedFunctionalGroupsSequence")]
    groups = Dataset()
    for keyword, attributes in _GROUPS.items():
        stated = next((group for each in stating for group in items(each, keyword)), source)
        group = Dataset()
        for name in attributes:
            if name in stated:
                group[name] = stated[name]
        _state_rescale_type(group)
        if len(group):
            setattr(groups, keyword, [group])
    header.SharedFunctionalGroupsSequence = [groups]
    header.PerFrameFunctionalGroupsSequence = []


def _well_formed(keyword: str, source: Dataset) -> str:
    """Return a value, or nothing where it breaks the standard: no archive would take it."""
    value = str(source.get(keyword) or "")
    return value if _FORMS[dictionary_VR(keyword)].fullmatch(value) else ""

"""Landmarks as a DICOM structured report: TID 1500, one region of type POINT per landmark.

SCOORD counts as we do: (0.0, 0.0) is the top-left corner of the first pixel. Its numbers have 24
bits, which on a film is better than a thousandth of a pixel. Landmarks have no standard codes:
they carry private ones, and their abbreviation as the tracking identifier.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from pydicom import Dataset

from landmark_gui import __version__
from landmark_gui.domain.annotation import WITHOUT_POSITION, Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import Landmark
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.dicom_header import (
    CODES,
    MANUFACTURER,
    Source,
    items,
    point_of,
    read_object,
    rendered,
)
from landmark_gui.exchange.errors import CannotHold
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.text import stem

_GROUP = "125007"  # Measurement Group
_TRACKING = "112039"  # Tracking Identifier
_STATUS = "STATUS"


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of a report, called as the file is.

    Raises:
        UnreadableLabels: no report, or its points are no landmarks.
    """
    report = read_object(data, file)
    marks = ((*_label_and_point(group, file), _status(group)) for group in _groups(report))
    annotations, said = context.by_landmark(marks, file)
    for name, status in said.items():
        point = annotations[name].point
        if point is not None and status is not None:
            annotations[name] = Annotation(name, status, point)
    return [LabelledFilm(context.film(FilmInfo.named(stem(file))), annotations)]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the report on one film.

    Raises:
        CannotHold: the film is no DICOM that is at hand, or no landmark has a position.
    """
    return rendered(films, context, _report)


def _report(film: LabelledFilm, source: Source, context: Context) -> Dataset:
    import highdicom as hd  # noqa: PLC0415 - an extra, and it takes a second

    marks = [mark for mark in context.scheme if mark.abbreviation in film.points]
    said = [(mark, film.annotations[mark.abbreviation]) for mark in marks]
    report: Dataset = hd.sr.ComprehensiveSR(
        evidence=[source.header],
        content=_content(hd, source, said),
        series_instance_uid=source.uid("sr series", ""),
        series_number=9001,
        sop_instance_uid=source.uid("sr", (said, context.identified)),
        instance_number=1,
        manufacturer=MANUFACTURER,
        manufacturer_model_name=MANUFACTURER,
        software_versions=__version__,
        device_serial_number="0",
        is_complete=True,
        is_verified=False,
        series_description="Cephalometric landmarks",
        coding_schemes=[_coding_scheme(hd)],
    )
    return report


def _coding_scheme(hd: Any) -> Any:  # noqa: ANN401 - highdicom is an extra
    return hd.coding_schemes.CodingSchemeIdentificationItem(
        designator=CODES, name="Landmark GUI", version=__version__
    )


def _content(hd: Any, source: Source, said: Sequence[tuple[Landmark, Annotation]]) -> Any:  # noqa: ANN401 - highdicom is an extra
    sr = hd.sr
    device = sr.DeviceObserverIdentifyingAttributes(
        uid=source.uid("device", ""), name=MANUFACTURER, manufacturer_name=MANUFACTURER
    )
    observer = sr.ObserverContext(
        observer_type=sr.CodedConcept("121007", "DCM", "Device"),
        observer_identifying_attributes=device,
    )
    return sr.MeasurementReport(
        observation_context=sr.ObservationContext(observer_device_context=observer),
        procedure_reported=sr.CodedConcept("CEPHALOMETRY", CODES, "Lateral cephalometry"),
        imaging_measurements=[_region(sr, source, mark, a) for mark, a in said],
    )


def _region(sr: Any, source: Source, mark: Landmark, a: Annotation) -> Any:  # noqa: ANN401 - highdicom is an extra
    if a.point is None:
        raise CannotHold(f"{mark.abbreviation} has no position.")
    region = sr.ImageRegion(
        graphic_type="POINT",
        graphic_data=np.array([[a.point.x, a.point.y]], np.float32),
        source_image=sr.SourceImageForRegion.from_source_image(
            source.header, [source.frame] if source.frame else None
        ),
    )
    status = sr.QualitativeEvaluation(
        name=sr.CodedConcept(_STATUS, CODES, "How the landmark came to be where it is"),
        value=sr.CodedConcept(a.status.name, CODES, a.status.value),
    )
    return sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(
            identifier=mark.abbreviation, uid=source.uid("landmark", mark.abbreviation)
        ),
        referenced_region=region,
        finding_type=sr.CodedConcept(mark.abbreviation[:16], CODES, mark.name[:64]),
        qualitative_evaluations=[status],
    )


def _groups(item: Dataset) -> Iterator[Dataset]:
    for child in items(item, "ContentSequence"):
        if _code(child, "ConceptNameCodeSequence") == _GROUP:
            yield child
        else:
            yield from _groups(child)


def _label_and_point(group: Dataset, file: str) -> tuple[str, Point | None]:
    label, point = "", None
    for child in items(group, "ContentSequence"):
        if _code(child, "ConceptNameCodeSequence") == _TRACKING:
            label = str(child.get("TextValue", ""))
        elif child.get("ValueType") == "SCOORD" and child.get("GraphicType") == "POINT":
            point = point_of(child, file)
    return label, point


def _status(group: Dataset) -> Status | None:
    for child in items(group, "ContentSequence"):
        if _code(child, "ConceptNameCodeSequence") == _STATUS:
            name = _code(child, "ConceptCodeSequence")
            status = Status.__members__.get(name)
            return None if status in WITHOUT_POSITION else status
    return None


def _code(item: Dataset, keyword: str) -> str:
    code = next(items(item, keyword), None)
    return "" if code is None else str(code.get("CodeValue", ""))

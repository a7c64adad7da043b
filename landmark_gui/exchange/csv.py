"""Landmarks as a table: one row per film and landmark, for spreadsheets and statistics.

Positions are (x, y) pixels of the film as stored, y down, (0.0, 0.0) the top-left corner of the
first pixel. Positions and spacings are written so that they read back as the same floats.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from landmark_gui import __version__
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.prediction import Detection, Prediction
from landmark_gui.exchange.cells import exact, rounded, word
from landmark_gui.exchange.replacing import replacing_text
from landmark_gui.exchange.rows import Row, read_rows

T = TypeVar("T")

COLUMNS = (
    "image",
    "image_sha256",
    "landmark",
    "name",
    "status",
    "x_px",
    "y_px",
    "x_mm",
    "y_mm",
    "predicted_x_px",
    "predicted_y_px",
    "moved_px",
    "radius50_px",
    "radius90_px",
    "spacing_x_mm",
    "spacing_y_mm",
    "spacing_source",
    "image_width_px",
    "image_height_px",
    "reader",
    "changed_utc",
    "model",
    "model_sha256",
    "seed",
    "steps",
    "samples",
    "app_version",
)
_POSITION = ("image", "landmark", "x_px", "y_px")
_ANNOTATION = (*_POSITION, "image_sha256", "status", "image_width_px", "image_height_px")
_WITHOUT_POSITION = frozenset({Status.UNSET, Status.MISSING, Status.NOT_VISIBLE})


@dataclass(frozen=True, slots=True)
class ImportedFilm:
    """What a table says of one film; mappings go by the landmark's abbreviation."""

    film: FilmInfo
    annotations: Mapping[str, Annotation]
    predicted: Mapping[str, Point]


def write_csv(path: Path, cases: Sequence[Case], *, reader: str = "") -> None:
    """Write cases as a table, whole or not at all; `reader` stands where nobody signed.

    Raises:
        CannotWrite: the file could not be written; what was there before is untouched.
    """
    with replacing_text(path) as file:
        table = csv.DictWriter(file, COLUMNS, restval="")
        table.writeheader()
        for case in cases:
            table.writerows(_rows(case, reader))


def read_csv(path: Path) -> dict[str, ImportedFilm]:
    """Return what a table of ours says, by film name.

    Raises:
        UnreadableTable: no such file, not our table, or a row that contradicts itself.
    """
    grouped: dict[str, list[Row]] = {}
    for row in read_rows(path, _ANNOTATION):
        grouped.setdefault(row.text("image"), []).append(row)
    return {name: _imported(rows) for name, rows in grouped.items()}


def point_table(path: Path) -> dict[str, dict[str, Point]]:
    """Return positions in pixels by film name and abbreviation; rows without one are left out.

    Raises:
        UnreadableTable: no such file, or not a table with image, landmark, x_px and y_px.
    """
    points: dict[str, dict[str, Point]] = {}
    for row in read_rows(path, _POSITION):
        of_film = points.setdefault(row.text("image"), {})
        point = row.point("x_px", "y_px")
        if point is not None:
            _put(of_film, row, point)
    return points


def _rows(case: Case, reader: str) -> Iterator[dict[str, str]]:
    shared = _film_cells(case.film) | _provenance_cells(case.detection)
    for landmark in case.scheme:
        annotation = case.annotations[landmark.abbreviation]
        yield {
            **shared,
            "landmark": word(landmark.abbreviation),
            "name": word(landmark.name),
            "status": annotation.status.value,
            **_position_cells(annotation.point, case.film.spacing),
            **_prediction_cells(case, annotation),
            **_stamp_cells(annotation.stamp, reader),
        }


def _film_cells(film: FilmInfo) -> dict[str, str]:
    cells = {
        "image": word(film.name),
        "image_sha256": word(film.sha256),
        "image_width_px": str(film.width_px),
        "image_height_px": str(film.height_px),
        "app_version": word(__version__),
    }
    if film.spacing is not None:
        cells["spacing_x_mm"] = exact(film.spacing.x_mm)
        cells["spacing_y_mm"] = exact(film.spacing.y_mm)
        cells["spacing_source"] = film.spacing.source.value
    return cells


def _provenance_cells(detection: Detection | None) -> dict[str, str]:
    if detection is None:
        return {}
    made = detection.provenance
    return {
        "model": word(made.model),
        "model_sha256": word(made.model_sha256),
        "seed": str(made.seed),
        "steps": str(made.steps),
        "samples": str(made.samples),
    }


def _position_cells(point: Point | None, spacing: PixelSpacing | None) -> dict[str, str]:
    if point is None:
        return {}
    cells = {"x_px": exact(point.x), "y_px": exact(point.y)}
    if spacing is not None:
        cells["x_mm"] = rounded(point.x * spacing.x_mm)
        cells["y_mm"] = rounded(point.y * spacing.y_mm)
    return cells


def _prediction_cells(case: Case, annotation: Annotation) -> dict[str, str]:
    prediction = _prediction(case.detection, annotation.landmark)
    if prediction is None:
        return {}
    return {
        "predicted_x_px": exact(prediction.point.x),
        "predicted_y_px": exact(prediction.point.y),
        "moved_px": rounded(case.moved_px(annotation.landmark)),
        "radius50_px": rounded(prediction.radius50_px),
        "radius90_px": rounded(prediction.radius90_px),
    }


def _prediction(detection: Detection | None, landmark: str) -> Prediction | None:
    predictions = detection.predictions if detection else ()
    return next((p for p in predictions if p.landmark == landmark), None)


def _stamp_cells(stamp: Stamp | None, reader: str) -> dict[str, str]:
    if stamp is None:
        return {"reader": word(reader)}
    return {"reader": word(stamp.reader), "changed_utc": _utc_text(stamp.utc)}


def _utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _imported(rows: Sequence[Row]) -> ImportedFilm:
    film = _film_of(rows[0])
    annotations: dict[str, Annotation] = {}
    predicted: dict[str, Point] = {}
    for row in rows:
        if _film_of(row) != film:
            raise row.refusal(f"{film.name} has two sizes, spacings or hashes in this table")
        annotation = _annotation_of(row)
        _put(annotations, row, annotation)
        point = row.point("predicted_x_px", "predicted_y_px")
        if point is not None:
            predicted[annotation.landmark] = point
    return ImportedFilm(film, annotations, predicted)


def _put(found: dict[str, T], row: Row, value: T) -> None:
    landmark = row.text("landmark")
    if landmark in found:
        raise row.refusal(f"{landmark} of {row.text('image')} appears twice")
    found[landmark] = value


def _film_of(row: Row) -> FilmInfo:
    return FilmInfo(
        row.text("image"),
        row.text("image_sha256"),
        row.size_px("image_width_px"),
        row.size_px("image_height_px"),
        _spacing_of(row),
    )


def _spacing_of(row: Row) -> PixelSpacing | None:
    x_mm, y_mm = row.number("spacing_x_mm"), row.number("spacing_y_mm")
    if x_mm is None or y_mm is None:
        return None
    try:
        return PixelSpacing(x_mm, y_mm, SpacingSource(row.text("spacing_source")))
    except ValueError as error:
        raise row.refusal(str(error)) from error


def _annotation_of(row: Row) -> Annotation:
    try:
        status = Status(row.text("status"))
    except ValueError as error:
        raise row.refusal(str(error)) from error
    point = row.point("x_px", "y_px")
    if (point is None) is not (status in _WITHOUT_POSITION):
        without = "no position" if point is None else "a position"
        raise row.refusal(f"a landmark that is {status} has {without}")
    return Annotation(row.text("landmark"), status, point, _stamp_of(row))


def _stamp_of(row: Row) -> Stamp | None:
    changed = row.text("changed_utc")
    if not changed:
        return None
    try:
        moment = datetime.fromisoformat(changed)
    except ValueError as error:
        raise row.refusal(f"changed_utc is no moment: {changed}") from error
    in_utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return Stamp(row.text("reader"), in_utc)

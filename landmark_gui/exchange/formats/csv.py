"""Landmarks as a table: one row per film and landmark, for spreadsheets and statistics.

Positions are (x, y) pixels of the film as stored, y down, (0.0, 0.0) the top-left corner of the
first pixel. Positions and spacings are written so that they read back as the same floats.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from landmark_gui import __version__
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import (
    WITHOUT_POSITION,
    Annotation,
    Stamp,
    Status,
    utc_moment,
)
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PLAUSIBLE_ASPECT, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.orientation import Remark
from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange import region_values
from landmark_gui.exchange.cells import exact, rounded, table, word
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import Found, LabelledFilm, Model, labelled
from landmark_gui.exchange.landmark_values import DOUBT, model_values, said_of
from landmark_gui.exchange.note import Value, note_of
from landmark_gui.exchange.renaming import understood_film
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.rows import Row, read_rows, rows_in
from landmark_gui.exchange.text import shown

T = TypeVar("T")
Rows: TypeAlias = tuple[Mapping[str, str], ...]  # those of a film, cells as they stand in a table

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
    *region_values.NAMES,
    "expected_error_px",
    "spacing_x_mm",
    "spacing_y_mm",
    "spacing_source",
    "image_width_px",
    "image_height_px",
    "pixel_aspect",
    "reader",
    "changed_utc",
    "blind_status",
    "blind_x_px",
    "blind_y_px",
    "model",
    "model_sha256",
    "seed",
    "steps",
    "samples",
    "options",
    "remarks",
    "app_version",
)
_BETWEEN_REMARKS = "; "
_SHA256 = re.compile(r"\A[0-9A-Fa-f]{64}\Z")  # in capitals it is the same
_POSITION = ("image", "landmark", "x_px", "y_px")
_EXACT = {
    *("x_px", "y_px", "predicted_x_px", "predicted_y_px"),
    *("spacing_x_mm", "spacing_y_mm", "pixel_aspect"),
}  # all other numbers are derived
_ANNOTATION = (*_POSITION, "image_sha256", "status", "image_width_px", "image_height_px")


def table_of(films: Sequence[Case | Rows]) -> bytes:
    """Return the table of cases, or of what another table says of a film."""
    return _table(row for film in films for row in _rows_of(film))


def write_csv(path: Path, films: Sequence[Case | Rows]) -> None:
    """Write such a table, whole or not at all.

    Raises:
        CannotWrite: the file could not be written; what was there before is untouched.
    """
    write_over(path, table_of(films))


def read_csv(path: Path) -> dict[str, LabelledFilm]:
    """Return what a table of ours says, by film name.

    Raises:
        UnreadableTable: no such file, not our table, or a row that contradicts itself.
    """
    return _films(read_rows(path, _ANNOTATION))


def read_standing(path: Path) -> dict[str, tuple[LabelledFilm, Rows]]:
    """Return what a table of ours says, by film name, with its rows as they stand.

    Raises:
        UnreadableTable: as `read_csv`, or an earlier version wrote it that kept no options.
    """
    films = _grouped(read_rows(path, (*_ANNOTATION, "options")))
    return {name: (_imported(rows), _standing(rows)) for name, rows in films.items()}


def remarks_in(rows: Rows) -> tuple[Remark, ...]:
    """Return what was noticed on the film of such rows."""
    return _remarks(rows[0]["remarks"])


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the films of a table, with the landmarks of the scheme.

    Raises:
        UnreadableTable: not our table.
        UnreadableLabels: it names landmarks that the scheme does not have.
    """
    films = _films(rows_in(data, Path(file), _ANNOTATION)).values()
    return [understood_film(film, file, context) for film in films]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the table of all films."""
    return _table(row for film in films for row in _rows(film, _names(context.scheme)))


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


def _names(scheme: LandmarkScheme) -> dict[str, str]:
    return {landmark.abbreviation: landmark.name for landmark in scheme}


def _rows_of(film: Case | Rows) -> Iterable[Mapping[str, str]]:
    return _rows(labelled(film), _names(film.scheme)) if isinstance(film, Case) else film


def _standing(rows: Sequence[Row]) -> Rows:
    return tuple({column: row.cells.get(column, "") for column in COLUMNS} for row in rows)


def _table(rows: Iterable[Mapping[str, str]]) -> bytes:
    return table(COLUMNS, ([row.get(column, "") for column in COLUMNS] for row in rows))


def _rows(film: LabelledFilm, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    shared = film_cells(film.film) | _model_cells(film.model)
    shared["remarks"] = _BETWEEN_REMARKS.join(film.remarks)
    for landmark in film.annotations:
        yield {
            **shared,
            "landmark": word(landmark),
            "name": word(names.get(landmark, "")),
            **_cells(said_of(film, landmark)),
            **_derived_cells(film, landmark),
            **_blind_cells(film.blind.get(landmark)),
        }


def film_cells(film: FilmInfo) -> dict[str, str]:
    """Return what a row says of its film; what is not known of it has no cells."""
    return _cells(note_of(film)) | {"app_version": word(__version__)}


def _model_cells(model: Model | None) -> dict[str, str]:
    values = model_values(model) if model else {}
    named = {"name": "model", "sha256": "model_sha256"}
    return _cells({named.get(key, key): value for key, value in values.items()})


def _cells(values: Mapping[str, Value]) -> dict[str, str]:
    return {key: _cell(key, value) for key, value in values.items()}


def _cell(key: str, value: Value) -> str:
    if isinstance(value, str):
        return word(value)
    if isinstance(value, int):
        return str(value)
    return exact(value) if key in _EXACT else rounded(value)


def _derived_cells(film: LabelledFilm, landmark: str) -> dict[str, str]:
    point, spacing = film.annotations[landmark].point, film.film.spacing
    found = film.found.get(landmark)
    cells: dict[str, str] = {}
    if point is not None and spacing is not None:
        cells["x_mm"] = rounded(point.x * spacing.x_mm)
        cells["y_mm"] = rounded(point.y * spacing.y_mm)
    if point is not None and found is not None:
        cells["moved_px"] = rounded(point.distance_px(found.point))
    return cells


def _blind_cells(said: Annotation | None) -> dict[str, str]:
    if said is None:
        return {}
    cells = {"blind_status": said.status.value}
    if said.point is not None:
        cells |= {"blind_x_px": exact(said.point.x), "blind_y_px": exact(said.point.y)}
    return cells


def _films(rows: Iterator[Row]) -> dict[str, LabelledFilm]:
    return {name: _imported(of_film) for name, of_film in _grouped(rows).items()}


def _grouped(rows: Iterator[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.text("image"), []).append(row)
    return grouped


def _imported(rows: Sequence[Row]) -> LabelledFilm:
    film = film_of_row(rows[0])
    annotations: dict[str, Annotation] = {}
    found: dict[str, Found] = {}
    readers: dict[str, str] = {}
    blind: dict[str, Annotation] = {}
    for row in rows:
        if film_of_row(row) != film:
            raise row.refusal(f"{film.name} has two sizes, spacings or hashes in this table")
        annotation = _annotation_of(row)
        _put(annotations, row, annotation)
        point = row.point("predicted_x_px", "predicted_y_px")
        if point is not None:
            lengths = map(row.length, DOUBT)
            found[annotation.landmark] = Found(point, *lengths, region90=_region90(row))
        if row.known("blind_status"):
            blind[annotation.landmark] = _said(row, "blind_")
        if annotation.stamp is None and row.known("reader"):
            readers[annotation.landmark] = row.known("reader")
    remarks = _remarks(rows[0].known("remarks"))
    return LabelledFilm(film, annotations, found, readers, _model_of(rows[0]), blind, remarks)


def _region90(row: Row) -> Ellipse | None:
    try:
        return region_values.ellipse_of(row.number)
    except ValueError as error:
        raise row.refusal(str(error)) from error


def _remarks(text: str) -> tuple[Remark, ...]:
    words = text.split(_BETWEEN_REMARKS)  # a later version may know more of them
    return tuple(remark for remark in Remark if remark in words)


def _put(found: dict[str, T], row: Row, value: T) -> None:
    landmark = row.text("landmark")
    if landmark in found:
        raise row.refusal(f"{landmark} of {row.text('image')} appears twice")
    found[landmark] = value


def film_of_row(row: Row) -> FilmInfo:
    """Return the film that a row is about.

    Raises:
        UnreadableTable: no size, or a spacing or a shape of pixels that is none.
    """
    return FilmInfo(
        row.text("image"),
        _SHA256.sub(lambda sha256: sha256[0].lower(), row.known("image_sha256")),
        row.size_px("image_width_px"),
        row.size_px("image_height_px"),
        _spacing_of(row),
        _aspect_of(row),
    )


def _spacing_of(row: Row) -> PixelSpacing | None:
    x_mm, y_mm = row.number("spacing_x_mm"), row.number("spacing_y_mm")
    if x_mm is None or y_mm is None:
        return None
    source = SpacingSource.STATED_BY_USER  # whoever wrote a spacing without more
    if row.known("spacing_source"):
        source = row.one_of("spacing_source", SpacingSource)
    try:
        return PixelSpacing(x_mm, y_mm, source)
    except ValueError as error:
        raise row.refusal(str(error)) from error


def _aspect_of(row: Row) -> float:
    aspect = row.number("pixel_aspect")
    low, high = PLAUSIBLE_ASPECT
    if aspect is not None and not low <= aspect <= high:
        raise row.refusal(f"no pixel is {aspect:g} times as high as wide")
    return aspect or 1.0


def _annotation_of(row: Row) -> Annotation:
    return replace(_said(row), stamp=_stamp_of(row))


def _said(row: Row, when: str = "") -> Annotation:
    """Return what a row says of its landmark, now or with the prefix of another time."""
    status = row.one_of(f"{when}status", Status)
    point = row.point(f"{when}x_px", f"{when}y_px")
    if (point is None) is not (status in WITHOUT_POSITION):
        without = "no position" if point is None else "a position"
        raise row.refusal(f"a landmark that is {status} has {without}")
    return Annotation(row.text("landmark"), status, point)


def _stamp_of(row: Row) -> Stamp | None:
    changed = row.known("changed_utc")
    if not changed:
        return None
    try:
        return Stamp(row.known("reader"), utc_moment(changed))
    except ValueError as error:
        raise row.refusal(f"changed_utc is not a date and time: {shown(changed)}") from error


def _model_of(row: Row) -> Model | None:
    name, sha256 = row.known("model"), row.known("model_sha256")
    numbers = [row.whole(column) for column in ("seed", "steps", "samples")]
    if not (name or sha256) and numbers == [None, None, None]:
        return None
    seed, steps, samples = numbers
    return Model(name, sha256, seed, steps, samples, row.known("options"))

"""Landmarks as a wide table: one row per film, `<abbreviation>_x, <abbreviation>_y` columns.

Ours has the film's size, identity and spacing in front. The public data sets' tables are read as
well: their columns are ids (`1_x, 1_y`), and their numbers pixel indices, half a pixel less.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.cells import exact, plain, table, word
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import UnreadableLabels, UnreadableTable
from landmark_gui.exchange.formats.csv import film_cells, film_of_row
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.measurements import UNDECIDED
from landmark_gui.exchange.rows import Row, read_rows, rows_in
from landmark_gui.exchange.schemes import with_others
from landmark_gui.exchange.text import shown

FILM_COLUMNS = (
    "image",
    "image_sha256",
    "image_width_px",
    "image_height_px",
    "pixel_aspect",
    "spacing_x_mm",
    "spacing_y_mm",
    "spacing_source",
)
_SIZE = "image_width_px"  # only our tables have it
_NOT_LANDMARKS = frozenset(FILM_COLUMNS)


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the films of a wide table.

    Raises:
        UnreadableTable: not such a table, or a film has two rows.
        UnreadableLabels: its columns are no landmarks.
    """
    return list(_films(rows_in(data, Path(file), ("image",)), file, context).values())


def read_csv_wide(path: Path, scheme: LandmarkScheme) -> dict[str, LabelledFilm]:
    """Return what a wide table says, ours or a public data set's, by film name.

    It states no status: every position in it counts as put there by a reader. It may have the
    abbreviations of another scheme that comes with the program.

    Raises:
        UnreadableTable: not such a table, a film has two rows, or its columns are no landmarks.
    """
    rows = list(read_rows(path, ("image",)))
    try:
        return _films(rows, path.name, Context(_scheme_of(rows, scheme)))
    except UnreadableLabels as error:
        raise UnreadableTable(str(error)) from error


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the table of all films; landmarks without a position have empty cells."""
    names = context.scheme.abbreviations
    header = [*FILM_COLUMNS, *(word(f"{name}_{axis}") for name in names for axis in "xy")]
    return table(header, (_row(film, names) for film in films))


def _row(film: LabelledFilm, names: Sequence[str]) -> list[str]:
    pairs = (_cells(film.points.get(name)) for name in names)
    cells = film_cells(film.film)
    return [*(cells.get(column, "") for column in FILM_COLUMNS), *chain.from_iterable(pairs)]


def _scheme_of(rows: Sequence[Row], asked: LandmarkScheme) -> LandmarkScheme:
    names = {plain(name) for row in rows[:1] for name in _columns(row)}
    schemes = (each for each in with_others(asked) if names <= {*each.abbreviations})
    return next(schemes, asked)


def _films(rows: Iterable[Row], file: str, context: Context) -> dict[str, LabelledFilm]:
    films: dict[str, LabelledFilm] = {}
    for row in rows:
        points, stated = _points(row), _film(row)
        if stated.name in films:
            raise row.refusal(f"{stated.name} has a second row")
        film = context.film(stated)
        films[stated.name] = LabelledFilm(film, context.annotated(points, file))
    return films


def _points(row: Row) -> list[tuple[str, Point | None]]:
    columns = _columns(row)
    shift = PIXEL_CENTRE if _is_public(row, columns) else 0.0
    return [(plain(name), _point(row, name, shift)) for name in columns]


def _is_public(row: Row, columns: Sequence[str]) -> bool:
    """Tell a public data set's table from ours, which may have numbers for abbreviations too."""
    return _SIZE not in row.cells and all(column.isdecimal() for column in columns)


def _columns(row: Row) -> list[str]:
    named = [c.rsplit("_", 1) for c in row.cells if c not in _NOT_LANDMARKS and "_" in c]
    names = list(dict.fromkeys(name for name, axis in named if axis in ("x", "y")))
    halves = [n for n in names if not {f"{n}_x", f"{n}_y"} <= row.cells.keys()]
    if halves:
        half = shown(halves[0])
        raise UnreadableTable(f"{row.path.name} has only one of two columns for {half}.")
    if not names and UNDECIDED in row.cells:
        remedy = "name the table of landmarks that `measure` has read"
        raise UnreadableTable(f"{row.path.name} has measurements and no landmarks; {remedy}.")
    if not names:
        raise UnreadableTable(f"{row.path.name} has no landmark columns.")
    return names


def _point(row: Row, name: str, shift: float) -> Point | None:
    point = row.point(f"{name}_x", f"{name}_y")
    return point.moved(shift, shift) if point else None


def _film(row: Row) -> FilmInfo:
    if _SIZE in row.cells:
        return film_of_row(row)
    return FilmInfo.named(row.text("image"))


def _cells(point: Point | None) -> tuple[str, str]:
    return (exact(point.x), exact(point.y)) if point else ("", "")

"""What a table says of films, ours or a reader's, long or wide: told apart by its header."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.errors import UnreadableTable, reason
from landmark_gui.exchange.formats.csv import point_table, read_csv
from landmark_gui.exchange.formats.csv_wide import read_csv_wide
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.rows import separator
from landmark_gui.in_use import check_free

_LONG = frozenset({"image", "landmark"})


def read_marks(path: Path, scheme: LandmarkScheme) -> dict[str, LabelledFilm]:
    """Return what a table of ours or a reader's says, by film name as it stands there.

    Where a table states no status, its points are taken as placed by a reader.

    Raises:
        UnreadableTable: no such file, no such table, or a row that makes no sense.
    """
    header = _header(path)
    columns = frozenset(header)
    if columns >= _LONG | {"status"}:
        return read_csv(path)
    if columns >= _LONG or separator(header):  # the latter are refused there, with the remedy
        return {name: _placed(name, points) for name, points in point_table(path).items()}
    return read_csv_wide(path, scheme)


def _header(path: Path) -> Sequence[str]:
    try:
        check_free(path)
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return next(csv.reader(file), ())
    except OSError as error:
        raise UnreadableTable(f"{path} could not be read: {reason(error)}.") from error
    except csv.Error as error:
        raise UnreadableTable(f"{path.name} is not a table we can read: {error}.") from error


def _placed(name: str, points: Mapping[str, Point]) -> LabelledFilm:
    annotations = {mark: Annotation(mark, Status.MOVED, point) for mark, point in points.items()}
    return LabelledFilm(FilmInfo.named(name), annotations)

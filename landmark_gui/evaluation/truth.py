"""Where readers say the landmarks are: tables of several readers to one truth."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path, PurePosixPath
from statistics import fmean
from typing import TypeVar

from landmark_gui.domain.film_file import composed, without_ending
from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.domain.landmarks import LandmarkScheme

NO_VALUE = frozenset({"", "NA", "NaN", "nan"})  # how R and pandas write an empty cell
_FILM_COLUMN = "image"
_NAMED = 8  # films of a longer list that a sentence names

Said = TypeVar("Said")
Reading = dict[str, Point]  # abbreviation -> position on the film in pixels


class TruthError(ValueError):
    """A table or list of films cannot be used; the message is a sentence that says why."""


def film_path(name: str) -> PurePosixPath:
    """Return a film's name without ending, with its folders, whichever system wrote it."""
    return without_ending(PurePosixPath(composed(name).strip().replace("\\", "/")))


def film_stem(name: str) -> str:
    """Return the shortest that a film may be called: `images/151.jpg` is `151`.

    The pages of a file are several films: `151.tif#2` is `151#2`.
    """
    return film_path(name).name


def some_of(films: Sequence[str]) -> str:
    """Return the names of films, of a long list the first ones."""
    more = len(films) - _NAMED
    return ", ".join(films[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def by_stem(films: Mapping[str, Said]) -> dict[str, Said]:
    """Return what is said of films under their stems.

    Raises:
        TruthError: two films have the same one.
    """
    stems = {film_stem(name): points for name, points in films.items()}
    if len(stems) < len(films):
        counted = Counter(map(film_stem, films))
        twice = sorted(stem for stem, count in counted.items() if count > 1)
        raise TruthError(f"More than one film is called {', '.join(twice)}.")
    return stems


def read_truth(paths: Sequence[Path], scheme: LandmarkScheme) -> dict[str, Reading]:
    """Return the mean position over the readers, per film stem and abbreviation, in pixels.

    A table has one row per film and the columns `image`, `<id>_x`, `<id>_y`, with ids of the
    scheme. Its numbers are pixel indices; half a pixel is added to get corner-based coordinates.
    A blank cell, or R's NA, is a missing point: each landmark is averaged over the readers that
    have it.

    Raises:
        TruthError: a table cannot be read, or says what makes no sense.
    """
    tables = [read_table(path, scheme, film_stem) for path in paths]
    return in_scheme_order(mean_reading(tables), scheme)


def in_scheme_order(readings: Mapping[str, Reading], scheme: LandmarkScheme) -> dict[str, Reading]:
    """Return the readings of films in the order of the scheme; landmarks it lacks come after."""
    order = scheme.abbreviations
    return {
        film: {name: points[name] for name in (*order, *points) if name in points}
        for film, points in readings.items()
    }


def mean_reading(tables: Iterable[Mapping[str, Mapping[str, Point]]]) -> dict[str, Reading]:
    """Return the mean position by film and abbreviation, each over the tables that have it."""
    readings: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for table in tables:
        for film, points in table.items():
            for abbreviation, point in points.items():
                readings[film][abbreviation].append(point)
    return {
        film: {name: _mean(said) for name, said in points.items()}
        for film, points in readings.items()
    }


def read_film_list(path: Path) -> tuple[str, ...]:
    """Return the film stems in a file that has one a line; blank lines do not count.

    Raises:
        TruthError: the file cannot be read.
    """
    return tuple(map(film_stem, read_film_names(path)))


def read_film_names(path: Path) -> tuple[str, ...]:
    """Return the films in a file that names one a line; blank lines do not count.

    Raises:
        TruthError: the file cannot be read.
    """
    return tuple(line.strip() for line in _text(path).splitlines() if line.strip())


def read_table(
    path: Path, scheme: LandmarkScheme, called: Callable[[str], str] = str.strip
) -> dict[str, Reading]:
    """Return what one table says, as `read_truth` understands it, by what films are called.

    Raises:
        TruthError: the table cannot be read, or says what makes no sense.
    """
    rows = csv.DictReader(_text(path).splitlines())
    columns = _columns(path, rows.fieldnames or (), scheme)
    table: dict[str, Reading] = {}
    for row in rows:
        film = called(row[_FILM_COLUMN] or "")
        if film in table:
            raise TruthError(f"{path.name} has more than one row for film {film}.")
        if None in row or None in row.values():
            raise TruthError(f"{path.name}, film {film}: not as many cells as the header has.")
        table[film] = dict(_points(row, columns, f"{path.name}, film {film}"))
    return table


def _columns(path: Path, header: Sequence[str], scheme: LandmarkScheme) -> dict[str, str]:
    """Return the abbreviation per landmark id that has columns in the table."""
    if _FILM_COLUMN not in header:
        raise TruthError(f"{path.name} has no column '{_FILM_COLUMN}'.")
    known = {str(landmark.id): landmark.abbreviation for landmark in scheme}
    used = {name[:-2] for name in header if name.endswith(("_x", "_y"))}
    if unknown := sorted(used - known.keys()):
        raise TruthError(f"{path.name}: {scheme.title} has no landmark {', '.join(unknown)}.")
    if halves := sorted(i for i in used if not {f"{i}_x", f"{i}_y"} <= set(header)):
        raise TruthError(f"{path.name} has only one of two columns for landmark {halves[0]}.")
    return {number: name for number, name in known.items() if number in used}


def _points(
    row: Mapping[str, str | None], columns: Mapping[str, str], place: str
) -> Iterator[tuple[str, Point]]:
    for number, abbreviation in columns.items():
        cells = [(row[f"{number}_{axis}"] or "").strip() for axis in "xy"]
        if "" not in cells and not NO_VALUE.issuperset(cells):
            x, y = (_coordinate(cell, place) for cell in cells)
            yield abbreviation, Point(x + PIXEL_CENTRE, y + PIXEL_CENTRE)


def _coordinate(cell: str, place: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise TruthError(f"{place}: '{cell}' is not a coordinate.")
    return value


def _mean(points: Sequence[Point]) -> Point:
    return Point(fmean(point.x for point in points), fmean(point.y for point in points))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise TruthError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TruthError(f"{path.name} is not a text file in UTF-8.") from error

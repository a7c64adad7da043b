"""Where readers say the landmarks are: what several say to one truth, and lists of films."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import TypeAlias, TypeVar

from landmark_gui.domain.film_file import possible_names
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme

_NAMED = 8  # of a longer list that a sentence names

Said = TypeVar("Said")
Reading: TypeAlias = Mapping[str, Point]  # abbreviation -> position on the film in pixels
FilmPoints: TypeAlias = Mapping[str, Reading]  # by film


class TruthError(ValueError):
    """A table or list of films cannot be used; the message is a sentence that says why."""


def film_stem(name: str) -> str:
    """Return the shortest that a film may be called: `images/151.jpg` is `151`."""
    return possible_names(name)[-1]


def some_of(names: Sequence[str]) -> str:
    """Return names of films or landmarks, of a long list the first ones."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def by_stem(
    films: Iterable[tuple[str, Said]], wanted: Collection[str] | None = None
) -> dict[str, Said]:
    """Return what belongs to films under their stems.

    Args:
        films: names, each with what belongs to it: what is said of the film, or its file.
        wanted: stems; others are left out.

    Raises:
        TruthError: two films have the same one.
    """
    named = [(film_stem(name), said) for name, said in films]
    found = [(stem, said) for stem, said in named if wanted is None or stem in wanted]
    counted = Counter(stem for stem, _ in found)
    if twice := sorted(stem for stem, count in counted.items() if count > 1):
        raise TruthError(f"More than one film is called {some_of(twice)}.")
    return dict(found)


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


def listed_films(truth: Collection[str], films: Collection[str] | None) -> list[str]:
    """Return the films to look at: those of a list, or all that readers have if there is none.

    Raises:
        TruthError: a film of the list that no reader has.
    """
    listed = list(truth if films is None else films)
    if unread := [film for film in listed if film not in truth]:
        raise TruthError(f"No reader has film {some_of(unread)}.")
    return listed


def where_all(readers: Sequence[FilmPoints], truth: FilmPoints) -> dict[str, Reading]:
    """Return the truth at points that every reader has.

    Raises:
        TruthError: there is none.
    """
    left: dict[str, Reading] = {
        film: {
            name: point
            for name, point in points.items()
            if all(name in of.get(film, {}) for of in readers)
        }
        for film, points in truth.items()
    }
    if not any(left.values()):
        raise TruthError("There is no point that all readers have.")
    return left


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


def _mean(points: Sequence[Point]) -> Point:
    return Point(fmean(point.x for point in points), fmean(point.y for point in points))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise TruthError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TruthError(f"{path.name} is not a text file in UTF-8.") from error

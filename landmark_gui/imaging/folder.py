"""Which files of the folders a user opened are films."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.domain.page import page_name
from landmark_gui.imaging.kinds import (
    HEAD_BYTES,
    has_film_suffix,
    has_no_suffix,
    looks_like_dicom,
)
from landmark_gui.in_use import is_held

_INDEX_FILE = "dicomdir"  # DICOM as well, but a list of films and not a film


@dataclass(frozen=True, slots=True)
class FilmFile:
    """A file that may be a film; `name` is relative to the folder given, with forward slashes.

    The page is counted from 0; a page after the first is a film of its own, with its own name.
    """

    path: Path
    name: str
    page: int = 0

    def turned_to(self, page: int) -> "FilmFile":
        """Return another page of this file, of which this is the first."""
        return FilmFile(self.path, page_name(self.name, page), page)


def to_the_end() -> bool:
    """Tell that a search goes on."""
    return True


def find_films(paths: Sequence[Path], goes_on: Callable[[], bool] = to_the_end) -> list[FilmFile]:
    """Return the films among files and in folders with all their subfolders.

    The paths keep their order and folders are sorted as people count (2 before 10). A DICOMDIR
    stands for its folder. Any other file that was named by itself is always listed, so that
    reading it can say what is wrong with it. Once `goes_on` says no, nothing more is looked at.
    """
    found: dict[Path, FilmFile] = {}
    for path in paths:
        for film in _films(path, goes_on):
            found.setdefault(film.path, film)
    return list(found.values())


def _films(path: Path, goes_on: Callable[[], bool]) -> list[FilmFile]:
    if path.is_dir():
        return _inside(path, goes_on)
    if path.name.lower() == _INDEX_FILE and path.is_file():
        return _inside(
            path.parent, goes_on
        )  # it may list files that are gone, and miss some that are there
    return [FilmFile(path, path.name)]


def _inside(folder: Path, goes_on: Callable[[], bool]) -> list[FilmFile]:
    paths = _walk(folder, goes_on)
    films = [FilmFile(path, path.relative_to(folder).as_posix()) for path in paths]
    return sorted(films, key=lambda film: (_counting(film.name), film.name))


def _walk(folder: Path, goes_on: Callable[[], bool]) -> Iterator[Path]:
    """Yield the films below a folder; links are followed, but no folder is entered twice."""
    entered: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        where = os.path.realpath(place)
        folders[:] = [name for name in folders if not name.startswith(".")]
        if where in entered:
            folders.clear()
            continue
        entered.add(where)
        for name in files:
            if not goes_on():
                return
            if _is_film(path := Path(place, name)):
                yield path


def _is_film(path: Path) -> bool:
    if path.name.startswith(".") or path.name.lower() == _INDEX_FILE:
        return False
    return has_film_suffix(path.name) or (has_no_suffix(path.name) and _holds_dicom(path))


def _holds_dicom(path: Path) -> bool:
    try:
        if not path.is_file() or is_held(path):  # opening a pipe would wait for ever
            return False
        with path.open("rb") as file:
            return looks_like_dicom(file.read(HEAD_BYTES))
    except OSError:
        return False


def _counting(name: str) -> list[str | int]:
    """Return a key that sorts numbers by value; text and numbers alternate, so they compare."""
    parts = re.split(r"(\d+)", name.casefold())  # Persian digits too
    return [int(part) if part.isdecimal() else part for part in parts]

"""Where films come from: files, folders, or the phantom.

The rooms that read are imported when they are first needed, in the thread that reads: pydicom
alone takes 0.2 s, and the window shall not wait for it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.page import page_name
from landmark_gui.records.catalogue import file_state
from landmark_gui.ui.canvas.pyramid import ShownFilm

Thumbnail = NDArray[np.uint8]  # (112, w), dark to bright
THUMBNAIL_PX = 112  # twice the height shown, for dense screens
DEMO_SEEDS = (11, 23, 42)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FilmSource:
    """A film that can be read.

    Attributes:
        name: as the user knows it, unique in the worklist.
        key: where it lies; the same film is not listed twice, and its pages lie in one place.
        read: gives the film under a name; raises UnreadableFilm.
        path: its file; None for a film that comes from elsewhere.
        page: which picture of the file, counted from 0.
    """

    name: str
    key: str
    read: Callable[[str], Cephalogram]
    path: Path | None = None
    page: int = 0

    def turned_to(self, page: int) -> "FilmSource":
        """Return another page of the file, of which this is the first.

        Raises:
            ValueError: the film has no file.
        """
        if self.path is None:
            raise ValueError("only files have pages")
        read = partial(_read, self.path, page=page)
        return FilmSource(page_name(self.name, page), self.key, read, self.path, page)


@dataclass(frozen=True, slots=True, eq=False)
class ReadFilm:
    """A film ready to be shown, with its small picture, and the state of the file it came from."""

    shown: ShownFilm
    thumbnail: Thumbnail
    file: str = ""


def find(paths: Sequence[Path], goes_on: Callable[[], bool]) -> list[FilmSource]:
    """Return the films among files and folders; those found so far where it is to stop."""
    from landmark_gui.imaging.folder import find_films  # noqa: PLC0415 - see above

    return [
        FilmSource(film.name, str(film.path.absolute()), partial(_read, film.path), film.path)
        for film in find_films(paths, goes_on)
    ]


def demo() -> list[FilmSource]:
    """Return synthetic films."""
    return [
        FilmSource(f"demo-{seed}", f"demo-{seed}", partial(_phantom, seed)) for seed in DEMO_SEEDS
    ]


def read(source: FilmSource) -> ReadFilm:
    """Return a film with all that is needed to show it.

    Raises:
        UnreadableFilm: with a sentence that says why.
    """
    from landmark_gui.imaging.thumbnail import thumbnail  # noqa: PLC0415 - see above

    file = file_state(source.path) if source.path else ""  # before: it may change meanwhile
    shown = ShownFilm.of(source.read(source.name))
    return ReadFilm(shown, thumbnail(shown.reduced(THUMBNAIL_PX), THUMBNAIL_PX), file)


def reason(error: Exception) -> str:
    """Return the sentence that tells why a film could not be read."""
    from landmark_gui.imaging.errors import UnreadableFilm  # noqa: PLC0415 - see above

    if isinstance(error, UnreadableFilm):
        return str(error)
    _log.error("a film could not be read", exc_info=error)
    return f"This film could not be read: {type(error).__name__}."


def is_undelivered(error: Exception) -> bool:
    """Tell whether it is for the drive or the system that a film could not be read."""
    from landmark_gui.imaging.errors import UndeliveredFilm  # noqa: PLC0415 - see above

    return isinstance(error, UndeliveredFilm)


def added(known: Iterable[FilmSource], found: Sequence[FilmSource]) -> list[FilmSource]:
    """Return the films that are not known yet, under names that are not taken."""
    listed = list(known)
    places, names = {(s.key, s.page) for s in listed}, {s.name for s in listed}
    fresh: list[FilmSource] = []
    for source in found:
        if (source.key, source.page) not in places:
            name = _free_name(source, names)
            named = source if name == source.name else replace(source, name=name)
            places.add((named.key, named.page))
            names.add(named.name)
            fresh.append(named)
    return fresh


def _free_name(source: FilmSource, taken: set[str]) -> str:
    if source.name not in taken:
        return source.name
    in_folder = f"{Path(source.key).parent.name}/{source.name}"
    number = 2
    name = in_folder
    while name in taken:
        name = f"{in_folder} ({number})"
        number += 1
    return name


def _read(path: Path, name: str, page: int = 0) -> Cephalogram:
    from landmark_gui.imaging.film import read_film  # noqa: PLC0415 - see above

    return read_film(path, name, page)


def _phantom(seed: int, name: str) -> Cephalogram:
    from landmark_gui.phantom.phantom import make_phantom  # noqa: PLC0415 - see above

    film = make_phantom(seed).film
    return replace(film, info=replace(film.info, name=name))

"""The films that a user named beside the labels, read only when one is asked for."""

from collections.abc import Sequence
from pathlib import Path

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.text import posix
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile, find_films


class FilmsBeside:
    """Films of a folder by what label files call them: with or without ending or subfolder."""

    def __init__(self, films: Sequence[FilmFile]) -> None:
        self._films = list(films)
        self._by_name: dict[tuple[int, str], list[FilmFile]] = {}
        self._known: dict[str, FilmInfo] = {}
        for film in self._films:
            for calling in _callings(film.name):
                self._by_name.setdefault(calling, []).append(film)

    @classmethod
    def of(cls, folder: Path) -> "FilmsBeside":
        """Return the films of a folder with its subfolders."""
        return cls(find_films([folder]))

    def info(self, name: str) -> FilmInfo | None:
        """Return what is known of a film; the file is read once.

        Raises:
            ExchangeError: it cannot be read.
        """
        film = self._film(name)
        if film is None:
            return None
        if film.name not in self._known:
            try:
                self._known[film.name] = read_film(film.path, film.name).info
            except UnreadableFilm as error:
                raise ExchangeError(f"{film.name}: {error}") from error
        return self._known[film.name]

    def path(self, name: str) -> Path | None:
        """Return where a film lies."""
        film = self._film(name)
        return film.path if film else None

    def numbered(self, number: int) -> str | None:
        """Return the name of a film by its place in the folder, from 1 on."""
        return self._films[number - 1].name if 0 < number <= len(self._films) else None

    def _film(self, name: str) -> FilmFile | None:
        """Return the film of that name; the more exactly it is called so, the better."""
        for calling in _callings(name):
            films = self._by_name.get(calling, [])
            if len(films) > 1:
                both = f"{films[0].name} and {films[1].name}"
                raise ExchangeError(f"{name} may be {both}; name the folder of one of them.")
            if films:
                return films[0]
        return None


def _callings(name: str) -> list[tuple[int, str]]:
    """Return how a film may be called, the most exact first, with the exactness."""
    path = posix(name)
    if not path.name:
        return []
    plain = path.with_suffix("")
    return [(0, path.as_posix()), (1, plain.as_posix()), (2, path.name), (3, plain.name)]

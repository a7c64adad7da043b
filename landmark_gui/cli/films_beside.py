"""The films that a user named beside the labels, read only when one is asked for."""

from collections.abc import Sequence
from pathlib import Path

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.page import named_page
from landmark_gui.exchange.callings import Callings
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile, find_films


class FilmsBeside:
    """Films of a folder by what label files call them: with or without ending or subfolder."""

    def __init__(self, films: Sequence[FilmFile]) -> None:
        self._films = list(films)
        self._called = Callings(film.name for film in self._films)
        self._known: dict[str, FilmInfo] = {}

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
                self._known[film.name] = read_film(film.path, film.name, film.page).info
            except UnreadableFilm as error:
                raise ExchangeError(f"{film.name}: {error}") from error
        return self._known[film.name]

    def path(self, name: str) -> Path | None:
        """Return where a film lies."""
        film = self._film(name)
        return film.path if film else None

    def paths(self) -> Sequence[Path]:
        """Return where all films lie."""
        return [film.path for film in self._films]

    def numbered(self, number: int) -> str | None:
        """Return the name of a film by its place in the folder, from 1 on."""
        return self._films[number - 1].name if 0 < number <= len(self._films) else None

    def _film(self, name: str) -> FilmFile | None:
        file, page = named_page(name)
        place = self._called.place(file)
        if place is not None:
            return self._films[place].turned_to(page)
        place = self._called.place(name)  # a file may be called like a page
        return None if place is None else self._films[place]

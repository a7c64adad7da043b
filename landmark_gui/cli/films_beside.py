"""The films that a user named beside the labels, read only when one is asked for."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from typing_extensions import override

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.page import named_page
from landmark_gui.exchange.at_hand import FilmAtHand, FilmsAtHand
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile, find_films


class FilmsBeside(FilmsAtHand):
    """Films of a folder; a page of a file is one of them once a label names it."""

    def __init__(self, files: Sequence[FilmFile]) -> None:
        super().__init__(list(map(_at_hand, files)))
        self._files = files

    @classmethod
    def of(cls, folder: Path) -> "FilmsBeside":
        """Return the films of a folder with its subfolders."""
        return cls(find_films([folder]))

    @override
    def place(self, name: str, sha256: str = "") -> int | None:
        self._turn_to(name)
        return super().place(name, sha256)

    @override
    def sought(self, name: str, sha256: str = "") -> int | None:
        self._turn_to(name)
        return super().sought(name, sha256)

    def _turn_to(self, name: str) -> None:
        file, page = named_page(name)
        if page and not self._called.likeliest(name):  # a file may be called like a page
            first_pages = (p for p in self._called.likeliest(file) if p < len(self._files))
            for place in first_pages:
                self.add(_at_hand(self._files[place].turned_to(page)))


def _at_hand(file: FilmFile) -> FilmAtHand:
    return FilmAtHand(file.name, file.path, None, partial(_read, file))


def _read(file: FilmFile) -> FilmInfo:
    try:
        return read_film(file.path, file.name, file.page).info
    except UnreadableFilm as error:
        raise ExchangeError(f"{file.name}: {error}") from error

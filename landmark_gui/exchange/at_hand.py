"""The films that are open already, as the label formats ask for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.callings import Callings
from landmark_gui.exchange.text import posix


@dataclass(frozen=True, slots=True)
class FilmAtHand:
    """One film.

    Attributes:
        name: as the list of films has it.
        path: where it lies, or None if it is no file.
        known: what is known of it, or None before it was read.
        read: reads it; raises ExchangeError with a sentence that says why it cannot be read.
    """

    name: str
    path: Path | None
    known: FilmInfo | None
    read: Callable[[], FilmInfo]


class FilmsAtHand:
    """Films by name or by identity; one that was not read yet is read when it is asked for."""

    def __init__(self, films: Sequence[FilmAtHand] = ()) -> None:
        self._films = tuple(films)
        self._called = Callings(film.name for film in films)
        self._known = {place: film.known for place, film in enumerate(films) if film.known}
        self._identified = {info.sha256: place for place, info in self._known.items()}

    def place(self, name: str, sha256: str = "") -> int | None:
        """Return the place of a film in the list, by its identity before its name.

        Raises:
            ExchangeError: two films may be meant.
        """
        place = self._identified.get(sha256 or posix(name).stem)
        return self._called.place(name) if place is None else place

    def at(self, place: int) -> FilmInfo:
        """Return what is known of the film at a place.

        Raises:
            ExchangeError: it cannot be read.
        """
        if place not in self._known:
            self._known[place] = self._films[place].read()
            self._identified.setdefault(self._known[place].sha256, place)
        return self._known[place]

    def info(self, name: str) -> FilmInfo | None:
        """Return what is known of a film.

        Raises:
            ExchangeError: it cannot be read, or two may be meant.
        """
        place = self.place(name)
        return None if place is None else self.at(place)

    def path(self, name: str) -> Path | None:
        """Return where a film lies."""
        place = self.place(name)
        return None if place is None else self._films[place].path

    def paths(self) -> Sequence[Path]:
        """Return where all films lie that are files."""
        return [film.path for film in self._films if film.path is not None]

    def numbered(self, number: int) -> str | None:
        """Return the name of the film at that place of the list, from 1 on."""
        return self._films[number - 1].name if 0 < number <= len(self._films) else None

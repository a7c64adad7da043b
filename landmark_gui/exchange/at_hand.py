"""The films that are open or lie beside the labels, as the label formats ask for them."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.film_names import NameIndex
from landmark_gui.exchange.text import posix

_SHA256 = re.compile(r"[0-9a-f]{64}")


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

    def __init__(
        self, films: Sequence[FilmAtHand] = (), given_up: Callable[[], bool] = lambda: False
    ) -> None:
        self._films: list[FilmAtHand] = []
        self._given_up = given_up
        self._called = NameIndex()
        self._known: dict[int, FilmInfo] = {}
        self._unread: list[int] = []
        for film in films:
            self.add(film)

    def add(self, film: FilmAtHand) -> None:
        """Have one more film at hand, in the last place."""
        self._films.append(film)
        place = self._called.add(film.name)
        if film.known is None:
            self._unread.append(place)
        else:
            self._know(place, film.known)

    def place(self, name: str, sha256: str = "") -> int | None:
        """Return the place of a film in the list, by its identity before its name.

        Raises:
            ExchangeError: two films may be meant.
        """
        return self._called.place(name, _identity(name, sha256))

    def sought(self, name: str, sha256: str = "") -> int | None:
        """Return the place of a film; where its identity is known, it is looked for in the files.

        Those that may be called so are read first, then all others, until the search is given up.

        Raises:
            ExchangeError: two films may be meant.
        """
        identity = _identity(name, sha256)
        if sha256:
            self._look_among(self._called.meant(name), identity)
        if _SHA256.fullmatch(identity) and (sha256 or self.place(name) is None):
            while not (self._called.pictured(identity) or self._given_up()) and self._unread:
                self._try(self._unread.pop(0))
        return self.place(name, sha256)

    def at(self, place: int) -> FilmInfo:
        """Return what is known of the film at a place.

        Raises:
            ExchangeError: it cannot be read.
        """
        if place not in self._known:
            self._know(place, self._films[place].read())
        return self._known[place]

    def info(self, name: str, sha256: str = "") -> FilmInfo | None:
        """Return what is known of a film, which is looked for as `sought` does.

        Raises:
            ExchangeError: it cannot be read, or two may be meant.
        """
        place = self.sought(name, sha256)
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

    def _know(self, place: int, film: FilmInfo) -> None:
        self._known[place] = film
        self._called.identify(place, film.sha256)

    def _look_among(self, namesakes: Iterable[int], identity: str) -> None:
        """Read films up to the one that is looked for, be a copy of it known already or not."""
        for place in namesakes:
            if self._given_up():
                return
            self._try(place)
            if place in self._called.pictured(identity):
                return

    def _try(self, place: int) -> None:
        """Read a film; one that cannot be read is none that is looked for."""
        with suppress(ExchangeError):
            self.at(place)


def _identity(name: str, sha256: str) -> str:
    """Return the identity of a film, which may be its name."""
    return sha256 or posix(name).stem

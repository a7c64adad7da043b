"""The films of a table, for the films that a command works on."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.evaluation.truth import film_stem
from landmark_gui.exchange.context import check_same
from landmark_gui.exchange.film_names import NameIndex, doubtful
from landmark_gui.exchange.labelled import LabelledFilm


class Shelf:
    """Films of a table, found by their picture, else by what they may be called."""

    def __init__(self, films: Mapping[str, LabelledFilm], names: Iterable[str] = ()) -> None:
        """Take a table, and what the films at hand are called, which tells what its names mean."""
        self._rows, self._called = list(films.items()), NameIndex(films)
        for place, row in enumerate(films.values()):
            self._called.identify(place, row.film.sha256)
        self._names = tuple(names)
        self._at_hand = NameIndex(self._names)
        self._open, self._found = set(self._names), set[int]()

    def of(self, film: FilmInfo) -> LabelledFilm | None:
        """Return what the table says of a film, if anything.

        Raises:
            ExchangeError: it may mean several films, or was made on another picture of that name.
        """
        place = self._called.place(film.name, film.sha256)
        row = None if place is None else self._checked(place, film)
        if place is not None and row is not None:
            self._found.add(place)
        self._open.discard(film.name)
        return row

    @property
    def strays(self) -> list[str]:
        """The films with annotations that are none of those asked for, nor called like another."""
        meant = {place for name in self._open for place in self._called.meant(name)}
        rows = enumerate(self._rows)
        others = [row for place, row in rows if place not in self._found | meant]
        return [name for name, film in others if film.annotations]

    def _checked(self, place: int, film: FilmInfo) -> LabelledFilm | None:
        name, row = self._rows[place]
        if row.film.sha256 != film.sha256 and self._means_another(name, film.name):
            return None
        check_same(row.film, film)
        return row

    def _means_another(self, row: str, film: str) -> bool:
        """Tell whether a row means another film at hand.

        `1.png` and `dicom/1.dcm` may well be one film in two formats, `a/1.png` and `b/1.png` not.

        Raises:
            ExchangeError: it may mean this one, too.
        """
        likeliest = [self._names[place] for place in self._at_hand.likeliest(row)]
        others = [name for name in likeliest if not _may_be_one(name, film)]
        if others and film in likeliest:
            raise doubtful(row, film, others[0])
        return bool(others)


def _may_be_one(one: str, other: str) -> bool:
    formats = PurePosixPath(one).name != PurePosixPath(other).name
    return one == other or (formats and film_stem(one) == film_stem(other))

"""The films of a table, for the films that a command works on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.film_file import composed
from landmark_gui.evaluation.truth import film_stem
from landmark_gui.exchange.context import check_same
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.labelled import LabelledFilm


@dataclass(frozen=True, slots=True)
class Shelf:
    """Films of a table, found by name, else by name without folder and ending.

    Attributes:
        films: by the name that the table has.
        namesakes: stems that several films at hand share: these need their whole name.
    """

    films: Mapping[str, LabelledFilm]
    namesakes: AbstractSet[str] = frozenset()

    @classmethod
    def beside(cls, films: Mapping[str, LabelledFilm], names: Iterable[str]) -> "Shelf":
        """Return the shelf for films at hand, some of which may only differ in their folder.

        `1.png` and `dicom/1.dcm` may well be one film in two formats, `a/1.png` and `b/1.png` not.
        """
        counted = Counter(PurePosixPath(name).name for name in names)
        return cls(films, {film_stem(name) for name, count in counted.items() if count > 1})

    def of(self, film: FilmInfo) -> LabelledFilm | None:
        """Return what the table says of a film, if anything.

        Raises:
            UnreadableTable: it has more than one film with that name.
            UnreadableLabels: it was made on another picture of that name.
        """
        name = self._name(film.name)
        if name is None:
            return None
        check_same(self.films[name].film, film)
        return self.films[name]

    def strays(self, films: Iterable[str]) -> list[str]:
        """Return the films of the table that are none of these.

        Raises:
            UnreadableTable: the table has more than one film with one of the names.
        """
        found = {self._name(name) for name in films}
        return [name for name in self.films if name not in found]

    def _name(self, film: str) -> str | None:
        if film in self.films:
            return film
        same = [name for name in self.films if composed(name) == composed(film)]
        if len(same) == 1:
            return same[0]
        stem = film_stem(film)
        alike = [name for name in self.films if film_stem(name) == stem]
        if alike and stem in self.namesakes:
            raise UnreadableTable(f"Several films are called {stem}; the table names no folder.")
        if len(alike) > 1:
            raise UnreadableTable(
                f"The table has several films called {alike[0]}; name their folder."
            )
        return alike[0] if alike else None

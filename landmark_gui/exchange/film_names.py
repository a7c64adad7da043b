"""What a label file may call a film: with or without its folder, with or without its ending."""

from collections.abc import Iterable, Iterator, Sequence

from landmark_gui.domain.film_file import possible_names
from landmark_gui.exchange.errors import ExchangeError


class NameIndex:
    """Places of films by their pictures, as far as these are known, and by what they are called."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: list[str] = []
        self._places: dict[tuple[int, str], list[int]] = {}
        self._pictures: dict[str, list[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> int:
        """Return the place of one more film."""
        place = len(self._names)
        self._names.append(name)
        for ranked in dict.fromkeys(_ranked_names(name)):
            self._places.setdefault(ranked, []).append(place)
        return place

    def identify(self, place: int, sha256: str) -> None:
        """Learn which picture a film is; an empty hash says nothing."""
        if sha256:
            self._pictures.setdefault(sha256, []).append(place)

    def pictured(self, sha256: str) -> Sequence[int]:
        """Return the places of the films that are known to be a picture."""
        return self._pictures.get(sha256, ())

    def place(self, name: str, sha256: str = "") -> int | None:
        """Return the place of the film of that picture, else that called so: the most exactly so.

        Raises:
            ExchangeError: two films may be meant.
        """
        if same := self.pictured(sha256):
            return next((place for place in self.meant(name) if place in same), same[0])
        places = self.likeliest(name)
        if len(places) > 1:
            raise doubtful(name, *(self._names[place] for place in places[:2]))
        return places[0] if places else None

    def likeliest(self, name: str) -> Sequence[int]:
        """Return the places of the films that are called so most exactly."""
        alike = (self._places.get(ranked, ()) for ranked in _ranked_names(name))
        return next((places for places in alike if places), ())

    def meant(self, name: str) -> Iterator[int]:
        """Yield the places of all films that a name may mean, the likeliest first."""
        for ranked in _ranked_names(name):
            yield from self._places.get(ranked, ())


def doubtful(name: str, one: str, other: str) -> ExchangeError:
    """Return the error that says which two films a name may mean."""
    return ExchangeError(f"{name} may be {one} and {other}; name the folder of one of them.")


def _ranked_names(name: str) -> list[tuple[int, str]]:
    """Return how a film may be called, the likeliest first, with the exactness.

    What looks like the ending of a film may be the end of its name without its ending: `a.dcm` is
    `a.dcm.png` rather than `a.png`.
    """
    whole, plain, own, own_plain = possible_names(name)
    called = (0, whole), (1, whole), (1, plain), (2, own), (3, own), (3, own_plain)
    return list(called) if own else []

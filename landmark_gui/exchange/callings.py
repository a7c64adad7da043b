"""What a label file may call a film: with or without its folder, with or without its ending."""

from collections.abc import Iterable, Iterator, Sequence

from landmark_gui.domain.film_file import composed, without_ending
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.text import posix


class Callings:
    """Places of films by what they may be called."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._places: dict[tuple[int, str], list[int]] = {}
        for place, name in enumerate(self._names):
            for calling in _callings(name):
                self._places.setdefault(calling, []).append(place)

    def place(self, name: str) -> int | None:
        """Return the place of the film called so; the more exactly, the better.

        Raises:
            ExchangeError: two films may be meant.
        """
        for calling in _meanings(name):
            places = self._places.get(calling, [])
            if len(places) > 1:
                both = f"{self._names[places[0]]} and {self._names[places[1]]}"
                raise ExchangeError(f"{name} may be {both}; name the folder of one of them.")
            if places:
                return places[0]
        return None

    def closest(self, name: str, among: Sequence[int]) -> int:
        """Return the one of some places whose film is called so most exactly, or else the first."""
        return next((place for place in self.meant(name) if place in among), among[0])

    def meant(self, name: str) -> Iterator[int]:
        """Yield the places of all films that a name may mean, the likeliest first."""
        for calling in _meanings(name):
            yield from self._places.get(calling, ())


def _callings(name: str) -> list[tuple[int, str]]:
    """Return how a film may be called, the most exact first, with the exactness."""
    path = posix(composed(name))
    if not path.name:
        return []
    plain = without_ending(path)
    return [(0, path.as_posix()), (1, plain.as_posix()), (2, path.name), (3, plain.name)]


def _meanings(name: str) -> list[tuple[int, str]]:
    """Return how the films may be called that a name means, the likeliest first.

    What looks like the ending of a film may be the end of its name without its ending: `a.dcm` is
    `a.dcm.png` rather than `a.png`.
    """
    callings = _callings(name)
    if not callings:
        return []
    exact, plain, own, own_plain = callings
    return [exact, (1, exact[1]), plain, own, (3, own[1]), own_plain]

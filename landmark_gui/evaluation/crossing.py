"""What two readers say of the same landmarks, also where one of them has not placed it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from landmark_gui.domain.annotation import Status
from landmark_gui.evaluation.truth import FilmPoints

PLACED, UNDECIDED = "placed", "undecided"
SAYINGS = (PLACED, str(Status.MISSING), str(Status.NOT_VISIBLE), UNDECIDED)

#: By film and landmark, what a reader says is missing or not visible.
Absent: TypeAlias = Mapping[str, Mapping[str, Status]]
#: By film and landmark, what a reader says of it; of others nothing is said.
Said: TypeAlias = Mapping[str, Mapping[str, str]]
#: By landmark, on how many films the first reader says one thing and the second another.
Crossing: TypeAlias = Mapping[str, Mapping[tuple[str, str], int]]


def all_said(points: FilmPoints, absent: Absent) -> Said:
    """Return what a reader says of the films read."""
    return {
        film: {**dict.fromkeys(points.get(film, ()), PLACED), **absent.get(film, {})}
        for film in dict.fromkeys([*points, *absent])
    }


def crossing(first: Said, second: Said, films: Iterable[str], order: Iterable[str]) -> Crossing:
    """Return what two readers say on the films that both have read.

    Landmarks come in the order that is given, others after. One of which neither says anything on
    any of these films is left out.
    """
    both = [(first[film], second[film]) for film in films if film in first and film in second]
    known = dict.fromkeys(name for two in both for one in two for name in one)
    return {
        name: Counter((one.get(name, UNDECIDED), other.get(name, UNDECIDED)) for one, other in both)
        for name in dict.fromkeys([*order, *known])
        if name in known
    }


def together(crossings: Iterable[Mapping[tuple[str, str], int]]) -> Counter[tuple[str, str]]:
    """Return the counts of several landmarks as those of one."""
    total: Counter[tuple[str, str]] = Counter()
    for counts in crossings:
        total.update(counts)
    return total


def placed_by_one(counts: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """Return how many points only the first and only the second reader has placed."""
    first = sum(n for (a, b), n in counts.items() if a == PLACED != b)
    second = sum(n for (a, b), n in counts.items() if a != PLACED == b)
    return first, second

"""Names of films that are too long for their place, by the part that tells them apart."""

from collections.abc import Callable, Iterable
from itertools import takewhile
from operator import eq
from pathlib import PurePosixPath

from landmark_gui.domain.film_file import without_ending

DOTS = "…"
Elide = Callable[[str], str]  # leaves off the end of a text that does not fit


def short_name(name: str, neighbours: Iterable[str], elide: Elide) -> str:
    """Return a film's name as it is read where there is little room.

    `Patient_0004_lateral_ceph.jpg` between films of the like is `Patient_0004_la…`, or
    `…0004_latera…` where even that does not fit. Only the neighbours in the list are looked at:
    that costs the same among ten films and among ten thousand.
    """
    if elide(name) == name:
        return name
    stem = _stem(name)
    spans = [_difference(stem, other) for each in neighbours if (other := _stem(each)) != stem]
    alike = [span for span in spans if span[0] > 0]  # whoever begins otherwise is no match anyway
    start = min((first for first, _ in alike), default=0)
    end = max((last for _, last in alike), default=0)
    whole = elide(stem)
    if whole == stem or len(whole) - len(DOTS) >= end:
        return whole
    return elide(f"{DOTS}{stem[start:]}")


def _stem(name: str) -> str:
    return without_ending(PurePosixPath(name)).as_posix()


def _difference(name: str, other: str) -> tuple[int, int]:
    """Return where the words and numbers in which a name differs from another begin and end."""
    start = min(_common(name, other), len(name) - 1)
    tail = _common(name[start:][::-1], other[::-1])
    end = max(start + 1, len(name) - tail)
    while start > 0 and _kind(name[start - 1]) == _kind(name[start]):
        start -= 1
    while end < len(name) and _kind(name[end - 1]) == _kind(name[end]):
        end += 1
    return start, end


def _common(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def _kind(sign: str) -> tuple[bool, bool]:
    return sign.isdigit(), sign.isalpha()

"""Names of films that are too long for their place, by the part that tells them apart."""

from bisect import bisect_left
from collections.abc import Callable, Collection
from itertools import takewhile
from operator import eq
from pathlib import PurePosixPath

from landmark_gui.domain.film_file import without_ending

DOTS = "…"
Elide = Callable[[str], str]  # leaves off the end of a text that does not fit


def short_name(name: str, neighbours: Collection[str], elide: Elide) -> str:
    """Return a film's name as it is read where there is little room.

    `Patient_0004_lateral_ceph_T1.jpg` between other patients is `Patient_0004_la…`, or
    `…0004_latera…` where even that does not fit; between other films of the patient it is
    `…ateral_ceph_T1`, and between both `…0004…ceph_T1`. Only the neighbours in the list are
    looked at: that costs the same among ten films and among ten thousand.
    """
    if elide(name) == name:
        return name
    called: Callable[[str], str] = _stem
    if any(each != name and _stem(each) == _stem(name) for each in neighbours):
        called = str  # only the ending tells them apart
    stem = called(name)
    spans = [_difference(stem, other) for each in neighbours if (other := called(each)) != stem]
    alike = [span for span in spans if span[0] > 0]  # whoever begins otherwise is no match anyway
    end = max((last for _, last in alike), default=0)
    whole = elide(stem)
    if whole == stem or len(whole) - len(DOTS) >= end:
        return whole
    return _from_differences(stem, sorted(first for first, _ in alike) or [0], end, elide)


def _from_differences(stem: str, starts: list[int], end: int, elide: Elide) -> str:
    """Return a name without what comes before its first difference, if need be with a gap."""
    first, last = starts[0], starts[-1]
    shown = elide(f"{DOTS}{stem[first:]}")
    if shown == f"{DOTS}{stem[first:]}":
        return _with_end(DOTS, stem, range(first), elide)
    run_end = _run_end(stem, first)
    if len(shown) - 2 * len(DOTS) >= end - first or run_end >= last:
        return shown
    return elide(_with_end(f"{DOTS}{stem[first:run_end]}{DOTS}", stem, range(run_end, last), elide))


def _with_end(head: str, stem: str, begins: range, elide: Elide) -> str:
    """Return a head and the longest end of a name that fits, or else the shortest to be read."""
    begin = bisect_left(begins, x=True, key=lambda at: (text := head + stem[at:]) == elide(text))
    return head + stem[begins.start + begin :]


def _stem(name: str) -> str:
    return without_ending(PurePosixPath(name)).as_posix()


def _difference(name: str, other: str) -> tuple[int, int]:
    """Return where the words and numbers in which a name differs from another begin and end."""
    start = min(_common(name, other), len(name) - 1)
    tail = _common(name[start:][::-1], other[::-1])
    end = max(start + 1, len(name) - tail)
    while start > 0 and _kind(name[start - 1]) == _kind(name[start]):
        start -= 1
    return start, _run_end(name, end - 1)


def _run_end(name: str, start: int) -> int:
    """Return where the word or number ends that a place lies in."""
    kind = _kind(name[start])
    return start + sum(1 for _ in takewhile(lambda sign: _kind(sign) == kind, name[start:]))


def _common(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def _kind(sign: str) -> tuple[bool, bool]:
    return sign.isdigit(), sign.isalpha()

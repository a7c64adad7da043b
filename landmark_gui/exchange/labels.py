"""Which landmark of a scheme a foreign label means.

A file is understood as a whole: `l1` next to `l2` and `l3` is a number, and never the lower
incisor; a single label decides nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.errors import UnknownLabels, UnreadableLabels
from landmark_gui.exchange.structure import parse_json
from landmark_gui.exchange.text import shown

#: From a foreign label to an abbreviation; None for labels that are no landmarks.
LabelMap: TypeAlias = Mapping[str, str | None]
_Reading: TypeAlias = Callable[[str], str | None]

_NUMBERED = (re.compile(r"l([0-9]{1,3})"), re.compile(r"([0-9]{1,3})"))
_PRIMES = str.maketrans(dict.fromkeys("’‘ʼ′´`＇", "'"))
_SHOWN = 5  # of many unknown labels


def read_label_map(data: bytes, file: str, scheme: LandmarkScheme) -> LabelMap:
    """Return a user's map: a JSON object from foreign label to abbreviation, or to null.

    Raises:
        UnreadableLabels: no such object, or it names a landmark that the scheme has not.
    """
    root = parse_json(data, file)
    known = {_plain(name): name for name in scheme.abbreviations}
    found: dict[str, str | None] = {}
    for label in root.keys():  # noqa: SIM118 - a checked node, not a dict
        wanted = root[label]
        if wanted.given and _plain(wanted.text()) not in known:
            unknown = shown(wanted.text())
            raise UnreadableLabels(f"{file}: {scheme.title} has no landmark {unknown}.")
        found[label] = known[_plain(wanted.text())] if wanted.given else None
    return found


def understood(
    labels: Iterable[str], scheme: LandmarkScheme, own: LabelMap, file: str
) -> dict[str, str | None]:
    """Return the abbreviation per label; None where the user's map says it is no landmark.

    Built in: abbreviations with any kind of apostrophe, `l1 ... l19` and `1 ... 19` as ids in
    scheme order, and abbreviations or names in any case.

    Raises:
        UnknownLabels: a label means no landmark.
    """
    labels = list(dict.fromkeys(labels))
    mapped = {label: own[label] for label in labels if label in own}
    rest = [label for label in labels if label not in own]
    fewest = rest
    for reading in (_abbreviations(scheme), *_by_id(scheme), _any_case(scheme)):
        meant = {label: reading(label) for label in rest}
        unknown = [label for label, name in meant.items() if name is None]
        if not unknown:
            return {**mapped, **meant}
        fewest = min(unknown, fewest, key=len)
    remedy = "name another scheme, or a label map that says what they mean"
    raise UnknownLabels(f"{file}: {scheme.title} has no landmark {_named(fewest)}", remedy)


def _abbreviations(scheme: LandmarkScheme) -> _Reading:
    known = {_plain(name): name for name in scheme.abbreviations}
    return lambda label: known.get(_plain(label))


def _by_id(scheme: LandmarkScheme) -> list[_Reading]:
    known = {landmark.id: landmark.abbreviation for landmark in scheme}

    def reading(pattern: re.Pattern[str]) -> _Reading:
        def meant(label: str) -> str | None:
            match = pattern.fullmatch(label.strip())
            return known.get(int(match[1])) if match else None

        return meant

    return [reading(pattern) for pattern in _NUMBERED]


def _any_case(scheme: LandmarkScheme) -> _Reading:
    known: dict[str, set[str]] = {}
    for landmark in scheme:
        for word in (landmark.abbreviation, landmark.name):
            known.setdefault(_loose(word), set()).add(landmark.abbreviation)
    exact = _abbreviations(scheme)

    def meant(label: str) -> str | None:
        candidates = known.get(_loose(label), set())
        return exact(label) or (next(iter(candidates)) if len(candidates) == 1 else None)

    return meant


def _plain(label: str) -> str:
    return label.translate(_PRIMES).strip()


def _loose(label: str) -> str:
    return re.sub(r"[\s_-]+", " ", _plain(label)).casefold()


def _named(unknown: list[str]) -> str:
    return ", ".join(map(shown, unknown[:_SHOWN])) + (", ..." if len(unknown) > _SHOWN else "")

"""Schemes by name or from a user's own file, and what one scheme's landmarks are in another."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from landmark_gui import paths
from landmark_gui.domain.landmarks import Landmark, LandmarkScheme
from landmark_gui.exchange.errors import ExchangeError

USUAL = "isbi19"


class UnreadableScheme(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableTable does
    """A scheme that is not there or cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """From one scheme to another.

    Attributes:
        names: abbreviation there, by abbreviation here; only where both mean the same point.
        refused: abbreviations here that have no landmark there which is the same by definition.
    """

    names: dict[str, str]
    refused: tuple[str, ...]


def built_in_schemes() -> list[str]:
    """Return the names of the schemes that come with the program."""
    return sorted(path.stem for path in paths.resource("schemes").glob("*.json"))


def with_others(first: LandmarkScheme) -> list[LandmarkScheme]:
    """Return a scheme, and after it the others that come with the program."""
    others = (name for name in built_in_schemes() if name != first.name)
    return [first, *map(read_scheme, others)]


def read_scheme(name_or_file: str) -> LandmarkScheme:
    """Return a scheme that comes with the program, or one out of a user's file.

    Raises:
        UnreadableScheme: there is none, or it is not complete.
    """
    if name_or_file in built_in_schemes():
        return LandmarkScheme.read(paths.scheme_file(name_or_file))
    path = Path(name_or_file)
    if not _is_file(path):
        known = ", ".join(built_in_schemes())
        raise UnreadableScheme(f"there is no scheme {name_or_file}; there are {known}, or a file.")
    try:
        scheme = LandmarkScheme.read(path)
    except (OSError, ValueError, OverflowError, RecursionError, json.JSONDecodeError) as error:
        raise UnreadableScheme(f"{path.name} is not a scheme: {error}.") from error
    except (KeyError, TypeError, AttributeError) as error:
        wanted = "name, title, and landmarks with id, abbreviation, name, group and definition"
        raise UnreadableScheme(f"{path.name} is not a scheme: it needs {wanted}.") from error
    _check(scheme, path)
    return scheme


def own_scheme_file(name: str, folder: Path) -> Path:
    """Return where a scheme that does not come with the program lies, beside what needs it."""
    return folder / Path(f"{name}.scheme.json").name


def read_scheme_beside(name: str, folder: Path) -> LandmarkScheme:
    """Return a scheme that comes with the program, or the one that a file in a folder holds.

    Raises:
        UnreadableScheme: there is none of that name, or it is not complete.
    """
    if name in built_in_schemes():
        return read_scheme(name)
    file = own_scheme_file(name, folder)
    if not _is_file(file):
        raise UnreadableScheme(f"there is no scheme {name}, and no {file.name} beside them.")
    scheme = read_scheme(str(file))
    if scheme.name != name:
        raise UnreadableScheme(f"{file.name} holds the scheme {scheme.name}.")
    return scheme


def unnumbered(scheme: LandmarkScheme) -> LandmarkScheme:
    """Return a scheme by which no bare number is understood: it may be one of the usual scheme."""
    return replace(scheme, landmarks=tuple(replace(mark, id=-1) for mark in scheme))


def mapping(here: LandmarkScheme, there: LandmarkScheme) -> Mapping:
    """Return which landmarks are the same point, by definition and not by name.

    Two landmarks are the same if their definitions read the same, or if a scheme states it
    (`same_as`). An abbreviation proves nothing: gonion is a different point in every school.
    """
    names: dict[str, str] = {}
    for mark in here:
        same = [other for other in there if _same(mark, here, other, there)]
        if same:
            names[mark.abbreviation] = same[0].abbreviation
    return Mapping(names, tuple(a for a in here.abbreviations if a not in names))


def _same(a: Landmark, of_a: LandmarkScheme, b: Landmark, of_b: LandmarkScheme) -> bool:
    if f"{of_b.name}:{b.abbreviation}" in a.same_as or f"{of_a.name}:{a.abbreviation}" in b.same_as:
        return True
    return bool(a.definition.strip()) and _wording(a.definition) == _wording(b.definition)


def _wording(definition: str) -> str:
    return " ".join(definition.casefold().split()).rstrip(".")


def _is_file(path: Path) -> bool:
    with suppress(OSError):  # a name may be longer than any that a drive takes
        return path.is_file()
    return False


def _check(scheme: LandmarkScheme, path: Path) -> None:
    ids = [landmark.id for landmark in scheme]
    texts: list[object] = [
        text for mark in scheme for text in (mark.abbreviation, mark.name, mark.definition)
    ]
    if not _are_words([scheme.name, scheme.title]):
        raise UnreadableScheme(f"{path.name}: name and title are to be words.")
    if not ids or not _are_words(texts):
        raise UnreadableScheme(f"{path.name}: every landmark wants words for what it is.")
    if min(ids) < 1:
        raise UnreadableScheme(f"{path.name}: ids count from 1.")
    if len(set(ids)) != len(ids) or len(set(scheme.abbreviations)) != len(ids):
        raise UnreadableScheme(f"{path.name}: an id or an abbreviation appears twice.")


def _are_words(texts: Iterable[object]) -> bool:
    return all(isinstance(text, str) and text.strip() for text in texts)

"""JSON that came from outside: every value is checked before it is believed."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.errors import UnreadableLabels
from landmark_gui.exchange.text import finite, shown


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a JSON file, with its place for the sentence when it is wrong.

    Attributes:
        value: as json gives it; None where a key is absent.
        file: name of the file it stands in.
        place: the keys that lead to it.
    """

    value: object
    file: str
    place: str = ""

    def __getitem__(self, key: str) -> "Node":
        """Return what stands under a key; absent keys and null are the same."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, self.file, f"{self.place}.{key}" if self.place else key)

    def __iter__(self) -> Iterator["Node"]:
        """Iterate over a list; anything else is refused, absence is an empty list."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise self.refusal("is not a list")
        for number, value in enumerate(self.value):
            yield Node(value, self.file, f"{self.place}[{number}]")

    @property
    def given(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None

    def text(self, default: str = "") -> str:
        """Return words; a number counts as such, since some programs drop the quotes."""
        if self.value is None:
            return default
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            return str(self.value)
        if not isinstance(self.value, str):
            raise self.refusal("is not text")
        return self.value

    def number(self) -> float:
        """Return a finite number; one written as text counts too."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float | str):
            raise self.refusal("is not a number")
        try:
            return finite(str(self.value))
        except ValueError:
            raise self.refusal("is not a number") from None

    def number_or_none(self) -> float | None:
        """Return a finite number, or None if there is none."""
        return self.number() if self.given else None

    def whole(self, default: int = 0) -> int:
        """Return a whole number from 0 on."""
        if not self.given:
            return default
        number = self.number()
        if number < 0 or number != int(number):
            raise self.refusal("is not a whole number from 0 up")
        with suppress(ValueError):
            return int(str(self.value))  # above 2**53 a float is another number
        return int(number)

    def whole_or_none(self) -> int | None:
        """Return a whole number from 0 on, or None if there is none."""
        return self.whole() if self.given else None

    def numbers(self, least: int) -> list[float]:
        """Return a list of at least that many numbers."""
        numbers = [node.number() for node in self]
        if len(numbers) < least:
            raise self.refusal(f"holds fewer than {least} numbers")
        return numbers

    def point(self) -> Point:
        """Return the first two numbers of a list as a position."""
        x, y = self.numbers(2)[:2]
        return Point(x, y)

    def keys(self) -> list[str]:
        """Return the keys of an object; of anything else, none."""
        return list(self.value) if isinstance(self.value, dict) else []

    def refusal(self, reason: str) -> UnreadableLabels:
        """Return the error that says where the file is wrong and why."""
        return UnreadableLabels(f"{self.file}: {self.place or 'the file'} {reason}.")


def parse_json(data: bytes, file: str) -> Node:
    """Return the root of a JSON file.

    Raises:
        UnreadableLabels: not JSON, not an object, a number that is none, or a key twice.
    """
    once = partial(_object, file)
    try:
        text = data.decode("utf-8-sig")
        root = json.loads(text, parse_constant=_no_number, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise UnreadableLabels(f"{file} is not a JSON file that can be read.") from error
    if not isinstance(root, dict):
        raise UnreadableLabels(f"{file} has no object at its top level.")
    return Node(root, file)


def json_bytes(root: object) -> bytes:
    """Return JSON in plain ASCII: a film's name that is no valid Unicode must not break it."""
    return (json.dumps(root, indent=1, allow_nan=False) + "\n").encode("ascii")


def _object(file: str, pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):  # json itself would take the last one
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise UnreadableLabels(f"{file} has two values for one {shown(twice)}.")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)

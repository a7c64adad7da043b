"""Landmarks and the schemes that name them.

"19 landmarks" is not one list: a scheme states which points it means and how it defines them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path


class Group(StrEnum):
    """What kind of tissue a landmark lies on."""

    SKELETAL = "skeletal"
    DENTAL = "dental"
    SOFT_TISSUE = "soft tissue"


@dataclass(frozen=True, slots=True)
class Landmark:
    """One anatomical point; `id` is its number in the scheme's own file order, from 1.

    `same_as` names landmarks of other schemes, as `isbi19:S`, that mean the very same point.
    """

    id: int
    abbreviation: str
    name: str
    group: Group
    definition: str
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class LandmarkScheme:
    """An ordered set of landmarks."""

    name: str
    title: str
    landmarks: tuple[Landmark, ...]

    @classmethod
    def read(cls, path: Path) -> "LandmarkScheme":
        """Return the scheme in a JSON file of `resources/schemes`."""
        data = json.loads(path.read_text("utf-8-sig"))  # editors put a byte order mark in front
        return cls(data["name"], data["title"], tuple(map(_landmark, data["landmarks"])))

    @cached_property
    def abbreviations(self) -> tuple[str, ...]:
        """The abbreviations in scheme order."""
        return tuple(landmark.abbreviation for landmark in self.landmarks)

    def __len__(self) -> int:
        """Return the number of landmarks."""
        return len(self.landmarks)

    def __iter__(self) -> Iterator[Landmark]:
        """Iterate in scheme order."""
        return iter(self.landmarks)

    def __getitem__(self, abbreviation: str) -> Landmark:
        """Return the landmark with that abbreviation.

        Raises:
            KeyError: the scheme has no such landmark.
        """
        return self._by_abbreviation[abbreviation]

    @cached_property
    def _by_abbreviation(self) -> dict[str, Landmark]:
        return {landmark.abbreviation: landmark for landmark in self.landmarks}


def _landmark(entry: dict[str, str]) -> Landmark:
    return Landmark(
        int(entry["id"]),
        entry["abbreviation"],
        entry["name"],
        Group(entry["group"]),
        entry["definition"],
        tuple(entry.get("same_as", ())),
    )

"""What a template is made of: the control points of a structure, and what moves it."""

from dataclasses import dataclass
from enum import StrEnum

Place = tuple[float, float]


class Region(StrEnum):
    """Which part of the head a structure belongs to, and so what moves it."""

    SKULL = "skull"
    UPPER = "upper jaw"
    LOWER = "lower jaw"
    SOFT = "soft tissue"
    NECK = "neck"


@dataclass(frozen=True, slots=True)
class Shape:
    """The control points of one structure."""

    region: Region
    points: tuple[Place, ...]
    closed: bool = False

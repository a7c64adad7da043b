"""A picture of a film as a description: what lies where, before any format knows of it.

Everything is in pixels of the picture, (0.0, 0.0) the top-left corner of the first one. They are
those of the film where these are square. A scene holds no file name, no patient and no date, so no
format can let one out.
"""

import unicodedata
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import Ellipse

EDGE_COLOUR = "#000000"
EDGE_OPACITY = 0.6  # of the dark edge that keeps a mark visible on bright bone

_WHITE = 255
# The built-in fonts of PNG and PDF know little beyond ASCII
_PLAIN_CHARACTERS = str.maketrans({"′": "'", "’": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn: its colour as `#rrggbb`, its width, and the dark edge on either side."""

    colour: str
    width_px: float
    edge_px: float


@dataclass(frozen=True, slots=True)
class Line:
    """Straight pieces through points, back to the first one if closed."""

    points: tuple[Point, ...]
    stroke: Stroke
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """The edge of an ellipse."""

    ellipse: Ellipse
    stroke: Stroke

    @classmethod
    def circle(cls, centre: Point, radius_px: float, stroke: Stroke) -> Self:
        """Return a ring that is alike in all directions."""
        return cls(Ellipse(centre, radius_px, radius_px, 0.0), stroke)


@dataclass(frozen=True, slots=True)
class Text:
    """Words; `start` is the left end of their baseline, the stroke's width does not matter."""

    start: Point
    words: str
    size_px: float
    width_px: float
    stroke: Stroke


Shape: TypeAlias = Line | Ring | Text


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together.

    Attributes:
        kind: `tracing`, `marker`, `region`, `label`, `scale` or `measurements`.
        shapes: what is drawn, first to last.
        landmark: abbreviation of the landmark they speak of, empty for those of the whole film.
        status: the landmark's status in one word.
    """

    kind: str
    shapes: tuple[Shape, ...]
    landmark: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A film with everything that is drawn over it.

    Attributes:
        grey: `(height, width)` uint8, the film in its window.
        groups: what lies over it, first to last; words lie over all other shapes.
    """

    grey: NDArray[np.uint8]
    groups: tuple[Group, ...]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        height, width = self.grey.shape
        return (width, height)

    @property
    def marks(self) -> tuple[Line | Ring, ...]:
        """All shapes but the words."""
        return tuple(s for g in self.groups for s in g.shapes if not isinstance(s, Text))

    @property
    def words(self) -> tuple[Text, ...]:
        """All words."""
        return tuple(s for g in self.groups for s in g.shapes if isinstance(s, Text))


def film_grey(film: Cephalogram) -> NDArray[np.uint8]:
    """Return the film in its own window as `(height, width)` uint8."""
    return np.rint(film.normalised() * _WHITE).astype(np.uint8)


def without_controls(text: str) -> str:
    """Return text that may stand in any file: no control characters, no broken Unicode."""
    return "".join(char for char in text if char.isprintable())


def in_ascii(text: str) -> str:
    """Return text in characters that every font has; what has no near one becomes `?`."""
    near = unicodedata.normalize("NFKD", text.translate(_PLAIN_CHARACTERS))
    bare = "".join(char for char in near if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode("ascii")

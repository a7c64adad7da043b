"""How large things are in a picture."""

from dataclasses import dataclass

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.picture.scene import Stroke

_ROWS_PER_UNIT = 1200


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels of the picture; with all of it seen, marks are as large on every film."""

    unit: float

    @classmethod
    def on(cls, film: FilmInfo) -> "Sizes":
        """Return the sizes for a film."""
        return cls.of_height(film.height_px)

    @classmethod
    def of_height(cls, height_px: int) -> "Sizes":
        """Return the sizes for a film of so many rows."""
        return cls(max(1.0, height_px / _ROWS_PER_UNIT))

    @property
    def marker(self) -> float:
        """Radius of the round marker; the others look as large."""
        return 8.0 * self.unit

    @property
    def around_marker(self) -> float:
        """Radius that no word may touch."""
        return 11.0 * self.unit

    @property
    def arms(self) -> float:
        """Where the arms begin that point to the landmark."""
        return 4.0 * self.unit

    @property
    def clear(self) -> float:
        """Radius around a landmark in which nothing is drawn."""
        return 2.0 * self.unit

    @property
    def dash(self) -> float:
        """Length of a dash."""
        return 6.0 * self.unit

    @property
    def gap(self) -> float:
        """What lies between two dashes."""
        return 4.0 * self.unit

    @property
    def text(self) -> float:
        """Size of the font."""
        return 17.0 * self.unit

    def stroke(self, colour: str, width: float = 1.5) -> Stroke:
        """Return a line of so many units with its dark edge."""
        return Stroke(colour, width * self.unit, 0.9 * self.unit)

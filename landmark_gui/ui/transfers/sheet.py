"""What is shown of two readers, or of all of them together; knows nothing of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from landmark_gui.ui.widgets.figures import UNKNOWN, Cell, Row
from landmark_gui.ui.words import DASH, films_text

if TYPE_CHECKING:  # at run time scipy would come along, and the window would wait for it
    from landmark_gui.evaluation.intraclass import Intraclass
    from landmark_gui.evaluation.measured import MeasuredComparison, MeasuredPair
    from landmark_gui.evaluation.readers import Comparison, Pair

    AnyComparison: TypeAlias = Comparison | MeasuredComparison


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of figures, and what there is to say of it.

    Attributes:
        title: who is compared.
        figures: what unit figures have and where it comes from.
        icc: what the coefficients are of.
        caution: how they are to be read.
        summary: what there is to say over all of them, and what was not compared.
        names: of the columns.
        rows: one per landmark or measurement, in the order of the scheme or analysis.
        furthest: where two readers are furthest apart, a line for each point.
    """

    title: str
    figures: str
    icc: str
    caution: str
    summary: str
    names: tuple[str, ...]
    rows: list[Row]
    furthest: str = ""

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines that a table needs above it when it leaves the window."""
        return (self.title, self.figures, self.icc)

    @property
    def note(self) -> str:
        """What to know when reading the figures."""
        return f"{self.figures}. {self.icc}. {self.caution}"


def pair_title(pair: "Pair | MeasuredPair") -> str:
    """Return which two, and in which direction differences are taken."""
    return f"{pair.second} minus {pair.first}"


def apart(comparison: "AnyComparison", readers: Sequence[str]) -> list[str]:
    """Return which readers lack films, and of which nothing is decided."""
    missing = ((reader, len(comparison.missing[reader])) for reader in readers)
    return [
        *(f"{reader} lacks {films_text(count)}" for reader, count in missing if count),
        *(
            f"nothing is decided by {reader}, which is taken as the model's"
            for reader in readers
            if reader in comparison.taken_as_model
        ),
    ]


def said_of_all(comparison: "AnyComparison") -> str:
    """Return what there is to say over the figures of all readers together."""
    films = "n counts the films that all of them have"
    return in_one_sentence([films, *apart(comparison, comparison.readers)])


def in_one_sentence(parts: Sequence[str]) -> str:
    """Return all there is to say."""
    return ", ".join(parts) + "."


def figure(value: float | None, pattern: str = ".2f", tip: str = "") -> Cell:
    """Return the cell of a figure; one that is not defined comes after all others."""
    return Cell(DASH, UNKNOWN) if value is None else Cell(format(value, pattern), value, tip)


def coefficient(icc: "Intraclass | None") -> Cell:
    """Return the cell of a coefficient."""
    return figure(icc.value if icc else None, "z.4f")


def films_of(icc: "Intraclass | None") -> Cell:
    """Return the cell that tells over how many films a coefficient is."""
    return figure(icc.films if icc else None, ".0f")

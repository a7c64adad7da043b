"""Rows of figures for a table, and as text for the clipboard; knows nothing of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from landmark_gui.exchange.cells import word
from landmark_gui.exchange.text import finite

_BLANKS = str.maketrans("\t\r\n", "   ")
UNKNOWN = float("inf")  # what is unknown comes after all that is known


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, what it is sorted by, what more there is to say of it, and what is copied.

    A spreadsheet reads a number only where nothing stands beside it.
    """

    text: str
    key: float
    tip: str = ""
    copied: str | None = None  # where it is not what is shown


Row = tuple[Cell, ...]


def as_text(names: Sequence[str], table: Sequence[Sequence[str]], decimal: str = ".") -> str:
    """Return a table as spreadsheets take it from the clipboard, with a sign before decimals."""
    lines = ("\t".join(as_cell(text, decimal) for text in line) for line in (names, *table))
    return "\n".join(lines) + "\n"


def as_cell(text: str, decimal: str = ".") -> str:
    """Return a text as one cell that no spreadsheet runs; a number or a share stays one.

    The name of a film may be a formula, and would break off the row with a tab of its own.
    """
    try:
        finite(text.removesuffix(" %"))
    except ValueError:
        return word(text.translate(_BLANKS))
    return text.replace(".", decimal)

"""Cells of a table as text, numbers and words that a spreadsheet must not run; and the table."""

import csv
import io
from collections.abc import Iterable, Sequence

NO_VALUE = frozenset({"", "NA", "NaN", "nan"})  # how R and pandas write an empty cell
GUARD = "'"
# A spreadsheet runs a cell that starts with one of these; East Asian ones the full-width forms too
_FORMULA = tuple("=+-@＝＋－＠")
_BLANK = "\ufeff"  # a byte order mark hides what follows it from a plain strip


def word(text: str) -> str:
    """Return text as a cell that no spreadsheet takes for a formula; `plain` gives it back.

    Nor does a statistics program take somebody's initials for a missing value: NA is guarded, too.

    Leading blanks count as nothing here: some spreadsheets drop them before they look. A text
    that begins with the guard itself is guarded too, or reading would take it for ours.
    """
    seen = text.lstrip().lstrip(_BLANK).lstrip()
    risky = seen.startswith(_FORMULA) or text.startswith((GUARD, "\t", "\r", "\n", _BLANK))
    return GUARD + text if risky or (text and text in NO_VALUE) else text


def plain(cell: str) -> str:
    """Return the text that `word` made safe."""
    return cell.removeprefix(GUARD)


def exact(value: float | None) -> str:
    """Return a number that reads back as the very same float; empty for None.

    Rounding to a few decimals would make a landmark that went out and came back look moved.
    """
    return "" if value is None else repr(float(value))


def rounded(value: float | None) -> str:
    """Return a derived length with 4 decimals, which is nobody's input; empty for None."""
    return "" if value is None else f"{value:z.4f}"


def table(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table of cells; a name that is no valid Unicode must not lose the whole of it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")

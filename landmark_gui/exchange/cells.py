"""Cells of a table as text, numbers and words that a spreadsheet must not run; and the table."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

NO_VALUE = frozenset({"", "NA", "NaN", "nan"})  # how R and pandas write an empty cell
GUARD = "'"
# A spreadsheet runs a cell that starts with one of these; East Asian ones the full-width forms too
_FORMULA = tuple("=+-@＝＋－＠")
_BLANK = "\ufeff"  # a byte order mark hides what follows it from a plain strip
# Bytes of a file name that are no UTF-8 come as lone surrogates, which no text file may hold
_LONE = re.compile(r"[\ud800-\udfff]")
_LIKE_ONE = r"(?:u005c)*ud[89a-f][0-9a-f]{2}"
_MISLEADING = re.compile(rf"\\(?={_LIKE_ONE})")
_WRITTEN = re.compile(rf"\\u005c(?={_LIKE_ONE})|\\u(d[89a-f][0-9a-f]{{2}})")


def word(text: str) -> str:
    r"""Return text as a cell that no spreadsheet takes for a formula; `plain` gives it back.

    Nor does a statistics program take somebody's initials for a missing value: NA is guarded, too.

    Leading blanks count as nothing here: some spreadsheets drop them before they look. A text
    that begins with the guard itself is guarded too, or reading would take it for ours. What is no
    valid Unicode is written as `\udce9`, and guarded: somebody's path may hold these letters.
    """
    seen = text.lstrip().lstrip(_BLANK).lstrip()
    risky = seen.startswith(_FORMULA) or text.startswith((GUARD, "\t", "\r", "\n", _BLANK))
    guarded = risky or (text and text in NO_VALUE) or _LONE.search(text)
    return GUARD + _visible(text) if guarded else text


def plain(cell: str) -> str:
    """Return the text that `word` made safe."""
    return _WRITTEN.sub(_character, cell[1:]) if cell.startswith(GUARD) else cell


def _visible(text: str) -> str:
    return _MISLEADING.sub(r"\\u005c", text).encode("utf-8", "backslashreplace").decode()


def _character(written: re.Match[str]) -> str:
    return chr(int(written[1], 16)) if written[1] else "\\"


def exact(value: float | None) -> str:
    """Return a number that reads back as the very same float; empty for None.

    Rounding to a few decimals would make a landmark that went out and came back look moved.
    """
    return "" if value is None else repr(float(value))


def rounded(value: float | None) -> str:
    """Return a derived length with 4 decimals, which is nobody's input; empty for None."""
    return "" if value is None else f"{value:z.4f}"


def table(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table of cells as valid UTF-8, whatever stands in them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")

"""Rows of a table that came from outside: every cell is checked before it is believed."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from landmark_gui.domain.geometry import MAX_SIDE_PX, Point
from landmark_gui.exchange.cells import NO_VALUE, plain
from landmark_gui.exchange.errors import LacksColumns, UnreadableTable, reason
from landmark_gui.exchange.text import finite, shown

Word = TypeVar("Word", bound=StrEnum)

_SEPARATORS = {";": "semicolons", "\t": "tabs"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row; an absent column reads as an empty cell.

    Attributes:
        path: the table it comes from.
        line: number of the row's last line in the file, from 1.
        cells: column to cell, as stored.
    """

    path: Path
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return a cell's words, without the guard against formulas."""
        return plain(self.cells.get(column, ""))

    def known(self, column: str) -> str:
        """Return a cell's words, or nothing if it is empty, as R and pandas write it too."""
        return "" if self.cells.get(column, "") in NO_VALUE else self.text(column)

    def one_of(self, column: str, kind: type[Word]) -> Word:
        """Return the member of an enumeration that a cell names.

        Raises:
            UnreadableTable: it names none; the sentence lists them.
        """
        word = self.text(column)
        try:
            return kind(word)
        except ValueError as error:
            allowed = ", ".join(f"'{member}'" for member in kind)
            raise self.refusal(f"{column} is '{shown(word)}', and may be {allowed}") from error

    def number(self, column: str) -> float | None:
        """Return a cell's finite number, or None if it is empty, as R and pandas write it too.

        Raises:
            UnreadableTable: the cell holds something else.
        """
        cell = self.cells.get(column, "").strip()
        if cell in NO_VALUE:
            return None
        try:
            return finite(cell)
        except ValueError as error:
            no_number = f"{shown(column)} is not a number with a decimal point"
            raise self.refusal(f"{no_number}: {shown(cell)!r}") from error

    def length(self, column: str) -> float | None:
        """Return a cell's number from 0 on, or None if it is empty.

        Raises:
            UnreadableTable: the cell holds something else.
        """
        value = self.number(column)
        if value is not None and value < 0:
            raise self.refusal(f"{column} is negative: {shown(self.cells[column])!r}")
        return value

    def point(self, x_column: str, y_column: str) -> Point | None:
        """Return a position in pixels, or None if both cells are empty.

        Raises:
            UnreadableTable: a cell is no number, only one of the two is filled, or no film can
                have such a position.
        """
        x, y = self.number(x_column), self.number(y_column)
        if x is not None and y is not None:
            if max(abs(x), abs(y)) > MAX_SIDE_PX:
                far = "lies too far out for any film"
                raise self.refusal(f"the position ({x:g}, {y:g}) {far}")
            return Point(x, y)
        if x is None and y is None:
            return None
        raise self.refusal(f"only one of {shown(x_column)} and {shown(y_column)} is filled")

    def size_px(self, column: str) -> int:
        """Return a film's width or height.

        Raises:
            UnreadableTable: not a whole number that a film can have.
        """
        value = self.number(column)
        if value is None or value != int(value) or not 0 < value <= MAX_SIDE_PX:
            raise self.refusal(
                f"{column} is not a film size: {shown(self.cells.get(column, ''))!r}"
            )
        return int(value)

    def whole(self, column: str) -> int | None:
        """Return a cell's whole number, or None if it is empty.

        Raises:
            UnreadableTable: the cell holds something else.
        """
        value = self.number(column)
        if value is None:
            return None
        if value != int(value):
            raise self.refusal(f"{column} is not a whole number: {shown(self.cells[column])!r}")
        with suppress(ValueError):
            return int(self.cells[column])  # above 2**53 a float is another number
        return int(value)

    def refusal(self, reason: str) -> UnreadableTable:
        """Return the error that says where the table is wrong and why."""
        return UnreadableTable(f"{self.path.name}, line {self.line}: {reason}.")


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a comma-separated table with at least the `needed` columns.

    Raises:
        UnreadableTable: no such file, not UTF-8, not such a table, or cut off in a row.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableTable(f"{path} could not be read: {reason(error)}.") from error
    return rows_in(data, path, needed)


def rows_in(data: bytes, path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of the table in a file's contents.

    Raises:
        UnreadableTable: as `read_rows`.
    """
    try:
        # utf-8-sig: spreadsheets put a byte order mark in front when they save
        text = data.decode("utf-8-sig", "surrogatepass")
        table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        _check_header(path, table.fieldnames or (), needed)
        for cells in table:
            if not _is_blank(cells.values()):
                yield _whole(path, table.line_num, cells)
    except UnicodeDecodeError as error:
        remedy = "save it from the spreadsheet as 'CSV UTF-8'"
        raise UnreadableTable(f"{path.name} is not UTF-8 text; {remedy}.") from error
    except csv.Error as error:
        raise UnreadableTable(f"{path.name} is not a table we can read: {error}.") from error


def separator(header: Sequence[str]) -> str:
    """Return the sign that some spreadsheets put between columns in place of the comma, if any."""
    return next((sign for sign in _SEPARATORS if len(header) == 1 and sign in header[0]), "")


def _check_header(path: Path, header: Sequence[str], needed: Sequence[str]) -> None:
    twice = [column for column, count in Counter(header).items() if column and count > 1]
    if twice:
        raise UnreadableTable(f"{path.name} has the column {shown(twice[0])} twice.")
    missing = [column for column in needed if column not in header]
    if not missing:
        return
    if sign := separator(header):
        remedy = "save it with commas between columns and a decimal point"
        raise UnreadableTable(f"{path.name} has {_SEPARATORS[sign]} between its columns; {remedy}.")
    raise LacksColumns(f"{path.name} lacks the columns {', '.join(missing)}.")


def _is_blank(cells: Iterable[str | Sequence[str] | None]) -> bool:
    """Tell whether a row is one of those that spreadsheets leave below a table."""
    return not any("".join(cell or ()).strip() for cell in cells)


def _whole(path: Path, line: int, cells: dict[str, str]) -> Row:
    row = Row(path, line, cells)
    # The reader fills a short row with None and collects a long one under the key None
    if None in cells or None in cells.values():
        raise row.refusal("the row has more or fewer cells than the header")
    return row

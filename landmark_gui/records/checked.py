"""Single values out of a record's file, which somebody else may have written.

A position that no film can have ends the process that draws it, and a name that is a number ends a
table half-way. So each value is looked at where it is read: what this program cannot have written
is a ValueError.
"""

from enum import StrEnum
from typing import TypeVar

from landmark_gui.domain.annotation import WITHOUT_POSITION, Status
from landmark_gui.domain.geometry import MAX_SIDE_PX, Point
from landmark_gui.records.errors import RecordTooNew

_Word = TypeVar("_Word", bound=StrEnum)


def text(value: object) -> str:
    """Return a text.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - wrong in the file, not in the program
    return value


def word(kind: type[_Word], value: object) -> _Word:
    """Return one of the words of a kind.

    Raises:
        RecordTooNew: it is a word that this version does not know.
        ValueError: it is none.
    """
    try:
        return kind(text(value))
    except ValueError as error:
        if isinstance(value, str):
            raise RecordTooNew from error
        raise


def number(value: object, low: float = -MAX_SIDE_PX, high: float = MAX_SIDE_PX) -> float:
    """Return a number, of pixels where nothing else is said.

    Raises:
        ValueError: it is none, not finite, or not from `low` to `high`.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError("no such number")
    return float(value)


def length(value: object, most: float = MAX_SIDE_PX) -> float:
    """Return a number from 0 on.

    Raises:
        ValueError: as `number`, or it is negative.
    """
    return number(value, 0, most)


def whole(value: object, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`.

    Raises:
        ValueError: it is none, or another one.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError("no such whole number")
    return value


def point(x: object, y: object) -> Point:
    """Return a position on a film, or beside it.

    Raises:
        ValueError: no film reaches so far.
    """
    return Point(number(x), number(y))


def place(x: object, y: object, status: Status | None) -> Point | None:
    """Return where a landmark is, None where it has no position.

    Raises:
        ValueError: no film reaches so far, only one number is given, or the status, where it is
            known, wants a position or none.
    """
    found = None if x is None and y is None else point(x, y)
    if status is not None and (found is None) is not (status in WITHOUT_POSITION):
        raise ValueError("a status that contradicts its position")
    return found

"""Numbers out of a DICOM header, whatever the writer put there."""

from math import isfinite
from typing import Any

from pydicom import Dataset

# what pydicom raises when a value is not what its type promises; values are converted on access
UNUSABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)


def numbers(ds: Dataset, keyword: str) -> tuple[float, ...]:
    """Return the finite numbers of an element; nothing if it is absent, empty or nonsense."""
    try:
        value: Any = ds.get(keyword)
        several = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        found = tuple(float(one) for one in several)
    except UNUSABLE:
        return ()
    return found if all(map(isfinite, found)) else ()


def number(ds: Dataset, keyword: str, default: float) -> float:
    """Return the first number of an element, or the default."""
    return next(iter(numbers(ds, keyword)), default)


def whole(ds: Dataset, keyword: str, default: int = 0) -> int:
    """Return the first number of an element as an integer, or the default."""
    return int(number(ds, keyword, default))


def word(ds: Dataset, keyword: str) -> str:
    """Return a code string in capitals; empty if it is absent or nonsense."""
    try:
        value: Any = ds.get(keyword)
    except UNUSABLE:
        return ""
    return str(value or "").strip().upper()

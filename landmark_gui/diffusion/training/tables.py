"""The tables of a recipe, checked: which keys they have, of which type, within which limits."""

from collections.abc import Mapping
from reprlib import repr as shortened
from types import MappingProxyType
from typing import get_args, get_origin

_USUAL = (0, 1e9)
#: The least and the most of numbers that other limits hold for.
_LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "seed": (0, 2**63 - 1),
        "batch": (1, 1e9),
        "cycles": (1, 1e9),
        "reach": (1, 1e9),
        "mm_per_px": (1e-3, 1e9),
        "target_sigma": (0.1, 1e9),  # a narrower target falls between the cells
        **dict.fromkeys(
            ("ema", "harshness", "dropout", "covered", "metal", "phantom_share"), (0, 1)
        ),
    }
)


def check(table: str, values: Mapping[str, object], kinds: Mapping[str, object]) -> None:
    """Refuse a table that says what nobody reads, or what cannot be.

    Args:
        table: its name; empty for the file.
        values: as TOML has them.
        kinds: the type of each key, as dataclasses annotate it.

    Raises:
        ValueError: a key is unknown, of another type or beyond its limits.
    """
    where = f" of [{table}]" if table else ""
    for key, value in values.items():
        if key not in kinds:
            raise ValueError(f"'{key}'{where} is unknown.")
        if not _fits(value, kinds[key], _LIMITS.get(key, _USUAL)):
            raise ValueError(f"'{key}'{where} cannot be {shortened(value)}.")


def _fits(value: object, kind: object, limits: tuple[float, float]) -> bool:
    if isinstance(value, bool):  # a whole number to Python
        return kind is bool
    if isinstance(value, int | float):
        numbers = (float, float | None, *((int,) if isinstance(value, int) else ()))
        return kind in numbers and limits[0] <= value <= limits[1]
    if isinstance(value, list):
        return get_origin(kind) is tuple and bool(value) and _all(value, get_args(kind)[0])
    return type(value) is kind


def _all(values: list[object], kind: type) -> bool:
    return all(isinstance(value, get_origin(kind) or kind) for value in values)

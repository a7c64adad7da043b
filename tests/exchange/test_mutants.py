"""Files in which single values are others: each is refused in words, or read and written again."""

import json
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from functools import partial
from typing import Any, TypeAlias

import pytest

from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.registry import Format
from landmark_gui.exchange.transfer import LabelFile, read_labels, render
from tests.exchange.labelled_films import complete_film, context
from tests.exchange.test_round_trips import TEXT_FORMATS, scheme_of

Place: TypeAlias = tuple[Any, str | int]  # an object or a list, and a key or a number in it

MUTANTS = int(os.environ.get("LANDMARK_GUI_MUTANTS", "150"))  # of each format
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, -0.0, 1e308, 1e-320, 1_000_001, 2**53 + 1, 10**400),
    *("", "nan", "-inf", "1e5", "1_000", "１２", "5,5", "\0", "\ud800", "a" * 5000, "=cmd()"),
    *("../../etc/passwd", r"C:\x\y.png", "NA", "moved", "missing", "S", "l1", "19"),
    *("2026-05-17", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
    *([], {}, [[]], [1], [1, 2, 3], {"a": 1}, [None] * 3),
)


def places(value: Any) -> Iterator[Place]:  # noqa: ANN401 - as JSON has it
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


def change(root: Any, chance: random.Random) -> None:  # noqa: ANN401 - as JSON has it
    """Put another value somewhere, or one from elsewhere, or drop one."""
    found = list(places(root))
    (holder, key), (giver, given) = chance.choice(found), chance.choice(found)
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1:
            holder[key] = deepcopy(giver[given])
        case _:
            holder[key] = chance.choice(VALUES)


def mutant(data: bytes, chance: random.Random) -> bytes:
    is_json = data.startswith(b"{")
    root = json.loads(data) if is_json else [row.split(",") for row in data.decode().splitlines()]
    for _ in range(chance.choice((1, 1, 2, 3))):
        change(root, chance)
    if is_json:
        return json.dumps(root).encode()
    rows = (",".join(map(str, row)) if isinstance(row, list) else str(row) for row in root)
    return "\n".join(rows).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
def test_a_file_with_other_values_is_refused_in_words_or_read_and_written(wanted: Format) -> None:
    how, chance = context(scheme_of(wanted)), random.Random(wanted.name)
    sent = [complete_film(name, how.scheme) for name in ("a.png", "folder/b.png")]
    whole = render(sent[:1] if wanted.per_film else sent, wanted, how)
    mutants = [mutant(whole, chance) for _ in range(MUTANTS)]
    readings = [read_labels([LabelFile("a", partial(bytes, m))], how, wanted) for m in mutants]
    for reading in readings:
        with suppress(ExchangeError):
            render(reading.films, wanted, how)
    assert any(reading.films for reading in readings)
    assert any(reading.broken for reading in readings)

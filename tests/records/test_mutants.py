"""Damaged records: whatever stands in the file, it is refused in words or found by `verify`."""

import os
import random
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from landmark_gui.records.errors import RecordError
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME
from tests.records.one_film import ALL, DETECTED, FILM, MOVED, WRITER, raw, write

MUTANTS = int(os.environ.get("LANDMARK_GUI_MUTANTS", "150"))
CELLS = ("film", "utc", "kind", "continues", "landmark", "x_px", "detail", "previous", "hash")
VALUES = ("NULL", "x'ff00'", "'nonsense'", "-1", "9e999", "'{}'", "'[1]'", "'null'", "zeroblob(9)")


def use(path: Path) -> None:
    """Do everything that can be done to a record; only the room's own errors may come up."""
    with suppress(RecordError):
        verify(path)
    with suppress(RecordError), Record.open(path, patience_s=0.1) as record:
        with suppress(RecordError):
            record.films()
        with suppress(RecordError):
            record.restore(FILM, SCHEME)
        record.append(FILM, WRITER.step("Move S", MOVED.current, ALL.current))


def test_flipped_bytes_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    write(path, DETECTED, MOVED, ALL)
    whole, random_state = path.read_bytes(), random.Random(0)
    for _ in range(MUTANTS):
        mutant = bytearray(whole)
        for _ in range(random_state.choice((1, 4, 40))):
            mutant[random_state.randrange(len(mutant))] = random_state.randrange(256)
        if random_state.random() < 0.1:
            del mutant[random_state.randrange(len(mutant)) :]
        for ending in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        path.write_bytes(mutant)
        use(path)


@pytest.mark.parametrize("cell", CELLS)
def test_cells_of_another_kind_are_found(tmp_path: Path, cell: str) -> None:
    for number, value in enumerate(VALUES):
        path = tmp_path / f"{number}.sqlite"
        write(path, DETECTED, MOVED)
        with raw(path) as other:
            other.execute("DROP TRIGGER event_is_never_changed")
            with suppress(sqlite3.IntegrityError):
                other.execute(f"UPDATE event SET {cell} = {value} WHERE id = 3")  # noqa: S608 - ours
                assert not verify(path).whole
        use(path)

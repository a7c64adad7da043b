"""Damaged records: whatever stands in the file, it is refused in words or found by `verify`."""

import json
import os
import random
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.formats.csv import read_csv, write_csv
from landmark_gui.records.errors import RecordError
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME
from tests.exchange.test_mutants import change
from tests.records.one_film import ALL, DETECTED, FILM, MOVED, STAMP, WRITER, raw, write

MUTANTS = int(os.environ.get("LANDMARK_GUI_MUTANTS", "150"))
CELLS = ("film", "utc", "kind", "continues", "landmark", "x_px", "detail", "previous", "hash")
VALUES = ("NULL", "x'ff00'", "'nonsense'", "-1", "9e999", "'{}'", "'[1]'", "'null'", "zeroblob(9)")
ODD_CELLS = {
    "x_px": ("9e999", "-9e999", "1e10", "NULL", "'S'", "x'ff00'"),
    "y_px": ("9e999", "1e308", "NULL", "'S'"),
    "utc": ("'0001-01-01T00:00:00+23:59'", "'9999-12-31T23:59:59-23:59'", "'soon'", "x'ff00'"),
    "reader": ("x'ff00'",),
    "label": ("x'ff00'",),
    "landmark": ("x'ff00'",),
}
RULER = PixelSpacing(0.1, 0.1, SpacingSource.RULER)
CALIBRATED = ALL.record("Calibrate", ALL.current.calibrated(RULER))
VEILED = CALIBRATED.rewritten(lambda case: case.veiled())
PLACED = VEILED.record("Move N", VEILED.current.moved("N", Point(5, 6), STAMP))
REVEALED = PLACED.rewritten(lambda case: case.revealed(PLACED.current.annotations))
TOLD = (DETECTED, MOVED, ALL, CALIBRATED, VEILED, PLACED, REVEALED)


def use(path: Path) -> None:
    """Do everything that can be done to a record; only the room's own errors may come up."""
    with suppress(RecordError):
        verify(path)
    with suppress(RecordError), Record.open(path, patience_s=0.1) as record:
        with suppress(RecordError):
            record.films()
        with suppress(RecordError):
            record.restore(FILM, SCHEME)
        with suppress(RecordError):
            record.log()
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


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A record of everything that can be said, in which events can be changed."""
    path = tmp_path / "record.sqlite"
    write(path, *TOLD)
    with raw(path) as other:
        other.execute("DROP TRIGGER event_is_never_changed")
    return path


def sent_out_and_back(path: Path) -> bool:
    """Tell whether a record is read; then its table must be read, too."""
    try:
        with Record.open_to_read(path) as record:
            (film,) = record.films()
            case = record.restore(film, SCHEME).history.current
            record.schemes()
    except RecordError:
        return False
    table = path.with_suffix(".csv")
    write_csv(table, [case])
    read_csv(table)
    return True


def test_other_values_in_what_the_record_tells_are_refused_or_go_out_and_come_back(
    told: Path,
) -> None:
    whole, chance, read = told.read_bytes(), random.Random(0), []
    for _ in range(MUTANTS):
        told.write_bytes(whole)
        with raw(told) as other:
            texts = other.execute("SELECT id, detail FROM event WHERE detail <> ''").fetchall()
            number, text = chance.choice(texts)
            said = [json.loads(text)]
            change(said, chance)
            values = (json.dumps(said[0] if said else None), number)
            other.execute("UPDATE event SET detail = ? WHERE id = ?", values)
            other.execute(
                "UPDATE film SET facts = (SELECT detail FROM event WHERE kind = 'opened')"
            )
        read.append(sent_out_and_back(told))
    assert True in read
    assert False in read


@pytest.mark.parametrize("cell", ODD_CELLS)
def test_cells_that_no_event_can_have_are_not_believed(told: Path, cell: str) -> None:
    whole = told.read_bytes()
    assert sent_out_and_back(told)
    for value in ODD_CELLS[cell]:
        told.write_bytes(whole)
        with raw(told) as other:
            other.execute(f"UPDATE event SET {cell} = {value} WHERE kind = 'moved'")  # noqa: S608 - ours
        assert not sent_out_and_back(told)

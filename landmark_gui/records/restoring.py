"""A copy put in the place of the record; what was there is set aside and not lost."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from landmark_gui.in_place import put_in_place
from landmark_gui.paths import make_folder
from landmark_gui.records import schema
from landmark_gui.records.catalogue import catalogue_of
from landmark_gui.records.errors import (
    RecordDamaged,
    RecordError,
    RecordLocked,
    RecordUnwritable,
    codes,
    in_words,
)
from landmark_gui.records.place import set_aside
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify

_IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def restore(copy: Path, record: Path) -> Path | None:
    """Put a copy in the place of a record; return where that lies from then on, if there was one.

    A record over a network does not tell whether another machine has it open.

    Raises:
        RecordError: the copy is not whole, a program has the record open, or the drive does not
            take it.
    """
    spare = record.with_name(f"{record.name}.restored")
    try:
        with in_words(record), Record.open_to_read(copy) as opened:
            _check_other(copy, record)
            _check_whole(copy)
            make_folder(record.parent)
            opened.back_up(spare)
        with in_words(record):
            _check_closed(record)
            return _put(spare, record)
    finally:
        with suppress(OSError):
            spare.unlink(missing_ok=True)


def _check_other(copy: Path, record: Path) -> None:
    if record.exists() and copy.samefile(record):
        raise RecordError(f"{copy.name} is the record itself.")


def _check_whole(copy: Path) -> None:
    if why := verify(copy).why:
        raise RecordDamaged(f"{copy.name} is not whole ({why}).")


def _check_closed(record: Path) -> None:
    """Refuse a record that is open somewhere: each connection holds a lock as long as it is."""
    if not record.exists():
        return
    try:
        with closing(schema.connect(record, patience_s=0.0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if not _IN_USE.isdisjoint(codes(error)):
            raise RecordLocked(
                f"The record {record.name} is open; close the window that has it open."
            ) from error
        # damaged: it is set aside as it is


def _put(spare: Path, record: Path) -> Path | None:
    aside = set_aside(record, "replaced")
    if record.exists() or schema.journal_holds_more(record):
        raise RecordUnwritable(f"The record {record.name} could not be set aside.")
    put_in_place(spare, record)
    catalogue_of(record).unlink(missing_ok=True)  # it tells of events that are no longer there
    return aside if aside.exists() else None

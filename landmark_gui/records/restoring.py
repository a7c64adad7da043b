"""A copy put in the place of the record; what was there is set aside and not lost."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from landmark_gui.domain.film_file import DICOM_ENDINGS, RASTER_ENDINGS
from landmark_gui.in_place import put_in_place, real, temporary_for
from landmark_gui.paths import make_folder
from landmark_gui.records import schema
from landmark_gui.records.catalogue import catalogue_of
from landmark_gui.records.errors import (
    RecordDamaged,
    RecordError,
    RecordLocked,
    RecordTooNew,
    RecordUnwritable,
    codes,
    in_words,
)
from landmark_gui.records.place import is_record, rename, set_aside
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify

_IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_ENDING = ".sqlite"
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def restore(copy: Path, record: Path) -> Path | None:
    """Put a copy in the place of a record; return where that lies from then on, if there was one.

    A record over a network does not tell whether another machine has it open.

    Raises:
        RecordError: the copy is not whole, what is there is no record or is open in a program, or
            the drive does not take it; what was there is there still, or the sentence says where.
    """
    record = real(record)
    with in_words(record):
        _check_place(record)
    spare = temporary_for(record)
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


def _check_place(record: Path) -> None:
    film = record.suffix.lower() in RASTER_ENDINGS | DICOM_ENDINGS
    if film or (record.exists() and not record.is_file()):
        raise RecordError(f"{record} is {'a film' if film else 'no file'}; name the record's file.")


def _check_other(copy: Path, record: Path) -> None:
    if record.exists() and copy.samefile(record):
        raise RecordError(f"{copy.name} is the record itself.")


def _check_whole(copy: Path) -> None:
    if why := verify(copy).why:
        raise RecordDamaged(f"{copy.name} is not whole ({why}).")


def _check_closed(record: Path) -> None:
    """Refuse a record that is open somewhere: each connection holds a lock as long as it is.

    What is no record is refused as well; a damaged one is set aside as it is.
    """
    if not record.exists():
        return
    try:
        with closing(schema.connect(record, patience_s=0.0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            with suppress(RecordTooNew):  # a record all the same
                schema.check(connection, record)
    except sqlite3.Error as error:
        if not _IN_USE.isdisjoint(codes(error)):
            raise RecordLocked(
                f"The record {record.name} is open; close the window that has it open."
            ) from error
        if _DAMAGED.isdisjoint(codes(error)):
            raise
        if not _was_record(record):
            raise RecordError(f"{record} is no record; name the record's file.") from error


def _was_record(damaged: Path) -> bool:
    """Tell by its first bytes, or where these are damaged by its name, what a file has been."""
    return is_record(damaged) or damaged.suffix.lower() == _ENDING


def _put(spare: Path, record: Path) -> Path | None:
    aside = set_aside(record, "replaced")
    try:
        if record.exists() or schema.journal_holds_more(record):
            raise RecordUnwritable(f"The record {record.name} could not be set aside.")
        put_in_place(spare, record)
    except (OSError, RecordError) as error:
        rename(aside, record)
        if aside.exists():
            raise RecordUnwritable(
                f"The copy could not be put in place; what was there lies in {aside}."
            ) from error
        raise
    catalogue_of(record).unlink(missing_ok=True)  # it tells of events that are no longer there
    return aside if aside.exists() else None

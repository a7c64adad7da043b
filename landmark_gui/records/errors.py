"""What can go wrong with the record; every text is a sentence for the clinician."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RecordError(Exception):
    """Base of this room's expected failures.

    Attributes:
        brief: the reason in a few words, for a line of facts.
    """

    brief = "the record cannot be used"


class RecordLocked(RecordError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """Another program holds the record."""

    brief = "the record is in use"


class DiskFull(RecordError):  # noqa: N818 - see RecordLocked
    """There is no room for more."""

    brief = "the disk is full"


class RecordVanished(RecordError):  # noqa: N818 - see RecordLocked
    """The file or its drive is gone."""

    brief = "the record is gone"


class RecordUnwritable(RecordError):  # noqa: N818 - see RecordLocked
    """The file or its folder may not be written, or the drive does not take it."""

    brief = "the record cannot be written"


class RecordHangs(RecordError):  # noqa: N818 - see RecordLocked
    """The drive does not answer; whoever asked it would wait with it."""

    brief = "the drive is not responding"


class RecordDamaged(RecordError):  # noqa: N818 - see RecordLocked
    """The file is no record, or no longer a whole one."""

    brief = "the record is damaged"


class RecordTooNew(RecordError):  # noqa: N818 - see RecordLocked
    """A newer version of the program wrote the record."""

    brief = "the record is from a newer version"

    def __init__(self, what: str = "The record was written", where: str = "") -> None:
        super().__init__(f"{what} by a newer version of this program; use that version{where}.")


class FilmTooNew(RecordTooNew):
    """A newer version of the program has worked on one film; of the others nothing is wrong."""

    brief = "a film is from a newer version"

    def __init__(self, film: str) -> None:
        super().__init__(f"{film} was changed", " for it")


class ChangedElsewhere(RecordError):  # noqa: N818 - see RecordLocked
    """The film holds events that the writer has not seen; nothing was written."""

    brief = "changed in another window"


def no_record(path: Path) -> RecordVanished:
    """Return what to raise where there is no file."""
    return RecordVanished(f"There is no record {path.name} in {path.parent.absolute()}.")


_PRIMARY = 0xFF  # an extended result code carries the primary one in its low byte
_KINDS: dict[int, tuple[type[RecordError], str]] = {
    sqlite3.SQLITE_BUSY: (RecordLocked, "Another program is using the record {}."),
    sqlite3.SQLITE_LOCKED: (RecordLocked, "Another program is using the record {}."),
    sqlite3.SQLITE_FULL: (DiskFull, "The disk that holds the record {} is full."),
    # no room for WAL's memory, which is a file; other I/O errors are those of the drive
    sqlite3.SQLITE_IOERR_SHMSIZE: (DiskFull, "The disk that holds the record {} is full."),
    sqlite3.SQLITE_CANTOPEN: (RecordVanished, "The record {} could not be opened."),
    sqlite3.SQLITE_IOERR: (RecordUnwritable, "The drive could not read or write the record {}."),
    sqlite3.SQLITE_READONLY: (RecordUnwritable, "The record {} is read-only."),
    sqlite3.SQLITE_PERM: (RecordUnwritable, "This account is not allowed to use the record {}."),
    sqlite3.SQLITE_CORRUPT: (RecordDamaged, "The record {} is damaged."),
    sqlite3.SQLITE_NOTADB: (RecordDamaged, "{} is not a record of this program."),
}
_STRANGE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
_OTHERWISE = (RecordUnwritable, "The record {} could not be used.")


def codes(error: sqlite3.Error) -> tuple[int, int]:
    """Return SQLite's numbers for what went wrong, exactly and roughly; 0 where it has none."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    return code, code & _PRIMARY


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what the database or the system says of a record into this room's errors.

    Raises:
        RecordError: with a sentence that names the file.
    """
    try:
        yield
    except sqlite3.Error as error:
        known = (_KINDS[code] for code in codes(error) if code in _KINDS)
        kind, sentence = next(known, _OTHERWISE)
        raise kind(sentence.format(path.name)) from error
    except UnicodeDecodeError as error:  # the database quotes what stands in a damaged file
        raise RecordDamaged(f"The record {path.name} is damaged.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RecordUnwritable(f"The record {path.name} could not be used: {reason}.") from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """As `in_words`, for what stands in the file: cells that this program never wrote.

    Raises:
        RecordError: with a sentence that names the file.
    """
    try:
        with in_words(path):
            yield
    except _STRANGE as error:
        raise RecordDamaged(f"The record {path.name} is damaged.") from error

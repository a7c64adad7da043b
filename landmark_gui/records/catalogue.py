"""What was noted of films when they were last open.

A folder of thousands of films shows at once where each of them stands, without reading one or
replaying the record. The catalogue lies beside the record and may be deleted at any time. A note
counts only while the file is as it was and the record holds nothing newer of its film. A file's
name, size and time are kept as one hash, so no name of a patient lies here.
"""

import hashlib
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.document.worklist import Progress, Standing
from landmark_gui.in_place import real
from landmark_gui.records.errors import codes
from landmark_gui.records.place import uri

_TABLE = """CREATE TABLE IF NOT EXISTS noted_page (
    file TEXT NOT NULL,
    page INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    film TEXT NOT NULL,
    last INTEGER NOT NULL,
    progress TEXT NOT NULL,
    decided INTEGER NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (file, scheme, page)
) WITHOUT ROWID"""
_FIND = """SELECT page, film, last, progress, decided, total FROM noted_page
    WHERE file = ? AND scheme = ? AND page >= 0"""
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_LAST = "SELECT max(id) FROM event WHERE film = ?"


@dataclass(frozen=True, slots=True)
class Note:
    """Where the film in a file stood.

    Attributes:
        file: the state of the file, of `file_state`.
        film: SHA-256 of the film.
        last: number of the film's last event in the record.
        standing: where it stood after that event.
        page: which picture of the file, counted from 0.
    """

    file: str
    film: str
    last: int
    standing: Standing
    page: int = 0


def file_state(path: Path) -> str:
    """Return a hash of a file's place, size and time of change; empty if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return ""
    place = os.fsencode(path.absolute())  # a name may be no valid Unicode
    return hashlib.sha256(b"%b %d %d" % (place, found.st_size, found.st_mtime_ns)).hexdigest()


def catalogue_of(record: Path) -> Path:
    """Return where the catalogue of a record lies."""
    record = real(record)
    return record.with_name(f"{record.name}.catalogue")


def write_notes(record: Path, scheme: str, notes: Iterable[Note]) -> None:
    """Note where films stand; what cannot be noted is found out anew another time."""
    with suppress(sqlite3.Error, OSError), _opened(record) as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO noted_page VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(n.file, n.page, scheme, n.film, n.last, *_packed(n.standing)) for n in notes],
        )


def read_standings(
    record: Path, scheme: str, files: Collection[str]
) -> dict[tuple[str, int], Standing]:
    """Return where films stand, as far as it is known, by the state of their file and the page."""
    try:
        with _opened(record) as connection:
            find = connection.execute
            notes = [(file, *note) for file in files for note in find(_FIND, (file, scheme))]
        with closing(sqlite3.connect(uri(record, "mode=ro"), uri=True)) as events:
            films = {film for _, _, film, *_ in notes}
            last = {film: events.execute(_LAST, (film,)).fetchone()[0] for film in films}
        return {
            (file, int(page)): Standing(Progress(progress), int(decided), int(total))
            for file, page, film, event, progress, decided, total in notes
            if last.get(film) == event
        }
    except (sqlite3.Error, OSError, ValueError, TypeError, OverflowError):  # it is no loss
        return {}


def _packed(standing: Standing) -> tuple[str, int, int]:
    return (standing.progress.value, standing.decided, standing.total)


@contextmanager
def _opened(record: Path) -> Iterator[sqlite3.Connection]:
    """Open a record's catalogue for one transaction; a damaged one gives way to a new one."""
    if not record.exists():  # its drive is away, and in its place nothing may lie
        raise FileNotFoundError(record)
    path = catalogue_of(record)
    try:
        with closing(sqlite3.connect(path, timeout=1.0)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            with connection:
                yield connection
    except sqlite3.DatabaseError as error:
        if codes(error)[1] in _DAMAGED:
            path.unlink(missing_ok=True)
        raise

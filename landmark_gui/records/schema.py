"""How the record is laid out in its file, and how an older file becomes a present one.

A file is readable by anything that reads SQLite. Rows are never changed nor deleted; triggers
refuse it. `head` knows how many events there are, so that a cut-off end is found as well.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from landmark_gui.in_place import put_in_place, temporary_for
from landmark_gui.records.errors import RecordDamaged, RecordLocked, RecordTooNew, codes
from landmark_gui.records.place import beside, over_network, uri

APPLICATION_ID = 0x4C4D4752  # "LMGR", so that no other SQLite file is taken for a record

#: One tuple of statements a version; those that were shipped never change.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE film (sha256 TEXT PRIMARY KEY, facts TEXT NOT NULL)",
        """CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            film TEXT NOT NULL REFERENCES film (sha256),
            session TEXT NOT NULL,
            utc TEXT NOT NULL,
            reader TEXT NOT NULL,
            kind TEXT NOT NULL,
            scheme TEXT NOT NULL,
            label TEXT NOT NULL,
            continues INTEGER NOT NULL CHECK (continues IN (0, 1)),
            landmark TEXT NOT NULL,
            x_px REAL,
            y_px REAL,
            model_sha256 TEXT NOT NULL,
            detail TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
        )""",
        """CREATE TABLE head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            events INTEGER NOT NULL,
            hash TEXT NOT NULL
        )""",
        "INSERT INTO head VALUES (1, 0, '')",
    ),
    (
        "CREATE INDEX event_of_film ON event (film, id)",
        """CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
            BEGIN SELECT RAISE (ABORT, 'events are never changed'); END""",
        """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
            BEGIN SELECT RAISE (ABORT, 'events are never deleted'); END""",
    ),
)

_NO_ROOM_BESIDE = frozenset(  # for WAL's memory
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR_SHMSIZE}
)


def connect(path: Path, patience_s: float, *, immutable: bool = False) -> sqlite3.Connection:
    """Return a connection that makes every commit durable; SQLite's own errors pass through.

    An `immutable` file is read as one that nobody changes: nothing is made beside it.
    """
    place = uri(path, "immutable=1") if immutable else path
    connection = sqlite3.connect(place, timeout=patience_s, isolation_level=None, uri=immutable)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # on macOS alone, where a drive may else keep in its cache what it was told to write
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path, patience_s: float) -> sqlite3.Connection:
    """Return a connection by which nothing can be changed.

    It may still put in its place what a program that died has left in the journal. A record in a
    folder that may not be written, or on a full disk, is read as it stands, if nothing is left in
    a journal beside it.
    """
    try:
        connection = connect(path, patience_s)
    except sqlite3.OperationalError as error:
        if _NO_ROOM_BESIDE.isdisjoint(codes(error)) or journal_holds_more(path):
            raise
        connection = connect(path, patience_s, immutable=True)
    connection.execute("PRAGMA query_only = ON")
    return connection


def journal_holds_more(path: Path) -> bool:
    """Tell whether something lies beside a file that SQLite would read into it."""
    return any(journal.stat().st_size > 0 for journal in _there(path, "-wal", "-journal"))


def _there(path: Path, *endings: str) -> list[Path]:
    """Return which of the files that SQLite puts beside a record are there."""
    names = (beside(path, ending) for ending in endings)
    return [name for name in names if name.exists()]


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Choose the journal and bring the file to the present version.

    Raises:
        RecordDamaged: the file belongs to another program.
        RecordTooNew: a newer version has written it.
    """
    check(connection, path)
    # The shared memory of WAL does not reach over a network
    wanted = "DELETE" if over_network(path.parent) else "WAL"
    connection.execute(f"PRAGMA journal_mode = {wanted}")
    version = _version(connection)
    if version == len(MIGRATIONS):
        return
    if version:
        back_up(connection, path.with_name(f"{path.name}.version-{version}.backup"))
    _migrate(connection)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all that is written inside, or nothing; no other program writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise


def back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the record as it stands to another file, whole or not at all.

    Raises:
        RecordLocked: what a journal beside that file holds would be read into the copy.
    """
    if journal_holds_more(path):
        raise RecordLocked(f"{path.name} is in use or was not closed properly; name another file.")
    temporary = temporary_for(path)
    try:
        with closing(sqlite3.connect(temporary)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
        for left in _there(path, "-wal", "-journal", "-shm"):
            left.unlink(missing_ok=True)
        put_in_place(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def check(connection: sqlite3.Connection, path: Path, *, empty: bool = True) -> None:
    """Refuse what is no record, or one of the future; an empty file may be to become one.

    Raises:
        RecordDamaged: the file belongs to another program, or is empty and should not be.
        RecordTooNew: a newer version has written it.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and application != APPLICATION_ID:
        raise RecordDamaged(f"{path.name} is a file of another program, not a record of this one.")
    if not tables and not empty:
        raise RecordDamaged(f"{path.name} is empty; there is no record in it.")
    if _version(connection) > len(MIGRATIONS):
        raise RecordTooNew


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        # asked again: another window may have been faster
        for statements in MIGRATIONS[_version(connection) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

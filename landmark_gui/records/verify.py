"""Whether a record is what was written, and where it first is not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.in_place import real
from landmark_gui.records import schema
from landmark_gui.records.chain import COLUMNS, Row
from landmark_gui.records.errors import in_words, no_record, reading
from landmark_gui.records.event import Kind

_ALL = f"SELECT {', '.join(COLUMNS)}, previous, hash FROM event ORDER BY id"  # noqa: S608 - own


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Attributes:
        events: how many are whole, from the first one on.
        broken: number of the first event that is not; None where the fault is in no event.
        why: what is wrong; empty for a whole record.
    """

    events: int
    broken: int | None = None
    why: str = ""

    @property
    def whole(self) -> bool:
        """Whether the record is what was written."""
        return not self.why


def verify(path: Path) -> Verdict:
    """Check the file, the chain of events, and the films against their events.

    Raises:
        RecordError: the file cannot be read at all.
    """
    path = real(path)
    with in_words(path):
        if not path.is_file():
            raise no_record(path)
    with reading(path), closing(schema.connect_to_read(path, patience_s=5.0)) as connection:
        schema.check(connection, path)
        connection.execute("BEGIN")  # one state of the file, whoever else writes
        return _chain(connection) or _file(connection) or Verdict(_head(connection)[0])


def _chain(connection: sqlite3.Connection) -> Verdict | None:
    previous, count = "", 0
    facts: dict[str, str] = {}
    for row, before, own in _rows(connection):
        why = _fault(row, count + 1, before == previous, _fits(row, before, own))
        if why:
            return Verdict(count, count + 1, why)
        if row.kind == Kind.OPENED:
            facts[row.film] = row.detail
        previous, count = own, row.id
    if _head(connection) != (count, previous):
        return Verdict(count, count + 1, "the last events are cut off")
    if facts != dict(connection.execute("SELECT sha256, facts FROM film").fetchall()):
        return Verdict(count, None, "the films do not match their events")
    return None


def _fault(row: Row, expected: int, follows: bool, fits: bool) -> str:  # noqa: FBT001 - private
    if row.id != expected:
        return f"event {expected} is not there"
    if not follows:
        return "it does not follow the event before it"
    return "" if fits else "it was changed after it was written"


def _fits(row: Row, previous: str, own: str) -> bool:
    try:
        return own == row.hash(previous)
    except (TypeError, ValueError):  # a cell of a kind that was never written
        return False


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[Row, str, str]]:
    for *cells, previous, own in connection.execute(_ALL):
        yield Row(*cells), previous, own


def _file(connection: sqlite3.Connection) -> Verdict | None:
    # the quick check leaves the index out, by which films come back
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    strangers = connection.execute("PRAGMA foreign_key_check").fetchone()
    if said == "ok" and strangers is None:
        return None
    return Verdict(_head(connection)[0], None, "the file is damaged")


def _head(connection: sqlite3.Connection) -> tuple[int, str]:
    found = connection.execute("SELECT events, hash FROM head").fetchone()
    return (int(found[0]), str(found[1])) if found else (-1, "")

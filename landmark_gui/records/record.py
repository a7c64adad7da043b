"""The record: a file to which events are appended, and from which films come back."""

import ctypes
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self
from uuid import uuid4

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.document.worklist import CaseHistory
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.in_place import put_in_place, real
from landmark_gui.in_use import FileId, file_id, hold, release
from landmark_gui.paths import make_folder
from landmark_gui.records import chain, checked, schema
from landmark_gui.records.chain import COLUMNS, Row
from landmark_gui.records.errors import (
    ChangedElsewhere,
    FilmTooNew,
    RecordDamaged,
    RecordError,
    RecordTooNew,
    RecordVanished,
    in_words,
    no_record,
    reading,
)
from landmark_gui.records.event import Event, Kind
from landmark_gui.records.log import Logged, logged
from landmark_gui.records.packing import pack_film, unpack_film
from landmark_gui.records.place import beside, free_name, uri
from landmark_gui.records.replay import replay

PATIENCE_S = 5.0
_COLUMNS = ", ".join(COLUMNS)
_ALL = f"SELECT {_COLUMNS} FROM event ORDER BY id"  # noqa: S608 - own
_EVENTS = f"SELECT {_COLUMNS} FROM event WHERE film = ? AND id > ? ORDER BY id"  # noqa: S608 - own


@dataclass(frozen=True, slots=True, eq=False)
class Restored:
    """What the record holds of a film.

    Attributes:
        history: the case with its undo steps; a fresh one where nothing was said.
        last: number of the film's last event, 0 where there is none.
    """

    history: CaseHistory
    last: int


class Record:
    """An open record. Belongs to one thread; several programs may have the same file open.

    Attributes:
        path: the file.
        session: names this opening of the record in its events.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, file: FileId) -> None:
        self.path = path
        self.session = uuid4().hex
        self._connection = connection
        self._file = file
        self._folder = file_id(path.parent)
        self._journal = file_id(beside(path, "-wal"))
        self._rescued: Path | None = None
        hold(self.session, (path, beside(path, "-wal"), beside(path, "-shm")))

    @classmethod
    def open(cls, path: Path, *, patience_s: float = PATIENCE_S, create: bool = True) -> Self:
        """Return the record in a file, brought to the present version; made if it is not there.

        Args:
            path: the file.
            patience_s: how long to wait for another program.
            create: False refuses to make a new file.

        Raises:
            RecordError: for whatever reason it could not be opened.
        """
        path = real(path)
        with in_words(path):
            if not create and not path.exists():
                raise no_record(path)
            make_folder(path.parent)
            return cls._by(schema.connect(path, patience_s), path, schema.prepare)

    @classmethod
    def open_to_read(cls, path: Path, *, patience_s: float = PATIENCE_S) -> Self:
        """Return the record in a file as it stands, to change nothing, be it of an older version.

        Args:
            path: the file.
            patience_s: how long to wait for another program.

        Raises:
            RecordError: for whatever reason it could not be opened.
        """
        path = real(path)
        with in_words(path):
            if not path.exists():
                raise no_record(path)
            connection = schema.connect_to_read(path, patience_s)
            return cls._by(connection, path, partial(schema.check, empty=False))

    @classmethod
    def _by(
        cls,
        connection: sqlite3.Connection,
        path: Path,
        ready: Callable[[sqlite3.Connection, Path], None],
    ) -> Self:
        """Return the record behind a connection, which is closed if it cannot be made ready."""
        try:
            ready(connection, path)
        except BaseException:
            connection.close()
            raise
        file = file_id(path)
        if file is None:
            raise _gone(path)
        return cls(path, connection, file)

    def __enter__(self) -> Self:
        """Return the record; leaving closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the file; what was appended is there whether or not this is called."""
        there = file_id(self.path)
        if there not in {self._file, None}:
            self.abandon()
            return
        try:
            if there is None or self._has_journal():
                self._connection.close()
            else:
                self._close_without_journal()
        except sqlite3.Error:
            self.abandon()
        else:
            release(self.session)

    def abandon(self) -> None:
        """Leave a file open for ever: its drive does not answer, or others would lose by closing.

        Closing a file that is no longer ours would delete the journal of what took its place; one
        that others have written since would get our journal over it.
        """
        # Python closes whatever it still knows, at its own end at the latest
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._connection))

    def append(self, film: FilmInfo, events: Sequence[Event], *, after: int | None = None) -> int:
        """Write what happened to a film; when this returns, it is on the disk.

        Args:
            film: which film; its name and size are noted when they are new.
            events: in the order in which they happened.
            after: number of the film's last event as far as the caller knows; None is
                "whatever is there".

        Returns:
            The number of the film's last event.

        Raises:
            ChangedElsewhere: there are events after `after`; nothing was written.
            RecordError: nothing was written; try again later.
        """
        self.check_here()
        with in_words(self.path), schema.transaction(self._connection):
            last = self._last(film.sha256)
            if after is not None and last != after:
                raise ChangedElsewhere(f"{film.name} was also changed in another window.")
            if events:
                last = self._write(film, events)
        self.check_here()
        return last

    def restore(
        self, film: FilmInfo, scheme: LandmarkScheme, known: Restored | None = None
    ) -> Restored:
        """Return what the record holds of a film, with its undo steps.

        Args:
            film: which film.
            scheme: its landmarks.
            known: what the record held of it before; only what came since is read.

        Raises:
            FilmTooNew: a newer version has said something of it.
            RecordError: it could not be read.
        """
        known = known or Restored(History(Case.new(film, scheme)), 0)
        rows = self._rows(film.sha256, known.last)
        try:
            with reading(self.path):
                events = [row.event() for row in rows if row.scheme in {scheme.name, ""}]
                history = replay(events, known.history)
        except RecordTooNew as error:
            raise FilmTooNew(film.name) from error
        return Restored(history, rows[-1].id if rows else known.last)

    def events(self, film_sha256: str) -> list[Event]:
        """Return all that happened to a film.

        Raises:
            RecordError: it could not be read.
        """
        with reading(self.path):
            return [row.event() for row in self._rows(film_sha256)]

    def log(self) -> list[Logged]:
        """Return all that happened to any film, in the order in which it was written.

        Raises:
            RecordError: it could not be read.
        """
        with reading(self.path):
            rows = [Row(*cells) for cells in self._connection.execute(_ALL)]
            films = {film.sha256: film for film in self.films()}
            return list(logged(rows, films))

    def films(self) -> list[FilmInfo]:
        """Return the films, in the order of their names.

        Raises:
            RecordError: they could not be read.
        """
        with reading(self.path):
            rows = self._connection.execute("SELECT facts, sha256 FROM film").fetchall()
            return sorted((unpack_film(*row) for row in rows), key=lambda film: film.name)

    def schemes(self) -> list[str]:
        """Return the names of the schemes of whose landmarks something was said.

        Raises:
            RecordError: they could not be read.
        """
        query = "SELECT DISTINCT scheme FROM event WHERE scheme <> '' ORDER BY scheme"
        with reading(self.path):
            return [checked.text(name) for (name,) in self._connection.execute(query)]

    def back_up(self, path: Path) -> None:
        """Copy the record to another file, whole or not at all; others may write meanwhile.

        Raises:
            RecordError: it could not be copied.
        """
        with in_words(path):
            schema.back_up(self._connection, real(path))

    def put_back(self) -> bool:
        """Write a file that was deleted while it was open again; tell whether that was needed.

        Only into the very folder it was in: the empty place of a drive that is unplugged or not
        mounted is left alone, for the record comes back with the drive.

        Raises:
            RecordError: it could not be written, or the folder is gone too.
        """
        with in_words(self.path):
            if self.path.exists():
                return False
        if self._folder is None or file_id(self.path.parent) != self._folder:
            raise _gone(self.path)
        with in_words(self.path):
            put_in_place(self._rescued or self._rescue(), self.path)
        return True

    def _rescue(self) -> Path:
        """Copy a deleted file to one beside it, and part from it; return where the copy lies."""
        spare = free_name(self.path, "rescued")
        schema.back_up(self._connection, spare)
        self._connection.close()  # takes the journal of the deleted file with it
        release(self.session)
        self._rescued = spare  # nothing else holds it now, should the next step fail
        for ending in ("-wal", "-shm"):
            beside(self.path, ending).unlink(missing_ok=True)
        return spare

    def check_here(self) -> None:
        """Refuse to write into a file that nobody will find again, or to a journal that is lost.

        Raises:
            RecordVanished: what is written from now on would not be in the record.
        """
        if file_id(self.path) != self._file:
            raise _gone(self.path)
        if not self._has_journal():
            raise RecordVanished(f"The journal of the record {self.path.name} is gone.")

    def _has_journal(self) -> bool:
        """Tell whether the journal that lies there is still ours; over a network there is none.

        Where our locks on the record were lost, the next program that closes it removes it.
        """
        return self._journal in {None, file_id(beside(self.path, "-wal"))}

    def _close_without_journal(self) -> None:
        """Close a record whose journal is lost, and leave it as others have written it since.

        Alone, a connection would put all of its journal over that when it is closed. It does not
        while there is another one; and one that may only read never does.
        """
        with closing(sqlite3.connect(uri(self.path, "mode=ro"), uri=True)) as another:
            try:
                another.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError:  # it could not be opened, so it is no other one
                raise
            except sqlite3.DatabaseError:  # opened, but our journal does not fit what others wrote
                pass
            self._connection.close()

    def _write(self, film: FilmInfo, events: Sequence[Event]) -> int:
        head = self._connection.execute("SELECT events, hash FROM head")
        number, previous = head.fetchone() or (None, None)
        if not isinstance(number, int) or not isinstance(previous, str):
            raise RecordDamaged(f"The record {self.path.name} is damaged.")
        if self._is_news(film):
            first = events[0]
            events = [Event(Kind.OPENED, first.reader, first.utc, ""), *events]
        for event in events:
            number += 1
            values = chain.stored(chain.row(number, film, self.session, event), previous)
            self._connection.execute(chain.INSERT, values)
            previous = values[-1]
        self._connection.execute("UPDATE head SET events = ?, hash = ?", (number, previous))
        return number

    def _is_news(self, film: FilmInfo) -> bool:
        """Note a film's facts and tell whether they were not known."""
        facts = pack_film(film)
        known = self._connection.execute(
            "SELECT facts FROM film WHERE sha256 = ?", (film.sha256,)
        ).fetchone()
        if known == (facts,):
            return False
        self._connection.execute(
            "INSERT INTO film VALUES (?, ?) "
            "ON CONFLICT (sha256) DO UPDATE SET facts = excluded.facts",
            (film.sha256, facts),
        )
        return True

    def _last(self, film_sha256: str) -> int:
        query = "SELECT coalesce(max(id), 0) FROM event WHERE film = ?"
        return int(self._connection.execute(query, (film_sha256,)).fetchone()[0])

    def _rows(self, film_sha256: str, after: int = 0) -> list[Row]:
        with reading(self.path):
            found = self._connection.execute(_EVENTS, (film_sha256, after))
            return [Row(*cells) for cells in found]


def _gone(path: Path) -> RecordError:
    return RecordVanished(f"The record {path.name} is no longer where it was.")

"""The history of one film, and a record that holds it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.records import chain
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference
from tests.document.cases import SCHEME, detection

STAMP = Stamp("reader", datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
WRITER = Writer(STAMP, SCHEME.name)
SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
FILM = FilmInfo("a.png", "x", 100, 200, SPACING)
FRESH = History(Case.new(FILM, SCHEME))
DETECTED = FRESH.rewritten(lambda case: case.detected(detection()))
MOVED = DETECTED.record("Move S", DETECTED.current.moved("S", Point(3, 4), STAMP))
ALL = MOVED.record("Confirm all", MOVED.current.all_confirmed(STAMP))


def write(path: Path, *histories: History[Case]) -> None:
    with Record.open(path) as record:
        before = FRESH
        for history in histories:
            record.append(FILM, difference(before, history, WRITER))
            before = history


def write_as_a_newer_version(
    path: Path, film_sha256: str = FILM.sha256, *, kind: str = "tilted", detail: str = ""
) -> None:
    """Add an event of a kind, or with a detail, that this version does not know."""
    with raw(path) as other:
        number, previous = other.execute("SELECT events, hash FROM head").fetchone()
        when, more = STAMP.utc.isoformat(), ("", None, None, "", detail)
        row = (number + 1, film_sha256, "s", when, "reader", kind, SCHEME.name, "Tilt", 0)
        values = chain.stored(chain.Row(*row, *more), previous)
        other.execute(chain.INSERT, values)
        other.execute("UPDATE head SET events = ?, hash = ?", (number + 1, values[-1]))


def raw(path: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(path, isolation_level=None))


def tamper(path: Path, statement: str) -> None:
    with raw(path) as other:
        other.execute("DROP TRIGGER event_is_never_changed")
        other.execute("DROP TRIGGER event_is_never_deleted")
        other.execute(statement)

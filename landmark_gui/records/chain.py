"""Events as rows, each with the hash of the one before it: what was written cannot change unseen.

Someone who rewrites the whole file with hashes of their own is not found out; someone who changes,
removes or inserts single events, or cuts the end off, is.
"""

import hashlib
from typing import Any, NamedTuple

from landmark_gui.domain.annotation import utc_moment
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.records import checked
from landmark_gui.records.event import STATUS, Event, Kind
from landmark_gui.records.packing import (
    canonical,
    pack_annotations,
    pack_detection,
    pack_film,
    pack_spacing,
    unpack_annotations,
    unpack_detection,
    unpack_spacing,
)


class Row(NamedTuple):
    """An event as it is stored; `film` is the film's SHA-256, `session` the window that wrote."""

    id: int
    film: str
    session: str
    utc: str
    reader: str
    kind: str
    scheme: str
    label: str
    continues: int
    landmark: str
    x_px: float | None
    y_px: float | None
    model_sha256: str
    detail: str

    def hash(self, previous: str) -> str:
        """Return the SHA-256 over the hash before it and everything the row holds."""
        return hashlib.sha256(f"{previous} {canonical(self)}".encode()).hexdigest()

    def event(self) -> Event:
        """Return what happened.

        Raises:
            RecordTooNew: it holds a word that this version does not know.
            ValueError, TypeError, KeyError: the row was not written by this program.
        """
        kind = checked.word(Kind, self.kind)
        return Event(
            kind,
            checked.text(self.reader),
            utc_moment(self.utc),
            self.scheme,
            checked.text(self.label),
            bool(self.continues),
            checked.text(self.landmark),
            checked.place(self.x_px, self.y_px, STATUS.get(kind)),
            unpack_detection(self.detail, self.film) if kind is Kind.PREDICTED else None,
            unpack_annotations(self.detail) if kind is Kind.REVEALED else {},
            unpack_spacing(self.detail) if kind is Kind.CALIBRATED else None,
        )


COLUMNS = Row._fields
INSERT = (
    f"INSERT INTO event ({', '.join(COLUMNS)}, previous, hash) "  # noqa: S608 - our own names
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 2))})"
)


def row(number: int, film: FilmInfo, session: str, event: Event) -> Row:
    """Return an event as it is stored."""
    point = event.point
    return Row(
        number,
        film.sha256,
        session,
        event.utc.isoformat(),
        _text(event.reader),
        event.kind.value,
        event.scheme,
        _text(event.label),
        int(event.continues),
        event.landmark,
        None if point is None else float(point.x),
        None if point is None else float(point.y),
        event.model_sha256,
        _detail(film, event),
    )


def stored(row: Row, previous: str) -> tuple[Any, ...]:
    """Return the values for INSERT; the last one is the hash that the next row needs."""
    return (*row, previous, row.hash(previous))


def _detail(film: FilmInfo, event: Event) -> str:
    if event.kind is Kind.OPENED:
        return pack_film(film)
    if event.kind is Kind.REVEALED:
        return pack_annotations(event.blind)
    if event.kind is Kind.CALIBRATED:
        return pack_spacing(event.spacing)
    return pack_detection(event.detection) if event.detection else ""


def _text(text: str) -> str:
    """Return text that the database can hold: a user's name may be no valid Unicode."""
    return text.encode("utf-8", "backslashreplace").decode()

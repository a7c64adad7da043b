"""All that is in a record, in the order in which it was written, and how long it took.

Nothing tells when a film was shown or left. What can be told is how long after the reader's act
before it an act came, on whichever film: on films that are read one after the other, these times
add up to all that was spent on each of them, looking included, and breaks too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.records.chain import Row
from landmark_gui.records.event import NO_ACT, Event


@dataclass(frozen=True, slots=True)
class Logged:
    """One event.

    Attributes:
        number: its place in the record, from 1.
        session: which opening of the record wrote it, numbered from 1.
        film: which film, as it was last called.
        event: what happened.
        seconds: since the act before it in this session; None for the first one, for what no
            reader did, and where the times run backwards, as those of imported decisions do.
    """

    number: int
    session: int
    film: FilmInfo
    event: Event
    seconds: float | None


def logged(rows: Iterable[Row], films: Mapping[str, FilmInfo]) -> Iterator[Logged]:
    """Yield the events of rows.

    Args:
        rows: in the order in which they were written.
        films: by their SHA-256.

    Raises:
        RecordTooNew: a newer version has written one of them.
        ValueError, TypeError, KeyError: this program has not written one of them.
    """
    sessions = defaultdict[str, int](count(1).__next__)
    latest: dict[str, Event] = {}
    for row in rows:
        event, session, seconds = row.event(), sessions[row.session], None
        if event.kind not in NO_ACT:
            before = latest.get(row.session)
            seconds = _seconds(before, event)
            if before is None or before.utc < event.utc:
                latest[row.session] = event
        yield Logged(row.id, session, films[row.film], event, seconds)


def _seconds(before: Event | None, act: Event) -> float | None:
    past = (act.utc - before.utc).total_seconds() if before else -1.0
    return past if past >= 0 else None

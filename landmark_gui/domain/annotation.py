"""What a reader says about a landmark."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from landmark_gui.domain.geometry import Point


class Status(StrEnum):
    """How a landmark came to be where it is."""

    UNSET = "unset"  # nobody has said anything yet
    PREDICTED = "predicted"  # the model's word, no reader has looked
    CONFIRMED = "confirmed"  # a reader agrees with the position
    MOVED = "moved"  # a reader put it there
    MISSING = "missing"  # the structure does not exist on this patient
    NOT_VISIBLE = "not_visible"  # it exists, but the film does not show it


#: States that a reader has decided; a new detection never overwrites them.
DECIDED = frozenset({Status.CONFIRMED, Status.MOVED, Status.MISSING, Status.NOT_VISIBLE})
#: States of a landmark that is nowhere; in all others it has a position.
WITHOUT_POSITION = frozenset({Status.UNSET, Status.MISSING, Status.NOT_VISIBLE})


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something, and when."""

    reader: str
    utc: datetime

    @classmethod
    def now(cls, reader: str) -> "Stamp":
        """Return the reader with the present time, to the second."""
        return cls(reader, datetime.now(UTC).replace(microsecond=0))


def utc_moment(text: str) -> datetime:
    """Return the moment of a text in ISO 8601, in UTC; without a zone it counts as UTC.

    Raises:
        ValueError: the text is no moment.
    """
    moment = datetime.fromisoformat(text)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


@dataclass(frozen=True, slots=True)
class Annotation:
    """The state of one landmark on one film.

    Attributes:
        landmark: abbreviation.
        status: how it came to be where it is.
        point: where it is, None where it has no position.
        stamp: who said so, None where no reader has.
        locked: the reader wants it to stay as it is until it is unlocked.
    """

    landmark: str
    status: Status = Status.UNSET
    point: Point | None = None
    stamp: Stamp | None = None
    locked: bool = False

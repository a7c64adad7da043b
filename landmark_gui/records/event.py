"""What can happen to a film, as values that are written once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.prediction import Detection


class Kind(StrEnum):
    """What happened."""

    OPENED = "opened"  # the film was first seen, or under another name
    PREDICTED = "predicted"  # the model said where all landmarks are
    FOLLOWED = "followed"  # the model put a prediction elsewhere, given what a reader has set
    PLACED = "placed"  # a reader put a landmark where there was none
    MOVED = "moved"  # a reader put a landmark elsewhere
    CONFIRMED = "confirmed"
    MISSING = "missing"
    NOT_VISIBLE = "not visible"
    LOCKED = "locked"  # the landmark is to stay as it is
    UNLOCKED = "unlocked"
    BACK = "back"  # to the prediction, or to nothing where there is none
    VEILED = "veiled"  # what the model says is hidden from here on, for a blind reading
    REVEALED = "revealed"  # and shown from here on
    CALIBRATED = "calibrated"  # a reader said how large a pixel is, or took it back
    SET_ASIDE = "set aside"  # nothing is to be done on the film, whatever the landmarks
    TAKEN_BACK = "taken back"  # it is worked on again
    UNCHANGED = "unchanged"  # a step of undo without an effect
    UNDONE = "undone"
    REDONE = "redone"


#: What the program does by itself; all else is an act of a reader.
NO_ACT = frozenset({Kind.OPENED, Kind.PREDICTED, Kind.FOLLOWED, Kind.VEILED})

#: How an event leaves its landmark; BACK depends on whether there is a prediction.
STATUS = {
    Kind.FOLLOWED: Status.PREDICTED,
    Kind.PLACED: Status.MOVED,
    Kind.MOVED: Status.MOVED,
    Kind.CONFIRMED: Status.CONFIRMED,
    Kind.MISSING: Status.MISSING,
    Kind.NOT_VISIBLE: Status.NOT_VISIBLE,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a film.

    Attributes:
        kind: what happened.
        reader: who did it.
        utc: when.
        scheme: which landmarks are meant; empty where it is said of the film.
        label: name of the step in the Edit menu.
        continues: belongs to the step before it; both are undone together.
        landmark: abbreviation, empty where all or none are meant.
        point: where the landmark is now, None without a position.
        detection: what the model said, of PREDICTED; its maps are not kept.
        blind: what the reader had decided before, of REVEALED.
        spacing: millimetres per pixel from now on, of CALIBRATED; None is pixels only.
    """

    kind: Kind
    reader: str
    utc: datetime
    scheme: str
    label: str = ""
    continues: bool = False
    landmark: str = ""
    point: Point | None = None
    detection: Detection | None = None
    blind: Mapping[str, Annotation] = field(default_factory=dict)
    spacing: PixelSpacing | None = None

    @property
    def model_sha256(self) -> str:
        """The weights that spoke; empty for a reader's events."""
        return self.detection.provenance.model_sha256 if self.detection else ""

"""A case: one film, what the model said of it, and what its reader decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from landmark_gui.domain.annotation import DECIDED, Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Prediction

LEAST_MOVE_PX = 0.5  # a prediction that follows by less than that stays


@dataclass(frozen=True, slots=True, eq=False)
class Veil:
    """The film is read before the reader sees a prediction; one that is there waits here."""

    detection: Detection | None = None


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Case:
    """The state of one film; every verb returns a new case and leaves this one as it was.

    A locked landmark stays where it is whatever the model, an import or the reader's hand says;
    it can still be confirmed, which moves nothing.

    Attributes:
        film: which film.
        scheme: its landmarks.
        annotations: what is said of each of them, by abbreviation.
        detection: what the model says, for everybody to see.
        veil: keeps what the model says from sight, None where nothing is hidden.
        blind: what the reader had decided when the veil was lifted, or that all was unset when its
            lifting was requested; empty if there was none.
        aside: the film is set aside: nothing is to be done on it, and nothing of it goes out.
    """

    film: FilmInfo
    scheme: LandmarkScheme
    annotations: Mapping[str, Annotation]
    detection: Detection | None = None
    veil: Veil | None = None
    blind: Mapping[str, Annotation] = field(default_factory=dict)
    aside: bool = False
    #: How many landmarks a reader has decided; counted once, lists of thousands of films ask for it
    decided: int = field(init=False)

    def __post_init__(self) -> None:
        decided = sum(said.status in DECIDED for said in self.annotations.values())
        object.__setattr__(self, "decided", decided)

    @classmethod
    def new(cls, film: FilmInfo, scheme: LandmarkScheme) -> "Case":
        """Return a case in which nothing has been said yet."""
        unset = {name: Annotation(name) for name in scheme.abbreviations}
        return cls(film, scheme, MappingProxyType(unset))

    @property
    def known_detection(self) -> Detection | None:
        """What the model says, hidden or not."""
        return self.veil.detection if self.veil else self.detection

    def predicted(self, landmark: str) -> Prediction | None:
        """Return what the model says of a landmark, for everybody to see."""
        said = self.detection.predictions if self.detection else ()
        return next((seen for seen in said if seen.landmark == landmark), None)

    def detected(self, detection: Detection) -> "Case":
        """Take over what the model says, except where a reader has decided; a veil hides it.

        Nothing stays of what another model has said, also where this one says nothing.
        """
        if self.veil is not None:
            return replace(self, veil=Veil(detection))
        points = detection.points
        fresh = {
            name: Annotation(name, Status.PREDICTED, points[name])
            if name in points
            else Annotation(name)
            for name in self.annotations
            if not self._stays(name)
        }
        return replace(self._with(fresh), detection=detection)

    def followed(self, places: Mapping[str, Point]) -> "Case":
        """Move predictions to where the model sees them beside what the reader has set since.

        What a reader has decided or locked stays, and so does what would hardly move.
        """
        moved = {
            name: replace(said, point=places[name])
            for name, said in self.annotations.items()
            if name in places and said.status is Status.PREDICTED and not said.locked
            if said.point is None or said.point.distance_px(places[name]) >= LEAST_MOVE_PX
        }
        return self._with(moved) if moved else self

    def veiled(self) -> "Case":
        """Hide what the model says until `revealed`; what a reader has decided stays.

        Only once: a second reading would not be blind.
        """
        if self.veil is not None or self.blind:
            return self
        undecided = {
            name: Annotation(name)
            for name, said in self.annotations.items()
            if said.status not in DECIDED
        }
        return replace(self._with(undecided), detection=None, veil=Veil(self.detection))

    def revealed(self, blind: Mapping[str, Annotation]) -> "Case":
        """Show what the model says and keep what was said `blind`, before it was seen."""
        if self.veil is None:
            return self
        bare = replace(self, veil=None, blind=MappingProxyType(dict(blind)))
        return bare.detected(self.veil.detection) if self.veil.detection else bare

    def set_aside(self, *, on: bool) -> "Case":
        """Set the film aside or take it back; what is said of its landmarks stays."""
        return self if self.aside is on else replace(self, aside=on)

    @property
    def decisions(self) -> dict[str, Annotation]:
        """What a reader has decided, by abbreviation."""
        return {name: a for name, a in self.annotations.items() if a.status in DECIDED}

    @property
    def points(self) -> dict[str, Point]:
        """Where the landmarks lie that have a position, by abbreviation."""
        return {name: a.point for name, a in self.annotations.items() if a.point is not None}

    def says_the_same_as(self, other: "Case") -> bool:
        """Tell whether the same is said of all landmarks, and of the size of a pixel."""
        return self.annotations == other.annotations and self.film.spacing == other.film.spacing

    def in_form(self, detection: Detection) -> "Case":
        """Return the case with the same detection in another form: maps come and go."""
        if self.veil is not None:
            return replace(self, veil=Veil(detection))
        return replace(self, detection=detection)

    def moved(self, landmark: str, point: Point, stamp: Stamp) -> "Case":
        """Put a landmark where the reader wants it, kept on the film."""
        return self._said(Annotation(landmark, Status.MOVED, self.film.nearest(point), stamp))

    def confirmed(self, landmark: str, stamp: Stamp) -> "Case":
        """Agree with a predicted position; what has none or was moved stays as it is."""
        annotation = self.annotations[landmark]
        if annotation.status is not Status.PREDICTED:
            return self
        confirmed = replace(annotation, status=Status.CONFIRMED, stamp=stamp)
        return self._with({landmark: confirmed})

    def all_confirmed(self, stamp: Stamp) -> "Case":
        """Agree with every predicted position that is left."""
        case = self
        for landmark in self.annotations:
            case = case.confirmed(landmark, stamp)
        return case

    def marked_missing(self, landmark: str, stamp: Stamp) -> "Case":
        """State that the patient lacks the structure."""
        return self._said(Annotation(landmark, Status.MISSING, None, stamp))

    def marked_not_visible(self, landmark: str, stamp: Stamp) -> "Case":
        """State that the film does not show the structure."""
        return self._said(Annotation(landmark, Status.NOT_VISIBLE, None, stamp))

    def back_to_prediction(self, landmark: str) -> "Case":
        """Forget what the reader said of a landmark and show the prediction again."""
        if self.annotations[landmark].status is Status.PREDICTED:
            return self  # it may have been put elsewhere by others than the reader
        seen = self.predicted(landmark)
        if seen is None:
            return self._said(Annotation(landmark))
        return self._said(Annotation(landmark, Status.PREDICTED, seen.point))

    def locked(self, landmark: str, *, on: bool) -> "Case":
        """Keep a landmark as it is, or let go of it; one of which nothing is said has no lock."""
        annotation = self.annotations[landmark]
        if annotation.status is Status.UNSET or annotation.locked is on:
            return self
        return self._with({landmark: replace(annotation, locked=on)})

    def taken_over(self, annotations: Sequence[Annotation]) -> "Case":
        """Take over what was said of landmarks elsewhere, all at once."""
        known = self.annotations
        wanted = (a for a in annotations if not known[a.landmark].locked)
        news = {a.landmark: a for a in wanted if known[a.landmark] != a}
        return self._with(news) if news else self

    def calibrated(self, spacing: PixelSpacing | None) -> "Case":
        """Measure the film in other millimetres, or in pixels only."""
        if spacing == self.film.spacing:
            return self
        return replace(self, film=replace(self.film, spacing=spacing))

    @property
    def spoken_of(self) -> bool:
        """Whether a reader has decided or locked any landmark."""
        return self.decided > 0 or any(said.locked for said in self.annotations.values())

    @property
    def complete(self) -> bool:
        """Whether a reader has decided every landmark."""
        return self.decided == len(self.annotations)

    def _stays(self, landmark: str) -> bool:
        said = self.annotations[landmark]
        return said.locked or said.status in DECIDED

    def _said(self, annotation: Annotation) -> "Case":
        before = self.annotations[annotation.landmark]
        if before.locked or before == annotation:
            return self
        return self._with({annotation.landmark: annotation})

    def _with(self, changed: Mapping[str, Annotation]) -> "Case":
        return replace(self, annotations=MappingProxyType({**self.annotations, **changed}))

"""A case: one film, what the model said of it, and what its reader decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from landmark_gui.domain.annotation import DECIDED, Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The state of one film; every verb returns a new case and leaves this one as it was."""

    film: FilmInfo
    scheme: LandmarkScheme
    annotations: Mapping[str, Annotation]
    detection: Detection | None = None
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

    def detected(self, detection: Detection) -> "Case":
        """Take over what the model says, except where a reader has decided."""
        fresh = {
            p.landmark: Annotation(p.landmark, Status.PREDICTED, p.point)
            for p in detection.predictions
            if self.annotations[p.landmark].status not in DECIDED
        }
        return replace(self._with(fresh), detection=detection)

    def with_maps(self, maps: Heatmap) -> "Case":
        """Return the case with other maps of its detection, as they come and go to save memory."""
        if self.detection is None:
            return self
        return replace(self, detection=replace(self.detection, heatmap=maps))

    def moved(self, landmark: str, point: Point, stamp: Stamp) -> "Case":
        """Put a landmark where the reader wants it, kept on the film."""
        x = min(max(point.x, 0.0), float(self.film.width_px))
        y = min(max(point.y, 0.0), float(self.film.height_px))
        return self._said(Annotation(landmark, Status.MOVED, Point(x, y), stamp))

    def confirmed(self, landmark: str, stamp: Stamp) -> "Case":
        """Agree with a predicted position; what has none or was moved stays as it is."""
        annotation = self.annotations[landmark]
        if annotation.status is not Status.PREDICTED:
            return self
        return self._said(Annotation(landmark, Status.CONFIRMED, annotation.point, stamp))

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
        if self.detection is None:
            return self._said(Annotation(landmark))
        point = self.detection[landmark].point
        return self._said(Annotation(landmark, Status.PREDICTED, point))

    def taken_over(self, annotations: Sequence[Annotation]) -> "Case":
        """Take over what was said of landmarks elsewhere, all at once."""
        news = {a.landmark: a for a in annotations if self.annotations[a.landmark] != a}
        return self._with(news) if news else self

    def moved_px(self, landmark: str) -> float | None:
        """Return how far a landmark lies from its prediction, or None if either is absent."""
        point = self.annotations[landmark].point
        if point is None or self.detection is None:
            return None
        return point.distance_px(self.detection[landmark].point)

    @property
    def complete(self) -> bool:
        """Whether a reader has decided every landmark."""
        return self.decided == len(self.annotations)

    def _said(self, annotation: Annotation) -> "Case":
        if self.annotations[annotation.landmark] == annotation:
            return self
        return self._with({annotation.landmark: annotation})

    def _with(self, changed: Mapping[str, Annotation]) -> "Case":
        return replace(self, annotations=MappingProxyType({**self.annotations, **changed}))

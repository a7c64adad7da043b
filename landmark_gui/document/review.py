"""In which order a reader looks: what cannot be right, then what the model is least sure of."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import sqrt
from weakref import ref

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Entry, Progress, Worklist
from landmark_gui.domain.annotation import DECIDED, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import Expectation, ShapeModel

#: Expected error from which on a landmark is doubtful: one in three of such landmarks, and one in
#: twelve of the others, was more than 2 mm off, the field's limit, on films that no training saw.
DOUBT_MM = 1.5
#: The same for a film without millimetres: a lateral film shows about 240 mm of height.
DOUBT_SHARE = DOUBT_MM / 240.0


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is left to do on a film, and how urgent it is.

    Attributes:
        order: undecided landmarks, in the order in which they should be looked at.
        implausible: landmarks far from where the others suggest, with that place.
        doubtful: undecided landmarks that are implausible or whose expected error is above 1.5 mm.
        rank: films are looked at from the largest on; a film with something implausible is above
            all others, then comes the largest expected error in units of 1.5 mm.
    """

    order: tuple[str, ...]
    implausible: Mapping[str, Expectation] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    rank: tuple[bool, float] = (False, 0.0)


class Filter(StrEnum):
    """Which films the list shows."""

    ALL = "all"
    TO_DO = "to do"
    DOUBTFUL = "doubtful"
    DONE = "done"
    FAILED = "failed"
    SET_ASIDE = "set aside"


_FAILED = frozenset({Filter.ALL, Filter.FAILED})
_SET_ASIDE = frozenset({Filter.ALL, Filter.SET_ASIDE})
_DONE = frozenset({Filter.ALL, Filter.DONE})
_TO_DO = frozenset({Filter.ALL, Filter.TO_DO})
_DOUBTFUL = _TO_DO | {Filter.DOUBTFUL}
_UNRANKED = (False, 0.0)
_LAST = (False, -1.0)
_BEGUN = frozenset({Progress.BLIND, Progress.PREDICTED, Progress.EDITED})


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found of a case; it does not keep the case alive."""

    case: ref[Case]
    agenda: Agenda
    judged: bool


class Review:
    """Ranks landmarks and films; remembers of each film what it found last.

    Of its earlier cases, which undo may bring back, nothing: a day's work would fill the memory.
    """

    def __init__(self, shape: ShapeModel | None = None) -> None:
        self._shape = shape
        #: by the object that tells of the film: two files of a folder may hold equal ones
        self._found: dict[int, _Finding] = {}

    def of(self, case: Case) -> Agenda:
        """Return where a film stands."""
        found = self._finding(case)
        if found and found.judged:
            return found.agenda
        return self._keep(case, _judged(case, self._implausible(case)), judged=True)

    def at_a_glance(self, case: Case) -> Agenda:
        """Return where a film stands, without its implausible landmarks if they are not known yet.

        To find these costs a millisecond, which is too much for thousands of films at once.
        """
        found = self._finding(case)
        return found.agenda if found else self._keep(case, _judged(case, {}), judged=False)

    def kinds(self, entry: Entry) -> frozenset[Filter]:
        """Return the kinds of films to which a film belongs, at a glance."""
        if entry.aside:
            return _SET_ASIDE
        if entry.failure:
            return _FAILED
        if entry.case is None:
            return _DONE if entry.progress is Progress.COMPLETE else _TO_DO
        agenda = self.at_a_glance(entry.case)
        if not agenda.order and entry.case.veil is None:
            return _DONE
        return _DOUBTFUL if agenda.doubtful else _TO_DO

    def next_film(
        self, worklist: Worklist, passed: Collection[int] = (), *, ranked: bool = True
    ) -> int | None:
        """Return the most urgent other film with undecided landmarks, or None if all is done.

        Args:
            worklist: the films.
            passed: films that were left undecided on purpose; they come again when no other is.
            ranked: False goes through the list in its order, so that it tells nothing.
        """
        count, chosen, passed = len(worklist), None, frozenset(passed)
        best: tuple[bool, bool, float] | None = None
        for step in range(1, count):
            index = (worklist.current + step) % count
            rank = self._rank(worklist.entries[index])
            if rank is None:
                continue
            urgency = (index not in passed, *(rank if ranked else _UNRANKED))
            if best is None or urgency > best:
                best, chosen = urgency, index
        return chosen

    def _finding(self, case: Case) -> _Finding | None:
        found = self._found.get(id(case.film))
        return found if found and found.case() is case else None

    def _keep(self, case: Case, agenda: Agenda, *, judged: bool) -> Agenda:
        self._found[id(case.film)] = _Finding(ref(case), agenda, judged)
        return agenda

    def _rank(self, entry: Entry) -> tuple[bool, float] | None:
        """Return how urgent a film is; None if nothing is to be done on it.

        Of one that is not read yet only its noted standing is known: it comes after all others.
        """
        case = entry.case
        if entry.aside or entry.failure or entry.detecting:
            return None
        if case is None:
            return _LAST if entry.progress in _BEGUN else None
        agenda = self.at_a_glance(case)
        if case.veil is not None:
            return agenda.rank
        begun = case.detection is not None or case.decided > 0
        return agenda.rank if begun and agenda.order else None

    def _implausible(self, case: Case) -> dict[str, Expectation]:
        """Return the landmarks that the others contradict.

        A prediction that is contradicted speaks of the others no longer, beginning with the worst;
        what a reader has decided always speaks. Where half of the landmarks contradict the other
        half, nobody can tell which is right, and nothing is said.
        """
        if self._shape is None or case.veil is not None:
            return {}
        known = case.points
        decisions, errors = case.decisions, _errors_px(case)
        unsure = {name: errors.get(name, 0.0) for name in known if name not in decisions}
        refused: dict[str, Expectation] = {}
        while len(refused) <= len(known):
            far = self._far(self._shape, known, unsure, case.film.aspect)
            worst = max(far.keys() & unsure.keys(), key=lambda n: far[n].surprise, default=None)
            if worst is None:
                return refused | far
            refused[worst] = far[worst]
            del known[worst]
        return {}

    @staticmethod
    def _far(
        shape: ShapeModel, known: Mapping[str, Point], unsure: Mapping[str, float], aspect: float
    ) -> dict[str, Expectation]:
        square = {name: Point(p.x, p.y * aspect) for name, p in known.items()}
        said = shape.expectations(square, {name: e * sqrt(aspect) for name, e in unsure.items()})
        return {
            name: replace(e, point=Point(e.point.x, e.point.y / aspect))
            for name, e in said.items()
            if e.surprise > shape.limit
        }


def _judged(case: Case, odd: Mapping[str, Expectation]) -> Agenda:
    undecided = [name for name, said in case.annotations.items() if said.status not in DECIDED]
    if case.detection is None:
        return Agenda(tuple(undecided), odd)
    errors, limit = _errors_px(case), doubt_px(case.film)
    largest = max((errors.get(name, 0.0) for name in undecided), default=0.0)
    return Agenda(
        tuple(sorted(undecided, key=_urgency(odd, errors))),
        odd,
        frozenset(name for name in undecided if name in odd or errors.get(name, 0.0) > limit),
        (any(name in odd for name in undecided), largest / limit),
    )


def _errors_px(case: Case) -> dict[str, float]:
    said = case.detection.predictions if case.detection else ()
    return {prediction.landmark: prediction.expected_error_px for prediction in said}


def doubt_px(film: FilmInfo) -> float:
    """Return the expected error from which on a landmark is doubtful."""
    if film.spacing is not None:
        return DOUBT_MM / film.spacing.mean_mm
    return DOUBT_SHARE * film.height_px


def next_landmark(
    order: Sequence[str], selected: str | None, passed: Collection[str] = ()
) -> str | None:
    """Return the landmark to be looked at after the selected one, or None if all are decided.

    Args:
        order: undecided landmarks, the most urgent first.
        selected: where the reader is.
        passed: landmarks that were left undecided on purpose; they come again when no other is.
    """
    others = [name for name in order if name != selected] or order
    return next((name for name in others if name not in passed), next(iter(others), None))


def landmark_before(order: Sequence[str], selected: str | None) -> str | None:
    """Return the landmark before the selected one, in a ring, or None if all are decided."""
    if not order:
        return None
    return order[order.index(selected) - 1 if selected in order else -1]


def next_without_position(case: Case, after: str | None) -> str | None:
    """Return the next landmark of which nobody has said anything, in the scheme's order."""
    names = case.scheme.abbreviations
    start = names.index(after) + 1 if after in names else 0
    ring = (*names[start:], *names[:start])
    return next((name for name in ring if case.annotations[name].status is Status.UNSET), None)


def to_place(case: Case, selected: str | None) -> str | None:
    """Return the landmark that is to be placed next; None if there is none left.

    It is the selected one, if it has no position and may get one; then the next in the scheme's
    order of which nobody has said anything. What is missing stays so unless it was selected.
    """
    if selected is not None:
        said = case.annotations[selected]
        if said.point is None and not said.locked:
            return selected
    return next_without_position(case, selected)


def next_place(case: Case, landmark: str) -> Point | None:
    """Return the place after the one where the landmark is, in a ring; None if there is no other.

    A landmark that a reader has put elsewhere goes to the first candidate.
    """
    said, now = case.predicted(landmark), case.annotations[landmark].point
    if said is None or not said.candidates:
        return None
    ring = said.places
    return ring[(ring.index(now) + 1) % len(ring)] if now in ring else ring[1]


def _urgency(
    odd: Mapping[str, Expectation], errors: Mapping[str, float]
) -> Callable[[str], tuple[float, float]]:
    return lambda name: (
        -odd[name].surprise if name in odd else 0.0,
        -errors.get(name, 0.0),
    )

"""From events to a history of cases and back: the record holds differences, the window states.

A history is a row of states with a place in it. `difference` says by which events one history
becomes another; `replay` says to which history events lead. Replaying what `difference` gave
leads to the same states, labels and place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.document.worklist import CaseHistory
from landmark_gui.domain.annotation import DECIDED, Annotation, Stamp, Status
from landmark_gui.domain.prediction import Detection
from landmark_gui.records.event import STATUS, Event, Kind

_State: TypeAlias = tuple[str, Case]  # the step that led to it, and the case

OURS = "Changes made in this window"

_KIND = {
    Status.CONFIRMED: Kind.CONFIRMED,
    Status.MISSING: Kind.MISSING,
    Status.NOT_VISIBLE: Kind.NOT_VISIBLE,
    Status.PREDICTED: Kind.BACK,
    Status.UNSET: Kind.BACK,
}
_ASIDE = frozenset({Kind.SET_ASIDE, Kind.TAKEN_BACK})
_NO_STEPS = _ASIDE | {Kind.OPENED, Kind.VEILED, Kind.REVEALED, Kind.UNDONE, Kind.REDONE}


@dataclass(frozen=True, slots=True)
class Writer:
    """Signs events: who is at work, and when; an annotation's own stamp goes before it."""

    now: Stamp
    scheme: str

    def event(self, kind: Kind) -> Event:
        """Return an event without a landmark."""
        return Event(kind, self.now.reader, self.now.utc, self.scheme)

    def set_aside(self, *, on: bool) -> Event:
        """Return that the film was set aside or taken back, whichever landmarks are read on it."""
        return replace(self.event(Kind.SET_ASIDE if on else Kind.TAKEN_BACK), scheme="")

    def predicted(self, detection: Detection) -> Event:
        """Return what the model said."""
        return replace(self.event(Kind.PREDICTED), detection=detection)

    def step(self, label: str, before: Case, after: Case) -> list[Event]:
        """Return one step of undo."""
        events = self.changes(label, before, after)
        first = events[0] if events else replace(self.event(Kind.UNCHANGED), label=label)
        return [replace(first, continues=False), *events[1:]]

    def changes(self, label: str, before: Case, after: Case) -> list[Event]:
        """Return what differs, as a continuation of the step before."""
        said = [
            event
            for name, said in after.annotations.items()
            if said != before.annotations[name]
            for event in self._told(label, before.annotations[name], said)
        ]
        if before.film.spacing == after.film.spacing:
            return said
        calibrated = replace(self.event(Kind.CALIBRATED), label=label, continues=True)
        return [*said, replace(calibrated, spacing=after.film.spacing)]

    def _told(self, label: str, before: Annotation, said: Annotation) -> Iterator[Event]:
        """Yield what was said of a landmark, and apart from it that it was locked or unlocked."""
        if replace(said, locked=before.locked) != before:
            yield self._said(label, before, said)
        if said.locked is not before.locked:
            kind = Kind.LOCKED if said.locked else Kind.UNLOCKED
            event = replace(self.event(kind), label=label, continues=True)
            yield replace(event, landmark=said.landmark, point=said.point)

    def _said(self, label: str, before: Annotation, said: Annotation) -> Event:
        stamp = said.stamp or self.now
        placed = Kind.PLACED if before.point is None else Kind.MOVED
        kind = _KIND.get(said.status, placed)
        if said.status is before.status is Status.PREDICTED:
            kind = Kind.FOLLOWED
        signed = Event(kind, stamp.reader, stamp.utc, self.scheme, label)
        return replace(signed, continues=True, landmark=said.landmark, point=said.point)


def difference(before: CaseHistory, after: CaseHistory, writer: Writer) -> list[Event]:
    """Return the events by which one history of a film becomes another."""
    if before is after:
        return []
    events, before = _news(before, after.current, writer)
    if _is_one_more_step(before, after):
        return events + writer.step(after.past[-1][0], before.current, after.current)
    if _is_amended(before, after):
        label = after.undo_label or ""
        return events + writer.changes(label, before.current, after.current)
    return events + _walk(_timeline(before), len(before.past), after, writer)


def _news(before: CaseHistory, now: Case, writer: Writer) -> tuple[list[Event], CaseHistory]:
    """Return what no undo takes back, as detections and veils, and the history after it."""
    events: list[Event] = []
    if before.current.aside is not now.aside:
        events.append(writer.set_aside(on=now.aside))
        before = before.rewritten(lambda case: case.set_aside(on=now.aside))
    if before.current.veil is None and (now.veil is not None or _was_revealed(before, now)):
        events.append(writer.event(Kind.VEILED))
        before = before.rewritten(Case.veiled)
    detection = now.known_detection
    if detection is not None and not _same_detection(detection, before.current.known_detection):
        events.append(writer.predicted(detection))
        before = before.rewritten(lambda case: case.detected(detection))
    if before.current.veil is not None and now.veil is None:
        events.append(replace(writer.event(Kind.REVEALED), blind=now.blind))
        before = before.rewritten(lambda case: case.revealed(now.blind))
    return events, before


def _was_revealed(before: CaseHistory, now: Case) -> bool:
    """Tell whether a veil came and went since."""
    return bool(now.blind) and now.blind != before.current.blind


def merged(theirs: CaseHistory, base: Case, ours: Case) -> CaseHistory:
    """Return what others made of a film, with what we changed since `base` as one more step.

    What was revealed in one of both is revealed.
    """
    base, theirs = _brought_up(base, theirs, ours)
    detection = ours.detection
    if detection is not None and _same_detection(detection, theirs.current.detection):
        theirs = theirs.rewritten(lambda case: replace(case, detection=detection))  # has its maps
    known = state = theirs.current
    changed = {
        name: said
        for name, said in ours.annotations.items()
        if _goes_over(known.annotations[name], base.annotations[name], said)
    }
    for name in changed:
        state = state.locked(name, on=False)  # or it would not change; our own lock comes with it
    state = state.taken_over(list(changed.values()))
    if ours.film.spacing != base.film.spacing:
        state = state.calibrated(ours.film.spacing)
    return theirs if state is known else theirs.record(OURS, state)


def _goes_over(theirs: Annotation, base: Annotation, ours: Annotation) -> bool:
    """Tell whether we changed a landmark; what no reader did takes no reader's decision away."""
    by_reader = not DECIDED.isdisjoint((base.status, ours.status))
    return ours != base and (by_reader or theirs.status not in DECIDED)


def _brought_up(base: Case, theirs: CaseHistory, ours: Case) -> tuple[Case, CaseHistory]:
    """Return both with what no undo takes back in ours."""

    def told(case: Case) -> Case:
        if ours.aside is not base.aside:
            case = case.set_aside(on=ours.aside)
        veiled = ours.veil is not None and base.veil is None and not theirs.current.decided
        if veiled or (ours.blind and not base.blind):
            case = case.veiled()
        detection = ours.known_detection
        if detection is not None and not _same_detection(detection, base.known_detection):
            case = case.detected(detection)
        revealed = ours.veil is None and (base.veil is not None or bool(ours.blind))
        return case.revealed(ours.blind) if revealed else case

    return told(base), theirs.rewritten(told)


def replay(events: Iterable[Event], history: CaseHistory) -> CaseHistory:
    """Return the history that events lead to, from one that the events before have led to."""
    for steps, run in groupby(events, _is_step):
        told = _stepped if steps else _told
        history = told(history, run)
    return history


def _timeline(history: CaseHistory) -> list[_State]:
    """Return all states of a history in order, each with the step that led to it."""
    labels = ["", *(label for label, _ in history.past)]
    states = [*(state for _, state in history.past), history.current]
    return [*zip(labels, states, strict=True), *reversed(history.future)]


def _same_detection(one: Detection | None, other: Detection | None) -> bool:
    """Tell whether two detections say the same; the record keeps no maps."""
    if one is None or other is None:
        return one is other
    return one is other or all(
        getattr(one, said) == getattr(other, said)
        for said in ("predictions", "provenance", "finding")
    )


def _is_one_more_step(before: CaseHistory, after: CaseHistory) -> bool:
    """Tell whether a step was done and nothing else; found out at once after thousands of steps."""
    if not after.past or after.future or after.past[-1][1] is not before.current:
        return False
    return after.past[:-1] == before.past


def _is_amended(before: CaseHistory, after: CaseHistory) -> bool:
    """Tell whether only the current state differs, as while a key is held."""
    if len(before.past) != len(after.past) or len(before.future) != len(after.future):
        return False
    one, other, place = _timeline(before), _timeline(after), len(before.past)
    if _common(one, other) != place or one[place][0] != other[place][0]:
        return False
    return _common(one[place + 1 :], other[place + 1 :]) == len(before.future)


def _walk(known: list[_State], place: int, after: CaseHistory, writer: Writer) -> list[Event]:
    """Return the undoing, doing and undoing again that leads along the other row of states."""
    wanted = _timeline(after)
    common = _common(known, wanted)
    if common == len(wanted) < len(known) and common > 1:
        common -= 1  # the last step was done anew: only that makes what could be redone go away
    if common == len(wanted):
        return _steps(place, len(after.past), writer)
    events = _steps(place, max(common - 1, 0), writer)
    last = known[max(common - 1, 0)][1]
    if common == 0:  # even the first state differs, and no step led to it
        events += writer.changes("", last, wanted[0][1])
        last = wanted[0][1]
    for label, state in wanted[max(common, 1) :]:
        events += writer.step(label, last, state)
        last = state
    return events + _steps(len(wanted) - 1, len(after.past), writer)


def _steps(place: int, wanted: int, writer: Writer) -> list[Event]:
    kind = Kind.UNDONE if wanted < place else Kind.REDONE
    return [writer.event(kind)] * abs(wanted - place)


def _common(one: Sequence[_State], other: Sequence[_State]) -> int:
    """Return how many states two rows share from their start."""
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a[0] != b[0] or not a[1].says_the_same_as(b[1]):
            return index
    return min(len(one), len(other))


def _is_step(event: Event) -> bool:
    """Tell whether an event says something of a landmark, or how large a pixel is."""
    return event.kind not in _NO_STEPS and event.detection is None


def _stepped(history: CaseHistory, events: Iterable[Event]) -> CaseHistory:
    """Return the history after decisions; one by one, thousands would each copy all before."""
    past, state, future = list(history.past), history.current, history.future
    for event in events:
        if not event.continues:
            past.append((event.label, state))
            future = ()
        state = _stated(state, event)
    return History(state, tuple(past), future)


def _told(history: CaseHistory, events: Iterable[Event]) -> CaseHistory:
    return reduce(_after, events, history)


def _after(history: CaseHistory, event: Event) -> CaseHistory:
    match event.kind:
        case Kind.PREDICTED if event.detection is not None:
            return _detected(history, event.detection)
        case Kind.VEILED | Kind.REVEALED | Kind.SET_ASIDE | Kind.TAKEN_BACK:
            return _of_film(history, event)
        case Kind.UNDONE:
            return history.undo()
        case Kind.REDONE:
            return history.redo()
        case _:
            return history


def _detected(history: CaseHistory, said: Detection) -> CaseHistory:
    known = history.current.annotations
    named = tuple(p for p in said.predictions if p.landmark in known)
    # a later version of a scheme may have dropped a landmark
    dropped = len(named) < len(said.predictions)
    detection = replace(said, predictions=named) if dropped else said
    return history.rewritten(lambda case: case.detected(detection))


def _of_film(history: CaseHistory, event: Event) -> CaseHistory:
    if event.kind in _ASIDE:
        on = event.kind is Kind.SET_ASIDE
        return history.rewritten(lambda case: case.set_aside(on=on))
    if event.kind is Kind.VEILED:
        return history.rewritten(Case.veiled)
    blind = {name: a for name, a in event.blind.items() if name in history.current.annotations}
    return history.rewritten(lambda case: case.revealed(blind))


def _stated(case: Case, event: Event) -> Case:
    if event.kind is Kind.CALIBRATED:
        return case.calibrated(event.spacing)
    if event.landmark not in case.annotations:
        return case
    said = _annotation(event, case.annotations[event.landmark])
    return replace(case, annotations=MappingProxyType({**case.annotations, event.landmark: said}))


def _annotation(event: Event, before: Annotation) -> Annotation:
    if event.kind in {Kind.LOCKED, Kind.UNLOCKED}:
        return replace(before, locked=event.kind is Kind.LOCKED)
    if event.kind is Kind.BACK:
        status = Status.UNSET if event.point is None else Status.PREDICTED
        return Annotation(event.landmark, status, event.point, locked=before.locked)
    stamp = None if event.kind is Kind.FOLLOWED else Stamp(event.reader, event.utc)
    return Annotation(event.landmark, STATUS[event.kind], event.point, stamp, before.locked)

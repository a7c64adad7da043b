"""The films of a session: their state, the current one, and whose turn it is."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.prediction import Detection

CaseHistory: TypeAlias = History[Case]


class Progress(StrEnum):
    """Where a film stands."""

    WAITING = "waiting"
    DETECTING = "detecting"
    BLIND = "blind"  # being read before the prediction is shown
    PREDICTED = "predicted"
    EDITED = "edited"
    COMPLETE = "complete"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One film of the worklist.

    Attributes:
        name: file name as the user knows it.
        history: the case with its undo steps, or None before the film was read.
        detecting: whether the model works on it.
        failure: why the film could not be read or detected; empty if nothing failed.
    """

    name: str
    history: CaseHistory | None = None
    detecting: bool = False
    failure: str = ""

    @property
    def case(self) -> Case | None:
        """The case as it stands."""
        return self.history.current if self.history else None

    @property
    def progress(self) -> Progress:
        """Where the film stands."""
        if self.failure:
            return Progress.FAILED
        if self.detecting:
            return Progress.DETECTING
        return _progress_of(self.case)


def _progress_of(case: Case | None) -> Progress:
    if case is None:
        return Progress.WAITING
    if case.veil is not None:
        return Progress.BLIND
    if case.complete:
        return Progress.COMPLETE
    if case.decided:
        return Progress.EDITED
    return Progress.PREDICTED if case.detection else Progress.WAITING


@dataclass(frozen=True, slots=True, eq=False)
class Worklist:
    """All films of the session in the order shown; every verb returns a new worklist."""

    entries: tuple[Entry, ...] = ()
    current: int = 0

    @classmethod
    def of(cls, names: tuple[str, ...]) -> "Worklist":
        """Return a worklist of films that wait to be read."""
        return cls(tuple(Entry(name) for name in names))

    def __len__(self) -> int:
        """Return the number of films."""
        return len(self.entries)

    @property
    def entry(self) -> Entry | None:
        """The film that is shown, or None in an empty worklist."""
        return self.entries[self.current] if self.entries else None

    def shown(self, index: int) -> "Worklist":
        """Return the worklist with another film shown; out of range is clamped."""
        return replace(self, current=max(0, min(index, len(self.entries) - 1)))

    def added(self, names: tuple[str, ...]) -> "Worklist":
        """Return the worklist with more films at its end; what is there stays as it is."""
        return replace(self, entries=(*self.entries, *map(Entry, names)))

    def opened(self, index: int, case: Case) -> "Worklist":
        """Return the worklist after a film was read."""
        return self._put(index, replace(self.entries[index], history=History(case), failure=""))

    def restored(self, index: int, history: CaseHistory) -> "Worklist":
        """Return the worklist with a film's case and undo steps as they were kept elsewhere."""
        return self._put(index, replace(self.entries[index], history=history))

    def failed(self, index: int, reason: str) -> "Worklist":
        """Return the worklist after a film could not be read or detected."""
        return self._put(index, replace(self.entries[index], failure=reason, detecting=False))

    def retried(self, index: int) -> "Worklist":
        """Forget why a film failed, so that it is tried again; its landmarks stay."""
        return self._put(index, replace(self.entries[index], failure=""))

    def detecting(self, index: int, *, now: bool) -> "Worklist":
        """Return the worklist with the model at work on a film, or no longer."""
        return self._put(index, replace(self.entries[index], detecting=now))

    def detected(self, index: int, detection: Detection) -> "Worklist":
        """Take over a detection; it is no step of undo, decided landmarks keep their place."""
        entry = self.entries[index]
        if entry.history is None:
            return self
        history = entry.history.rewritten(lambda case: case.detected(detection))
        return self._put(index, replace(entry, history=history, detecting=False, failure=""))

    def veiled(self, index: int) -> "Worklist":
        """Hide what the model says of a film; it is no step of undo."""
        return self._rewritten(index, Case.veiled)

    def revealed(self, index: int) -> "Worklist":
        """Show what the model says of a film and keep what was said before; no undo unsees it."""
        entry = self.entries[index]
        if entry.case is None:
            return self
        blind = entry.case.decisions
        return self._rewritten(index, lambda case: case.revealed(blind))

    def _rewritten(self, index: int, change: Callable[[Case], Case]) -> "Worklist":
        entry = self.entries[index]
        if entry.history is None:
            return self
        return self._put(index, replace(entry, history=entry.history.rewritten(change)))

    def edited(self, label: str, case: Case) -> "Worklist":
        """Return the worklist with a step recorded on the film shown; no change, no step."""
        history = self._history
        if history is None or case is history.current:
            return self
        return self._with_history(history.record(label, case))

    def edited_at(self, index: int, label: str, case: Case) -> "Worklist":
        """Return the worklist with a step recorded on any film; no change, no step."""
        entry = self.entries[index]
        if entry.history is None or case is entry.case:
            return self
        return self._put(index, replace(entry, history=entry.history.record(label, case)))

    def amended(self, case: Case) -> "Worklist":
        """Return the worklist with the last step on the film shown going on, as a held key does."""
        if self._history is None:
            return self
        return self._with_history(self._history.replace(case))

    def undone(self) -> "Worklist":
        """Take the last step on the film shown back."""
        return self._with_history(self._history.undo()) if self._history else self

    def redone(self) -> "Worklist":
        """Bring the last step taken back on the film shown again."""
        return self._with_history(self._history.redo()) if self._history else self

    def next_to_detect(self, skip: AbstractSet[int] = frozenset()) -> int | None:
        """Return the film whose detection comes next: the one shown, then those after it."""
        count = len(self.entries)
        order = ((self.current + offset) % count for offset in range(count))
        wanting = (i for i in order if i not in skip and _wants_detection(self.entries[i]))
        return next(wanting, None)

    @property
    def _history(self) -> CaseHistory | None:
        return self.entry.history if self.entry else None

    def _with_history(self, history: CaseHistory) -> "Worklist":
        return self._put(self.current, replace(self.entries[self.current], history=history))

    def _put(self, index: int, entry: Entry) -> "Worklist":
        entries = (*self.entries[:index], entry, *self.entries[index + 1 :])
        return replace(self, entries=entries)


def _wants_detection(entry: Entry) -> bool:
    if entry.failure or entry.detecting:
        return False
    return entry.case is None or entry.case.known_detection is None

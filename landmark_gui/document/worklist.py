"""The films of a session: their state, the current one, and whose turn it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import TypeAlias

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.packed import at_rest
from landmark_gui.domain.prediction import Detection, Heatmap

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
    SET_ASIDE = "set aside"  # however far it was read


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a film stands, small enough to be noted for films that are not read.

    Attributes:
        progress: waiting, blind, predicted, edited, complete or set aside.
        decided: how many landmarks a reader has decided.
        total: how many landmarks there are.
    """

    progress: Progress
    decided: int
    total: int

    @classmethod
    def of(cls, case: Case) -> "Standing":
        """Return where a case stands."""
        return cls(_progress_of(case), case.decided, len(case.annotations))


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One film of the worklist.

    Attributes:
        name: file name as the user knows it.
        history: the case with its undo steps, or None before the film was read.
        detecting: whether the model works on it.
        failure: why the film could not be read or detected; empty if nothing failed.
        noted: where the film stood when it was last open; counts until it is read.
        alike: name of another film of the worklist that is the same picture; empty if none is.
        aside_unread: whether it was set aside or taken back before it was read; None is neither.
    """

    name: str
    history: CaseHistory | None = None
    detecting: bool = False
    failure: str = ""
    noted: Standing | None = None
    alike: str = ""
    aside_unread: bool | None = None
    #: Whether it is set aside; kept, as it is asked of all films at every step
    aside: bool = field(init=False)
    #: Whether the model is yet to say something; kept, as it is asked of all films at every step
    waits: bool = field(init=False)
    #: Which picture it is, empty before it was read; kept, as each is compared with all the others
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", self.case.film.sha256 if self.case else "")
        object.__setattr__(self, "aside", self._is_aside)
        rests = self.aside or self.failure or self.detecting
        waits = not rests and self._undetected
        object.__setattr__(self, "waits", waits)

    @property
    def case(self) -> Case | None:
        """The case as it stands."""
        return self.history.current if self.history else None

    @property
    def begun(self) -> bool:
        """Whether a reader has said anything of a landmark, even if undo took it back."""
        return self.history is not None and any(case.spoken_of for case in self.history.states)

    @property
    def progress(self) -> Progress:
        """Where the film stands."""
        if self.aside:
            return Progress.SET_ASIDE
        if self.failure:
            return Progress.FAILED
        if self.detecting:
            return Progress.DETECTING
        standing = self.standing
        return standing.progress if standing else Progress.WAITING

    @property
    def standing(self) -> Standing | None:
        """Where the film stands, or stood when it was last open; None if nothing is known."""
        return Standing.of(self.case) if self.case else self.noted

    def set_aside(self, *, on: bool) -> "Entry":
        """Set the film aside or take it back; of one that is not read it is said once it is.

        The model no longer works on it; taken back, the film waits for it again.
        """
        if self.history is None:
            noted = None if _says_aside(self.noted) else self.noted
            return replace(self, noted=noted, aside_unread=on)
        history = self.history.rewritten(lambda case: case.set_aside(on=on))
        return replace(self, history=history, aside_unread=None, detecting=False)

    @property
    def exportable(self) -> bool:
        """Whether there is something to say of the film, which is not set aside."""
        case = self.case
        if case is None or case.aside:
            return False
        return case.detection is not None or case.decided > 0

    @property
    def _is_aside(self) -> bool:
        if self.case is not None:
            return self.case.aside
        return _says_aside(self.noted) if self.aside_unread is None else self.aside_unread

    @property
    def _undetected(self) -> bool:
        if self.case is not None:
            return self.case.known_detection is None
        return self.noted is None or self.noted.progress is Progress.WAITING


def _says_aside(noted: Standing | None) -> bool:
    return noted is not None and noted.progress is Progress.SET_ASIDE


def _progress_of(case: Case) -> Progress:
    if case.aside:
        return Progress.SET_ASIDE
    if case.veil is not None:
        return Progress.BLIND
    if case.complete:
        return Progress.COMPLETE
    if case.decided:
        return Progress.EDITED
    return Progress.PREDICTED if case.detection else Progress.WAITING


@dataclass(frozen=True, slots=True, eq=False)
class Worklist:
    """All films of the session; every verb returns a new worklist.

    Attributes:
        entries: in the order in which they came; a film's place among them never changes.
        current: the place of the film that is shown.
        order: places in the order listed, in which a page stands behind the page before it.
    """

    entries: tuple[Entry, ...] = ()
    current: int = 0
    order: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return the number of films."""
        return len(self.entries)

    @property
    def entry(self) -> Entry | None:
        """The film that is shown, or None in an empty worklist."""
        return self.entries[self.current] if self.entries else None

    @property
    def exportable(self) -> dict[int, Case]:
        """The cases of which there is something to export, by their place."""
        films = enumerate(self.entries)
        return {i: film.case for i, film in films if film.case and film.exportable}

    def shown(self, index: int) -> "Worklist":
        """Return the worklist with another film shown; out of range is clamped."""
        return replace(self, current=max(0, min(index, len(self.entries) - 1)))

    def added(self, names: tuple[str, ...]) -> "Worklist":
        """Return the worklist with more films at its end; what is there stays as it is."""
        entries = (*self.entries, *map(Entry, names))
        order = (*self.order, *range(len(self), len(entries)))
        return replace(self, entries=entries, order=order)

    def added_behind(self, index: int, name: str) -> "Worklist":
        """Return the worklist with one more film, listed behind one that is there."""
        row = self.order.index(index) + 1
        order = (*self.order[:row], len(self), *self.order[row:])
        return replace(self, entries=(*self.entries, Entry(name)), order=order)

    def onwards(self, step: int) -> Iterator[int]:
        """Return the films listed after the one shown, or before it for a step of -1."""
        if not self.entries:
            return iter(())
        row = self.order.index(self.current)
        return iter(self.order[row + 1 :] if step > 0 else self.order[:row][::-1])

    def opened(self, index: int, case: Case) -> "Worklist":
        """Return the worklist after a film was read; films of one picture know of each other."""
        opened = replace(self.entries[index], history=History(case), failure="")
        twin = next((i for i in self.of_picture(case.film.sha256) if i != index), None)
        if twin is None:
            return self._put(index, opened)
        entries, other = list(self.entries), self.entries[twin]
        entries[index] = replace(opened, alike=other.name)
        entries[twin] = replace(other, alike=opened.name)
        return replace(self, entries=tuple(entries))

    def of_picture(self, sha256: str) -> Iterator[int]:
        """Return the films that were read and are that picture."""
        return (index for index, entry in enumerate(self.entries) if entry.sha256 == sha256)

    def restored(self, index: int, history: CaseHistory) -> "Worklist":
        """Return the worklist with a film's case and undo steps as they were kept elsewhere."""
        return self._put(index, replace(self.entries[index], history=history))

    def noted(self, standings: Mapping[int, Standing]) -> "Worklist":
        """Return the worklist with what was noted of films that were not read since."""
        entries = list(self.entries)
        for index, standing in standings.items():
            if entries[index].history is None and entries[index].aside_unread is None:
                entries[index] = replace(entries[index], noted=standing)
        return replace(self, entries=tuple(entries))

    def set_aside(self, films: Iterable[int], *, on: bool) -> "Worklist":
        """Return the worklist with films set aside or taken back; it is no step of undo."""
        entries = list(self.entries)
        for index in films:
            entries[index] = entries[index].set_aside(on=on)
        return replace(self, entries=tuple(entries))

    def failed(self, index: int, reason: str) -> "Worklist":
        """Return the worklist after a film could not be read or detected."""
        return self._put(index, replace(self.entries[index], failure=reason, detecting=False))

    def retried(self, index: int) -> "Worklist":
        """Forget why a film failed, so that it is tried again; its landmarks stay."""
        return self._put(index, replace(self.entries[index], failure=""))

    def replaced(self, index: int) -> "Worklist":
        """Forget a film in whose file another picture lies by now; that one waits to be read."""
        entries, before = list(self.entries), self.entries[index]
        entries[index] = Entry(before.name)
        left = [film for film in self.of_picture(before.sha256) if film != index]
        for film, twin in zip(left, [*left[1:], *left[:1]], strict=True):
            alike = "" if film == twin else entries[twin].name
            entries[film] = replace(entries[film], alike=alike)
        return replace(self, entries=tuple(entries))

    def detecting(self, index: int, *, now: bool) -> "Worklist":
        """Return the worklist with the model at work on a film, or no longer."""
        return self._put(index, replace(self.entries[index], detecting=now))

    def detected(self, index: int, detection: Detection) -> "Worklist":
        """Take over a detection; it is no step of undo, decided landmarks keep their place."""
        taken = self._rewritten(index, lambda case: case.detected(detection))
        return taken if taken is self else taken.detecting(index, now=False)

    def followed(self, index: int, places: Mapping[str, Point]) -> "Worklist":
        """Let a film's predictions follow what its last step set; they are part of that step."""
        entry = self.entries[index]
        after = entry.case.followed(places) if entry.case else None
        if entry.history is None or after is None or after is entry.case:
            return self
        return self._put(index, replace(entry, history=entry.history.replace(after)))

    def placed(self, index: int, places: Mapping[str, Point]) -> "Worklist":
        """Put the predictions of a film that nobody has begun elsewhere; it is no step of undo."""
        case = self.entries[index].case
        if case is None or case.followed(places) is case:
            return self
        return self._rewritten(index, lambda each: each.followed(places))

    def veiled(self, index: int) -> "Worklist":
        """Hide what the model says of a film; it is no step of undo."""
        return self._rewritten(index, Case.veiled)

    def revealed(self, index: int, *, on_request: bool = False) -> "Worklist":
        """Show what the model says of a film and keep what was said before; no undo unsees it.

        Where it was requested, it is kept too that nothing was said: a reading that follows is not
        blind.
        """
        entry = self.entries[index]
        if entry.case is None:
            return self
        blind = entry.case.decisions
        if on_request and not blind:
            blind = dict(entry.case.annotations)
        return self._rewritten(index, lambda case: case.revealed(blind))

    def _rewritten(self, index: int, change: Callable[[Case], Case]) -> "Worklist":
        entry = self.entries[index]
        if entry.history is None:
            return self
        return self._put(index, replace(entry, history=entry.history.rewritten(change)))

    def with_maps(self, index: int, maps: Heatmap) -> "Worklist":
        """Return the worklist with other maps of a film's detection, in all of its steps."""
        return self._in_form(index, lambda said: replace(said, heatmap=maps))

    def at_rest(self, index: int) -> "Worklist":
        """Return the worklist with a film's detection in as little memory as it can be kept in."""
        return self._in_form(index, at_rest)

    def _in_form(self, index: int, change: Callable[[Detection], Detection]) -> "Worklist":
        case = self.entries[index].case
        if case is None or case.known_detection is None:
            return self
        formed = change(case.known_detection)  # once for all steps: they share it
        return self._rewritten(index, lambda each: each.in_form(formed))

    def edited(self, label: str, case: Case) -> "Worklist":
        """Return the worklist with a step recorded on the film shown; no change, no step."""
        return self.edited_at(self.current, label, case) if self.entries else self

    def edited_at(self, index: int, label: str, case: Case) -> "Worklist":
        """Return the worklist with a step recorded on any film; no change, no step."""
        entry = self.entries[index]
        if entry.history is None or case is entry.case:
            return self
        return self._put(index, replace(entry, history=entry.history.record(label, case)))

    def amended(self, case: Case) -> "Worklist":
        """Return the worklist with the last step on the film shown going on, as a held key does."""
        return self._stepped(lambda history: history.replace(case))

    def undone(self) -> "Worklist":
        """Take the last step on the film shown back."""
        return self._stepped(History.undo)

    def redone(self) -> "Worklist":
        """Bring the last step taken back on the film shown again."""
        return self._stepped(History.redo)

    def next_to_detect(self, skip: AbstractSet[int] = frozenset()) -> int | None:
        """Return the film whose detection comes next: the one shown, then those after it."""
        shown = (self.current,) if self.entries else ()
        around = chain(shown, self.onwards(1), self.order)
        return next((i for i in around if self.entries[i].waits and i not in skip), None)

    def waiting(self, skip: AbstractSet[int] = frozenset()) -> int:
        """Return how many films the model is yet to see."""
        return sum(e.waits for e in self.entries) - sum(self.entries[i].waits for i in skip)

    def _stepped(self, step: Callable[[CaseHistory], CaseHistory]) -> "Worklist":
        """Return the worklist after a step through the history of the film shown."""
        history = self.entry.history if self.entry else None
        return self.restored(self.current, step(history)) if history else self

    def _put(self, index: int, entry: Entry) -> "Worklist":
        entries = (*self.entries[:index], entry, *self.entries[index + 1 :])
        return replace(self, entries=entries)

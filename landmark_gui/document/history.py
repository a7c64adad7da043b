"""Undo and redo by keeping immutable snapshots."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class History(Generic[S]):
    """A current state with the labelled states before and after it; every change is a new value."""

    current: S
    _past: tuple[tuple[str, S], ...] = ()
    _future: tuple[tuple[str, S], ...] = ()

    def record(self, label: str, state: S) -> Self:
        """Return the history with `state` current; `label` names the step in the Edit menu."""
        return type(self)(state, (*self._past, (label, self.current)))

    def replace(self, state: S) -> Self:
        """Return the history with another current state and no new step."""
        return type(self)(state, self._past, self._future)

    def rewritten(self, change: Callable[[S], S]) -> Self:
        """Return the history with every state changed, for news that no undo may take back."""
        past = tuple((label, change(state)) for label, state in self._past)
        future = tuple((label, change(state)) for label, state in self._future)
        return type(self)(change(self.current), past, future)

    @property
    def past(self) -> tuple[tuple[str, S], ...]:
        """The states before the current one, oldest first, each with the step that left it."""
        return self._past

    @property
    def future(self) -> tuple[tuple[str, S], ...]:
        """The states that redo would bring back, the next one last, each with its step."""
        return self._future

    @property
    def states(self) -> tuple[S, ...]:
        """All states, oldest first, those that redo would bring back too."""
        before = (state for _, state in self._past)
        after = (state for _, state in reversed(self._future))
        return (*before, self.current, *after)

    @property
    def first(self) -> S:
        """The state before all steps."""
        return self._past[0][1] if self._past else self.current

    @property
    def undo_label(self) -> str | None:
        """Name of the step that undo would take back, or None."""
        return self._past[-1][0] if self._past else None

    @property
    def redo_label(self) -> str | None:
        """Name of the step that redo would bring back, or None."""
        return self._future[-1][0] if self._future else None

    def undo(self) -> Self:
        """Return the history one step back; at the first state, itself."""
        if not self._past:
            return self
        label, before = self._past[-1]
        return type(self)(before, self._past[:-1], (*self._future, (label, self.current)))

    def redo(self) -> Self:
        """Return the history one step on; at the last state, itself."""
        if not self._future:
            return self
        label, after = self._future[-1]
        return type(self)(after, (*self._past, (label, self.current)), self._future[:-1])

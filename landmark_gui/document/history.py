"""Undo and redo by keeping immutable snapshots."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class History(Generic[S]):
    """A current state with the labelled states before and after it; every change is a new value.

    Attributes:
        current: the state as it is.
        past: the states before it, oldest first, each with the step that left it.
        future: the states that redo would bring back, the next one last, each with its step.
    """

    current: S
    past: tuple[tuple[str, S], ...] = ()
    future: tuple[tuple[str, S], ...] = ()

    def record(self, label: str, state: S) -> Self:
        """Return the history with `state` current; `label` names the step in the Edit menu."""
        return type(self)(state, (*self.past, (label, self.current)))

    def replace(self, state: S) -> Self:
        """Return the history with another current state and no new step."""
        return type(self)(state, self.past, self.future)

    def rewritten(self, change: Callable[[S], S]) -> Self:
        """Return the history with every state changed, for news that no undo may take back."""
        past = tuple((label, change(state)) for label, state in self.past)
        future = tuple((label, change(state)) for label, state in self.future)
        return type(self)(change(self.current), past, future)

    @property
    def states(self) -> tuple[S, ...]:
        """All states, oldest first, those that redo would bring back too."""
        before = (state for _, state in self.past)
        after = (state for _, state in reversed(self.future))
        return (*before, self.current, *after)

    @property
    def first(self) -> S:
        """The state before all steps."""
        return self.past[0][1] if self.past else self.current

    @property
    def undo_label(self) -> str | None:
        """Name of the step that undo would take back, or None."""
        return self.past[-1][0] if self.past else None

    @property
    def redo_label(self) -> str | None:
        """Name of the step that redo would bring back, or None."""
        return self.future[-1][0] if self.future else None

    def undo(self) -> Self:
        """Return the history one step back; at the first state, itself."""
        if not self.past:
            return self
        label, before = self.past[-1]
        return type(self)(before, self.past[:-1], (*self.future, (label, self.current)))

    def redo(self) -> Self:
        """Return the history one step on; at the last state, itself."""
        if not self.future:
            return self
        label, after = self.future[-1]
        return type(self)(after, (*self.past, (label, self.current)), self.future[:-1])

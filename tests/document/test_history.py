from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from landmark_gui.document.history import History


class HistoryMachine(RuleBasedStateMachine):
    """Undo and redo must agree with a plain list and a cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.history: History[int] = History(0)
        self.states = [0]
        self.labels: list[str] = []
        self.cursor = 0

    @rule(value=st.integers(), label=st.text(max_size=3))
    def record(self, value: int, label: str) -> None:
        self.history = self.history.record(label, value)
        self.states = [*self.states[: self.cursor + 1], value]
        self.labels = [*self.labels[: self.cursor], label]
        self.cursor += 1

    @rule(value=st.integers())
    def replace(self, value: int) -> None:
        self.history = self.history.replace(value)
        self.states[self.cursor] = value

    @rule()
    def the_first_state_is_known(self) -> None:
        assert self.history.first == self.states[0]

    @rule()
    def rewrite(self) -> None:
        self.history = self.history.rewritten(lambda value: value + 1)
        self.states = [value + 1 for value in self.states]

    @rule()
    def undo(self) -> None:
        self.history = self.history.undo()
        self.cursor = max(0, self.cursor - 1)

    @rule()
    def redo(self) -> None:
        self.history = self.history.redo()
        self.cursor = min(len(self.states) - 1, self.cursor + 1)

    @invariant()
    def agrees(self) -> None:
        assert self.history.current == self.states[self.cursor]
        before = self.labels[self.cursor - 1] if self.cursor else None
        after = self.labels[self.cursor] if self.cursor < len(self.labels) else None
        assert (self.history.undo_label, self.history.redo_label) == (before, after)

    @invariant()
    def tells_the_states_before_and_after(self) -> None:
        past = zip(self.labels, self.states[: self.cursor], strict=False)
        future = zip(self.labels[self.cursor :], self.states[self.cursor + 1 :], strict=False)
        assert self.history.past == tuple(past)
        assert self.history.future == tuple(future)[::-1]
        assert self.history.states == tuple(self.states)


TestHistory = HistoryMachine.TestCase

"""Random verbs, undo, redo, detection and reopening must agree with a model that is plain lists.

With LANDMARK_GUI_EXAMPLES=5000 and `pytest --timeout=0` it tries as many runs, of 50 steps each.
"""

import os
import tempfile
from pathlib import Path
from typing import TypeAlias

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Worklist
from landmark_gui.domain.annotation import DECIDED, Stamp, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference
from tests.document.cases import SCHEME, detection
from tests.records.script import FILM

NAMES = st.sampled_from(SCHEME.abbreviations)
POINTS = st.builds(Point, st.floats(0, 1000), st.floats(0, 1200))
STAMP = Stamp.now("reader")
Said: TypeAlias = tuple[Status, Point | None, bool]  # and whether it is locked
UNSAID: Said = (Status.UNSET, None, False)
EXAMPLES = os.environ.get("LANDMARK_GUI_EXAMPLES")


class DocumentMachine(RuleBasedStateMachine):
    """A worklist of one film with its record, beside a list of states with a cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.record = Record.open(Path(self.folder.name) / "record.sqlite")
        self.worklist = Worklist().added(("film",)).opened(0, Case.new(FILM, SCHEME))
        self.states: list[dict[str, Said]] = [dict.fromkeys(SCHEME.abbreviations, UNSAID)]
        self.cursor = 0
        self.veiled, self.read_blind = False, False
        self.predicted: dict[str, Point] = {}

    @override
    def teardown(self) -> None:
        self.record.close()
        self.folder.cleanup()

    @property
    def case(self) -> Case:
        case = self.worklist.entries[0].case
        assert case is not None
        return case

    def take(self, worklist: Worklist) -> None:
        """Do something and write it down, as the window does."""
        before, after = self.worklist.entries[0].history, worklist.entries[0].history
        assert before is not None
        assert after is not None
        events = difference(before, after, Writer(STAMP, SCHEME.name))
        if events:
            self.record.append(FILM, events)
        self.worklist = worklist

    def expect(self, changed: dict[str, Said]) -> None:
        """Note a step in the model; what changes nothing is none."""
        now = self.states[self.cursor]
        if any(now[name] != said for name, said in changed.items()):
            self.states[self.cursor + 1 :] = [{**now, **changed}]
            self.cursor += 1

    def say(self, name: str, status: Status, point: Point | None) -> None:
        """Note what is said of a landmark; a locked one stays as it is."""
        if not self.states[self.cursor][name][2]:
            self.expect({name: (status, point, False)})

    def show(self, predicted: dict[str, Point]) -> None:
        """Note that a prediction is there for all to see; no undo takes it back."""
        for state in self.states:
            for name, point in predicted.items():
                status, _, locked = state[name]
                if status not in DECIDED and not locked:
                    state[name] = (Status.PREDICTED, point, False)

    @initialize(said=st.booleans())
    def begin(self, said: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        if said:
            self.detect(0.0)

    @rule(name=NAMES, point=POINTS)
    def move(self, name: str, point: Point) -> None:
        self.take(self.worklist.edited(f"Move {name}", self.case.moved(name, point, STAMP)))
        self.say(name, Status.MOVED, point)

    @rule(name=NAMES)
    def confirm(self, name: str) -> None:
        status, point, locked = self.states[self.cursor][name]
        self.take(self.worklist.edited("Confirm", self.case.confirmed(name, STAMP)))
        if status is Status.PREDICTED:
            self.expect({name: (Status.CONFIRMED, point, locked)})

    @rule()
    def confirm_all(self) -> None:
        now = self.states[self.cursor]
        self.take(self.worklist.edited("Confirm all", self.case.all_confirmed(STAMP)))
        predicted = {n: said[1:] for n, said in now.items() if said[0] is Status.PREDICTED}
        self.expect({name: (Status.CONFIRMED, *said) for name, said in predicted.items()})

    @rule(name=NAMES)
    def missing(self, name: str) -> None:
        self.take(self.worklist.edited("Missing", self.case.marked_missing(name, STAMP)))
        self.say(name, Status.MISSING, None)

    @rule(name=NAMES)
    def not_visible(self, name: str) -> None:
        self.take(self.worklist.edited("Not visible", self.case.marked_not_visible(name, STAMP)))
        self.say(name, Status.NOT_VISIBLE, None)

    @rule(name=NAMES)
    def back(self, name: str) -> None:
        self.take(self.worklist.edited("Back", self.case.back_to_prediction(name)))
        known = name in self.predicted and not self.veiled
        self.say(name, *((Status.PREDICTED, self.predicted[name]) if known else UNSAID[:2]))

    @rule(name=NAMES)
    def lock(self, name: str) -> None:
        status, point, locked = self.states[self.cursor][name]
        self.take(self.worklist.edited("Lock", self.case.locked(name, on=not locked)))
        if status is not Status.UNSET:
            self.expect({name: (status, point, not locked)})

    @precondition(lambda self: self.cursor > 0)
    @rule(name=NAMES, point=POINTS)
    def go_on(self, name: str, point: Point) -> None:
        """A held key goes on with the last step."""
        self.take(self.worklist.amended(self.case.moved(name, point, STAMP)))
        now = self.states[self.cursor]
        if not now[name][2]:
            self.states[self.cursor] = {**now, name: (Status.MOVED, point, False)}

    @rule(shift=st.floats(0, 50))
    def detect(self, shift: float) -> None:
        said = detection(shift)
        self.take(self.worklist.detected(0, said))
        self.predicted = {p.landmark: p.point for p in said.predictions}
        if not self.veiled:
            self.show(self.predicted)

    @rule()
    def veil(self) -> None:
        self.take(self.worklist.veiled(0))
        if not self.veiled and not self.read_blind:
            self.veiled = True
            for state in self.states:
                state |= {n: UNSAID for n, said in state.items() if said[0] not in DECIDED}

    @precondition(lambda self: self.veiled)
    @rule()
    def reveal(self) -> None:
        self.take(self.worklist.revealed(0))
        decided = [said[0] in DECIDED for said in self.states[self.cursor].values()]
        self.veiled, self.read_blind = False, any(decided)
        self.show(self.predicted)

    @rule()
    def undo(self) -> None:
        self.take(self.worklist.undone())
        self.cursor = max(0, self.cursor - 1)

    @rule()
    def redo(self) -> None:
        self.take(self.worklist.redone())
        self.cursor = min(len(self.states) - 1, self.cursor + 1)

    @rule()
    def reopen(self) -> None:
        self.record.close()
        self.record = Record.open(self.record.path)
        history = self.record.restore(FILM, SCHEME).history
        self.worklist = Worklist().added(("film",)).opened(0, Case.new(FILM, SCHEME))
        self.worklist = self.worklist.restored(0, history)

    @invariant()
    def agrees(self) -> None:
        history = self.worklist.entries[0].history
        assert history is not None
        cases = [*(c for _, c in history.past), history.current]
        cases += [c for _, c in reversed(history.future)]
        assert [_said(case) for case in cases] == self.states
        assert len(history.past) == self.cursor


def _said(case: Case) -> dict[str, Said]:
    return {n: (said.status, said.point, said.locked) for n, said in case.annotations.items()}


TestDocument = DocumentMachine.TestCase
TestDocument.settings = (
    settings(max_examples=int(EXAMPLES), stateful_step_count=50, deadline=None)
    if EXAMPLES
    else settings(max_examples=40, stateful_step_count=25, deadline=None)
)

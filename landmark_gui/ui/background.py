"""Worker threads for all that reads or writes files: the window never waits for a disk.

What waits in one line is done one after another. Films have one of their own, so that a drive that
hangs holds up nothing that was asked of another.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import partial
from queue import Empty, PriorityQueue, SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui import priority

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E", bound=Exception)
DRAIN_MS = 15
HANGING_MS = 250  # between two looks while nothing but what hangs is awaited
BUDGET_S = 0.01  # a folder of thumbnails must not hold the window up; the rest waits a turn
HANGS_S = 4.0  # no film takes that long to read from a drive that answers
MOST_HANGING = 3  # beside which others go on by themselves: each may hold a large film


def done(_: object) -> None:
    """Ignore the result."""


def unexpected(error: Exception) -> None:
    """Re-raise, where it is reported, a failure nobody foresaw."""
    raise error


def expecting(kind: type[E], tell: Callable[[E], None]) -> Callable[[Exception], None]:
    """Return what tells of failures of a kind; all others are unexpected."""

    def failed(error: Exception) -> None:
        if not isinstance(error, kind):
            raise error
        tell(error)

    return failed


class Urgency(IntEnum):
    """What comes first."""

    ASKED = 0  # the user waits for it
    NEXT = 1  # needed very soon
    SEEN = 2  # small pictures of the rows on the screen; the row seen last comes first
    SOMETIME = 3  # all the rest


class Line(StrEnum):
    """What waits for what."""

    FILES = "files"
    SAVING = "saving"


@dataclass(order=True, slots=True)
class _Task:
    urgency: int
    number: int
    work: Callable[[], None] | None = field(compare=False)


class _Worker:
    """A thread that does what is in its line; one that hangs can be relieved by another."""

    def __init__(self, line: Line, niceness: int) -> None:
        self._line, self._niceness = line, niceness
        self._tasks: PriorityQueue[_Task] = PriorityQueue()
        self._relieved: list[threading.Thread] = []
        self._start()

    def put(self, task: _Task) -> None:
        self._tasks.put(task)

    @property
    def hangs(self) -> bool:
        """Whether the work at hand seems to hang."""
        begun = self._begun
        return begun is not None and time.monotonic() - begun > HANGS_S

    @property
    def hanging(self) -> int:
        """How many threads were relieved and have not come back."""
        return sum(thread.is_alive() for thread in self._relieved)

    @property
    def stuck(self) -> int:
        """How much work waits for drives that do not answer."""
        return self.hanging + (1 + self._tasks.qsize() if self.hangs else 0)

    def relieve(self) -> None:
        """Let another thread go on with the line."""
        self._relieved = [one for one in (*self._relieved, self._thread) if one.is_alive()]
        self._start()

    def stop(self) -> None:
        """Stop after the work at hand."""
        self.put(_Task(-1, -1, None))

    def wait(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _start(self) -> None:
        self._begun: float | None = None  # when the work at hand began
        self._thread = threading.Thread(target=self._loop, name=self._line, daemon=True)
        self._thread.start()

    def _loop(self) -> None:
        priority.step_back(self._niceness)
        this = threading.current_thread()
        while self._thread is this and (work := self._tasks.get().work) is not None:
            self._begun = time.monotonic()
            work()
            if self._thread is this:
                self._begun = None


class Background(QObject):
    """Runs work in threads, the most urgent first, and tells the outcome in the GUI thread."""

    settled = Signal()  # nothing that must be kept is under way any more
    hangs = Signal()  # a read does, and others are about to go on beside it

    def __init__(self, parent: QObject | None = None, niceness: int = priority.FILES) -> None:
        super().__init__(parent)
        self._niceness = niceness
        self._workers: dict[Line, _Worker] = {}
        self._outcomes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._numbers = itertools.count()
        self._open = 0
        self._owed = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._drain)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] = unexpected,
        urgency: Urgency = Urgency.ASKED,
        line: Line = Line.FILES,
    ) -> None:
        """Queue work; `then` or `failed` is called with its outcome in the GUI thread."""
        self._open += 1
        task = partial(self._work, work, then, failed)
        number = next(self._numbers)
        if line not in self._workers:
            self._workers[line] = _Worker(line, self._niceness)
        place = -number if urgency is Urgency.SEEN else number
        self._workers[line].put(_Task(urgency, place, task))
        self._timer.start(DRAIN_MS)

    def relieve(self) -> None:
        """Let what waits for a film go on beside a read that hangs: another drive may answer."""
        worker = self._workers.get(Line.FILES)
        if worker is not None and worker.hangs:
            self.hangs.emit()
            worker.relieve()

    def apart(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do work at once in a thread of its own: it may last minutes, and closing leaves it."""
        self._open += 1
        task = partial(self._work, work, then, failed)
        threading.Thread(target=self._behind, args=(task,), name="apart", daemon=True).start()
        self._timer.start(DRAIN_MS)

    def keep(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Queue work whose loss would be a loss to the user, as of a file that is being saved."""
        self._owed += 1
        self.run(work, partial(self._pay, then), partial(self._pay, failed), line=Line.SAVING)

    @property
    def owing(self) -> bool:
        """Whether something that must be kept is under way."""
        return self._owed > 0

    @property
    def resting(self) -> bool:
        """Whether nothing is under way."""
        return self._open == 0

    def close(self, timeout_s: float) -> None:
        """Stop after the work at hand, which gets that long; what still waits is dropped."""
        self._timer.stop()
        ends = time.monotonic() + timeout_s
        for worker in self._workers.values():
            worker.stop()
        for worker in self._workers.values():
            worker.wait(max(0.0, ends - time.monotonic()))

    def _behind(self, task: Callable[[], None]) -> None:
        priority.step_back(self._niceness)
        task()

    def _work(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        try:
            outcome = partial(then, work())
        except Exception as error:  # noqa: BLE001 - the thread must outlive any failure
            self._outcomes.put(partial(failed, error))
        else:
            self._outcomes.put(outcome)

    def _pay(self, tell: Callable[[U], None], outcome: U) -> None:
        self._owed -= 1
        try:
            tell(outcome)
        finally:
            if not self._owed:
                self.settled.emit()

    def _relieve_by_itself(self) -> None:
        worker = self._workers.get(Line.FILES)
        if worker is not None and worker.hanging < MOST_HANGING:
            self.relieve()

    def _drain(self) -> None:
        self._relieve_by_itself()
        begun = time.monotonic()
        while time.monotonic() - begun < BUDGET_S:
            try:
                outcome = self._outcomes.get_nowait()
            except Empty:
                break
            self._open -= 1
            outcome()
        pause_ms = HANGING_MS if self._is_stuck else DRAIN_MS
        if self._open == 0:
            self._timer.stop()
        elif self._timer.interval() != pause_ms:
            self._timer.start(pause_ms)

    @property
    def _is_stuck(self) -> bool:
        """Whether all that is under way waits for drives that do not answer."""
        worker = self._workers.get(Line.FILES)
        return worker is not None and worker.stuck >= self._open

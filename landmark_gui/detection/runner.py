"""One background thread that works through requests."""

import threading
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from typing import Self, TypeAlias

from landmark_gui import heap, priority
from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Cancelled, Event, Failed, Ready, Request

RESTS_S = 2.0  # without work; the window asks for the next film much sooner
_Work: TypeAlias = tuple[int | None, Callable[[], object]]  # its job, if it is one's


class Runner:
    """Runs requests one after another and queues their events for whoever drains them.

    The detector is built inside the thread, at once, so that heavy imports and the device's
    context belong to it and are ready when the first request comes. If that fails, `load` or the
    next request tries again.
    """

    def __init__(self, make_detector: Callable[[], Detector]) -> None:
        self._make_detector = make_detector
        self._detector: Detector | None = None
        self._told: Ready | None = None
        self._work_due: SimpleQueue[_Work | None] = SimpleQueue()
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._cancelled: set[int] = set()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="detector", daemon=True)
        self._thread.start()

    def load(self) -> None:
        """Queue another attempt to build the detector, if there is none yet."""
        self._work_due.put((None, self._load))

    def submit(self, request: Request) -> None:
        """Queue a request."""
        self._work_due.put((request.job, partial(self._run, request)))

    def cancel(self, job: int) -> None:
        """Stop a job before its next step."""
        self._cancelled.add(job)

    def drain(self) -> Iterator[Event]:
        """Yield the events that have arrived; never blocks."""
        while True:
            try:
                yield self._events.get_nowait()
            except Empty:
                return

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop after the step at hand and tell whether the thread has ended."""
        self._closing.set()
        self._work_due.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        """Return the running runner."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the thread."""
        self.close()

    def _work(self) -> None:
        priority.step_back(priority.MODEL)
        self._guarded(None, self._load)
        while (work := self._next()) is not None and not self._closing.is_set():
            self._guarded(*work)

    def _next(self) -> _Work | None:
        """Wait for work; if none comes soon, what the last one left behind is given back."""
        try:
            return self._work_due.get(timeout=RESTS_S)
        except Empty:
            heap.trim()
            return self._work_due.get()

    def _guarded(self, job: int | None, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the thread must outlive any failure
            message = str(error) or type(error).__name__
            full = isinstance(error, MemoryError)
            self._events.put(Failed(job, message, traceback.format_exc(), full))

    def _load(self) -> Detector:
        if self._detector is None:
            self._detector = self._make_detector()
        self._tell_ready(self._detector)
        return self._detector

    def _tell_ready(self, detector: Detector) -> None:
        """Tell that the detector is ready, and again when it has gone over to another device."""
        if (ready := detector.ready()) != self._told:
            self._told = ready
            self._events.put(ready)

    def _run(self, request: Request) -> None:
        if self._stopped(request.job):
            return
        detector = self._load()
        for event in detector.detect(request):
            if self._stopped(request.job):
                return
            self._tell_ready(detector)
            self._events.put(event)

    def _stopped(self, job: int) -> bool:
        if job not in self._cancelled and not self._closing.is_set():
            return False
        self._cancelled.discard(job)
        self._events.put(Cancelled(job))
        return True

"""Brings detector events to the window at frame rate."""

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.detection.events import END, Ready, Request, StepDone
from landmark_gui.detection.runner import Runner

FRAME_MS = 33
LOADING = None  # the job number under which a failed load is reported


class DetectionFeed(QObject):
    """Drains a runner while jobs are open and re-emits its events in the GUI thread.

    A step that another event of its job has overtaken is left out: nobody would see it. The worker
    thread owns no QObject, so no signal crosses threads.
    """

    arrived = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._open: set[int | None] = {LOADING}
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._drain)
        self._timer.start()

    @property
    def resting(self) -> bool:
        """Whether nothing is under way."""
        return not self._timer.isActive()

    def load(self) -> None:
        """Have the detector loaded that could not be loaded before."""
        self._open.add(LOADING)
        self._runner.load()
        self._timer.start()

    def submit(self, request: Request) -> None:
        """Start a job; its events follow on `arrived`."""
        self._open.add(request.job)
        self._runner.submit(request)
        self._timer.start()

    def cancel(self, job: int) -> None:
        """Stop a job before its next step."""
        self._runner.cancel(job)

    def close(self, timeout_s: float) -> bool:
        """Stop the runner's thread after its step and tell whether it has ended."""
        self._timer.stop()
        return self._runner.close(timeout_s)

    def _drain(self) -> None:
        events = list(self._runner.drain())
        latest = {event.job: event for event in events if not isinstance(event, Ready)}
        for event in events:
            if isinstance(event, StepDone) and latest[event.job] is not event:
                continue
            if isinstance(event, END):
                self._open.discard(event.job)
            if isinstance(event, Ready):
                self._open.discard(LOADING)
            self.arrived.emit(event)
        if not self._open:
            self._timer.stop()

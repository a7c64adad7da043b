"""The one job at the detector: started, followed, cancelled."""

import itertools
import logging
import time
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from landmark_gui.detection.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    Ready,
    Request,
    Settings,
    StepDone,
)
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.ui.detection_feed import DetectionFeed
from landmark_gui.ui.pace import Pace

_log = logging.getLogger(__name__)


class Engine(StrEnum):
    """What can be said of the detector."""

    ABSENT = "absent"
    LOADING = "loading"
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Job:
    """A film at the detector.

    Attributes:
        number: the runner's name for it.
        film: index in the worklist.
        settings: how it is detected.
        step: last step done.
        total: steps to do; 0 before the first one.
        unwanted: the user has cancelled it; whatever still comes of it is ignored.
        leaving: it was asked to stop.
        film_s: how long such a film takes, in seconds; None while that is not known.
    """

    number: int
    film: int
    settings: Settings
    step: int = 0
    total: int = 0
    unwanted: bool = False
    leaving: bool = False
    film_s: float | None = None


class Detections(QObject):
    """Keeps at most one job at the runner and tells what becomes of it."""

    changed = Signal()
    stepped = Signal(int, object)  # film, Heatmap or None
    found = Signal(int, object)  # film, Detection
    failed = Signal(int, object)  # film, Failed
    ended = Signal(int)  # film, without a result
    broke = Signal(str)  # why the detector could not be loaded
    loaded = Signal()  # the detector is there

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.engine = Engine.ABSENT
        self.ready: Ready | None = None
        self.job: Job | None = None
        self._feed: DetectionFeed | None = None
        self._numbers = itertools.count(1)
        self._pace, self._since_s = Pace(), 0.0

    def attach(self, feed: DetectionFeed) -> None:
        """Take a runner into use; it is loading its detector."""
        self._feed = feed
        self.engine = Engine.LOADING
        feed.arrived.connect(self._on_event)
        self.changed.emit()

    def load_again(self) -> None:
        """Try once more to load a detector that could not be loaded."""
        if self._feed is not None and self.engine is Engine.BROKEN:
            self.engine = Engine.LOADING
            self._feed.load()
            self.changed.emit()

    def start(self, film: int, cephalogram: Cephalogram, settings: Settings) -> None:
        """Ask for a film; only while no other job is under way."""
        if self._feed is None or self.job is not None:
            raise RuntimeError("one job at a time")
        film_s = self._pace.film_s(settings.mode)
        self.job = Job(next(self._numbers), film, settings, film_s=film_s)
        self._since_s = time.monotonic()
        if self.engine is Engine.BROKEN:
            self.engine = Engine.LOADING
        self._feed.submit(Request(self.job.number, cephalogram, settings))
        self.changed.emit()

    def stop(self, *, unwanted: bool) -> None:
        """Stop the job before its next step; its result is ignored only if unwanted."""
        if self._feed is None or self.job is None:
            return
        if not self.job.leaving:
            self._feed.cancel(self.job.number)
        self.job = replace(self.job, leaving=True, unwanted=self.job.unwanted or unwanted)
        self.changed.emit()

    def close(self, timeout_s: float) -> bool:
        """End the runner's thread and tell whether it has ended."""
        return self._feed is None or self._feed.close(timeout_s)

    def _on_event(self, event: Event) -> None:
        match event:
            case Ready():
                self.engine, self.ready = Engine.READY, event
                self._since_s = time.monotonic()  # a film that waited for it took no longer
                self.loaded.emit()
                self.changed.emit()
            case Failed(job=None):
                self._break(event)
            case StepDone():
                self._on_step(event)
            case Finished() | Cancelled() | Failed():
                self._on_end(event)

    def _on_step(self, event: StepDone) -> None:
        job = self.job
        if job is None or job.number != event.job or job.unwanted:
            return
        self.job = replace(job, step=event.step, total=event.total)
        self.stepped.emit(job.film, event.preview)
        self.changed.emit()

    def _on_end(self, event: Finished | Cancelled | Failed) -> None:
        job = self.job
        if job is None or job.number != event.job:
            return
        self.job = None
        match event:
            case Finished() if not job.unwanted:
                self._pace.note(job.settings.mode, time.monotonic() - self._since_s)
                self.found.emit(job.film, event.detection)
            case Failed() if not job.unwanted:
                self._on_failure(job, event)
            case _:
                self.ended.emit(job.film)
        self.changed.emit()

    def _on_failure(self, job: Job, event: Failed) -> None:
        """A film that failed is the film's matter; a detector that never loaded is not."""
        if self.engine is not Engine.READY:
            self._break(event)
            self.ended.emit(job.film)
            return
        _log.error("detection failed: %s\n%s", event.message, event.trace)
        self.failed.emit(job.film, event)

    def _break(self, event: Failed) -> None:
        _log.error("the detector could not be loaded: %s\n%s", event.message, event.trace)
        self.engine = Engine.BROKEN
        self.broke.emit(event.message)
        self.changed.emit()

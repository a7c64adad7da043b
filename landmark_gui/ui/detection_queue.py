"""Whose turn it is at the detector: the film shown at once, the others in the background."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from landmark_gui.detection.events import Failed, Settings
from landmark_gui.detection.runner import Runner
from landmark_gui.domain.orientation import Facing, Polarity
from landmark_gui.domain.prediction import Detection, Heatmap, Mode
from landmark_gui.ui.background import Urgency
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.detection_feed import DetectionFeed
from landmark_gui.ui.detections import Detections, Engine
from landmark_gui.ui.map_shelf import MapShelf
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.orienting import Orienting
from landmark_gui.ui.session import FILE_CHANGED, Session


class DetectionQueue(QObject):
    """Keeps the detector busy with one film at a time and brings what it found to the session.

    Attributes:
        settings: how films are detected from now on.
        paused: only the film shown is detected.
        feed: takes requests to the runner, once there is one.
        maps: bounds the memory that heatmaps take.
    """

    changed = Signal()
    heard = Signal(object)  # an event of the runner

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.settings = Settings()
        self.paused = False
        self.detections = Detections(self)
        self.feed: DetectionFeed | None = None
        self.maps = MapShelf(session, self)
        self.orienting = Orienting(session)
        self._session = session
        self._preview: tuple[int, Heatmap] | None = None
        self._skip: set[int] = set()  # the user has cancelled these
        self._asked: int | None = None  # wanted now, even if it was detected before
        self._listen()

    def _listen(self) -> None:
        self._session.turn_due.connect(self._advance)
        self._session.shelf.others_due.connect(self._advance)
        self._session.retried.connect(self._skip.discard)
        self._session.film_opened.connect(self.orienting.forget)
        self.detections.changed.connect(self.changed)
        self.detections.stepped.connect(self._on_step)
        self.detections.found.connect(self._on_found)
        self.detections.failed.connect(self._on_failed)
        self.detections.ended.connect(self._after_job)
        self.detections.broke.connect(self._on_broken)
        self.detections.loaded.connect(self._go_on)

    def attach(self, runner: Runner) -> None:
        """Take a runner into use."""
        self.feed = DetectionFeed(runner, self)
        self.feed.arrived.connect(self.heard)
        self.detections.attach(self.feed)
        self._advance()

    def close(self, timeout_s: float) -> bool:
        """End the runner's thread and tell whether it has ended."""
        return self.detections.close(timeout_s)

    @property
    def waiting(self) -> int:
        """How many films have not had their turn."""
        return self._session.worklist.waiting(self._skip)

    @property
    def preview(self) -> Heatmap | None:
        """The map of the film shown as it stands in the chain, while it is being denoised."""
        entry, case = self._session.worklist.entry, self._session.case
        if entry is None or not entry.detecting or (case is not None and case.veil is not None):
            return None
        shown = self._preview is not None and self._preview[0] == self._session.worklist.current
        return self._preview[1] if self._preview and shown else None

    # verbs

    def detect_again(self) -> None:
        """Detect the film shown at once, whatever was said of it before."""
        film, job = self._session.worklist.current, self.detections.job
        if self._session.worklist.entry is None:
            return
        if job is not None and job.film == film and not job.leaving:
            if job.settings == self.orienting.settings(film, self.settings):
                return  # that is what is being done
            self.detections.stop(unwanted=True)
        self._skip.discard(film)
        self._asked = film
        self._session.update_worklist(self._session.worklist.retried(film))
        self._go_on()

    def state_facing(self, facing: Facing | None) -> None:
        """Detect the film shown as one that faces there; None leaves it to recognition."""
        self.orienting.state_facing(self._session.worklist.current, facing)
        self.detect_again()

    def state_polarity(self, polarity: Polarity | None) -> None:
        """Detect the film shown as one of that polarity; None leaves it to recognition."""
        self.orienting.state_polarity(self._session.worklist.current, polarity)
        self.detect_again()

    def cancel(self) -> None:
        """Give up the detection under way; its film waits until it is asked for again."""
        job = self.detections.job
        if job is not None:
            self._skip.add(job.film)
            self.detections.stop(unwanted=True)
            name = self._session.worklist.entries[job.film].name
            remedy = Remedy("Start again", partial(self.resume, job.film))
            self._session.messages.info(f"Detection on {name} was cancelled.", remedy)

    def resume(self, film: int) -> None:
        """Let a film have its turn again."""
        self._skip.discard(film)
        self._go_on()

    def toggle_pause(self) -> None:
        """Hold the detection of films that are not shown, or go on with it."""
        self.paused = not self.paused
        self._go_on()

    def set_mode(self, mode: Mode) -> None:
        """Detect films in another mode from now on."""
        self.settings = replace(self.settings, mode=mode)
        self.changed.emit()

    def retry_failed(self) -> None:
        """Try all films again whose detection failed, but for those that are set aside."""
        worklist = self._session.worklist
        for index, entry in enumerate(worklist.entries):
            failed = entry.failure not in {"", FILE_CHANGED} and entry.case is not None
            if failed and not entry.aside:
                worklist = worklist.retried(index)
        self._session.update_worklist(worklist)
        self._session.show(worklist.current)  # it may have to be read first
        self._go_on()

    # whose turn it is

    def _go_on(self) -> None:
        self._advance()
        self.changed.emit()

    def _advance(self) -> None:
        """Give the detector the next film; the one shown goes before all others."""
        self._leave_off()
        film, job = self._next(), self.detections.job
        if film is None or self.detections.engine is Engine.ABSENT:
            return
        if job is not None:
            self._make_way(film, job.film)
            return
        shown = self._session.shelf.film(film)
        if shown is None:
            self._session.shelf.fetch(film, Urgency.NEXT)
        else:
            self._start(film, shown)

    def _leave_off(self) -> None:
        """Stop at a film that was set aside since it was begun."""
        job = self.detections.job
        if job is None or job.unwanted:
            return
        entry = self._session.worklist.entries[job.film]
        if entry.aside and not entry.detecting:
            self.detections.stop(unwanted=True)

    def _next(self) -> int | None:
        if self._asked is not None and self._session.worklist.entries[self._asked].failure:
            self._asked = None  # it could not be read
        if self._asked is not None:
            return self._asked
        if self.detections.engine is Engine.BROKEN:
            return None
        worklist = self._session.worklist
        film = worklist.next_to_detect(self._skip | self._session.shelf.hanging)
        return film if film == worklist.current or not self.paused else None

    def _make_way(self, wanted: int, under_way: int) -> None:
        if wanted == self._session.worklist.current != under_way:
            self.detections.stop(unwanted=False)

    def _start(self, film: int, shown: ShownFilm) -> None:
        self._asked = None
        worklist = self._session.worklist.detecting(film, now=True)
        self._session.update_worklist(worklist)
        settings = self.orienting.settings(film, self.settings)
        self.detections.start(film, shown.film, settings)

    # what becomes of it

    def _on_step(self, film: int, preview: Heatmap | None) -> None:
        self._preview = (film, preview) if preview else None

    def _on_found(self, film: int, detection: Detection) -> None:
        worklist = self._session.worklist
        case = worklist.entries[film].case
        if case is not None and case.film.sha256 == detection.film_sha256:
            self._session.update_worklist(worklist.detected(film, detection))
            self.maps.take(film, detection)
            if film == worklist.current:
                if case.detection is None and not case.decided:
                    self._session.select_most_doubtful()
                self._session.changed.emit()
        else:
            self._session.update_worklist(worklist.failed(film, FILE_CHANGED))
        self._after_job(film)

    def _on_failed(self, film: int, failure: Failed) -> None:
        why, again = failure.message, partial(self._try_again, paused=self.paused)
        worklist = self._session.worklist.failed(film, why)
        self._session.update_worklist(worklist)
        name, remedy = worklist.entries[film].name, Remedy("Try again", again)
        self._session.messages.error(f"Landmarks could not be detected on {name}: {why}", remedy)
        self.paused |= failure.full  # the other films would fail as well
        self._after_job(film)

    def _try_again(self, *, paused: bool) -> None:
        self.paused = paused
        self.retry_failed()

    def _on_broken(self, why: str) -> None:
        remedy = Remedy("Try again", self.detections.load_again)
        self._session.messages.error(f"The model could not be loaded: {why}", remedy)

    def _after_job(self, film: int) -> None:
        worklist = self._session.worklist.detecting(film, now=False)
        self._session.update_worklist(worklist)
        self._preview = None
        self._go_on()

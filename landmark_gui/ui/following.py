"""Neighbours follow: predictions that contradict what the reader has put elsewhere move too.

The model is asked again with all that is decided as given. What follows is part of the reader's
step, so that one undo takes all of it back; an answer that comes after another edit is ignored.
"""

import itertools
import logging
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.detection.events import Event, Failed, Finished, Request, Settings
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.prediction import Detection, Provenance
from landmark_gui.ui.canvas.glide import Glide
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.session import Session

SWITCH = "neighbours_follow"
LATER_MS = 60  # a key that is held asks once, when it is let go

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What the model was asked: about which film, in which state."""

    job: int
    film: int
    case: Case


class Following(QObject):
    """Asks the model again after a landmark was put elsewhere, where the user wants it."""

    changed = Signal()

    def __init__(
        self,
        session: Session,
        queue: DetectionQueue,
        glide: Glide,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._queue = session, queue
        self._glide, self._preferences = glide, preferences
        self._asked: Question | None = None
        self._moved: tuple[int, Case | None] = 0, None
        self._numbers = itertools.count(-1, -1)  # those of films to be detected count upwards
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._ask)
        session.moved.connect(self._on_moved)
        queue.heard.connect(self._on_event)

    @property
    def on(self) -> bool:
        """Whether neighbours follow: as the user chose, else where it helps the weights loaded."""
        chosen = self._preferences.choice(SWITCH)
        ready = self._queue.detections.ready
        return (ready is not None and ready.neighbours_follow) if chosen is None else chosen

    def toggle(self) -> None:
        """Let neighbours follow from now on, or no longer."""
        self._preferences.remember_flag(SWITCH, on=not self.on)
        self.changed.emit()

    def _on_moved(self) -> None:
        # what was moved, for another film or an undo may come before the question
        self._moved = self._session.worklist.current, self._session.case
        self._due.start(LATER_MS)

    def _ask(self) -> None:
        feed, detections = self._queue.feed, self._queue.detections
        index, case = self._moved
        film = self._session.shelf.film(index)
        if not self.on or feed is None or detections.engine is not Engine.READY:
            return
        if film is None or case is None or case.detection is None:
            return
        if self._asked is not None:
            feed.cancel(self._asked.job)
        self._asked = Question(next(self._numbers), index, case)
        settings = self._queue.orienting.settings(index, _as_in(case.detection.provenance))
        given = {name: said.point for name, said in case.decisions.items() if said.point}
        feed.submit(Request(self._asked.job, film.film, settings, given))
        if detections.job is not None and detections.job.film != index:
            detections.stop(unwanted=False)  # films in the background have time

    def _on_event(self, event: Event) -> None:
        asked = self._asked
        if asked is None or not isinstance(event, Finished | Failed) or event.job != asked.job:
            return
        self._asked = None
        if isinstance(event, Finished):
            self._take(asked, event.detection)
        else:
            _log.error("neighbours could not follow: %s\n%s", event.message, event.trace)

    def _take(self, asked: Question, answer: Detection) -> None:
        session, worklist = self._session, self._session.worklist
        history = worklist.entries[asked.film].history
        if history is None or not _fits(asked.case, before := history.current, answer):
            return
        places = {n: p.moved(*_placed_by(history.first, n)) for n, p in answer.points.items()}
        after = worklist.followed(asked.film, places)
        if after is worklist:
            return
        session.update_worklist(after)
        session.changed.emit()
        if asked.film == after.current:
            self._glide.show_change(before, after.entries[asked.film].case or before)


def _as_in(made: Provenance) -> Settings:
    return Settings(made.mode, made.steps, made.samples, made.seed)


def _placed_by(first: Case, landmark: str) -> tuple[float, float]:
    """Return by how much a film's prediction was put elsewhere before anybody began it."""
    said, seen = first.annotations[landmark], first.predicted(landmark)
    if seen is None or said.point is None or said.status is not Status.PREDICTED:
        return 0.0, 0.0
    return said.point.x - seen.point.x, said.point.y - seen.point.y


def _fits(asked: Case, now: Case, answer: Detection) -> bool:
    """Tell whether a case is as it was asked about, and was detected with the same weights."""
    same = now.annotations is asked.annotations and now.film is asked.film
    known = now.detection
    return (
        same
        and known is not None
        and known.provenance.model_sha256 == answer.provenance.model_sha256
    )

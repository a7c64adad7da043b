"""What the window can do at the moment, read off the session."""

from collections.abc import Set as AbstractSet

from landmark_gui.document.case import Case
from landmark_gui.document.review import next_place
from landmark_gui.document.worklist import CaseHistory
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.ui.actions.possible import Situation, When
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.pages import Pages
from landmark_gui.ui.review.aside import all_aside
from landmark_gui.ui.review.reviewing import Reviewing
from landmark_gui.ui.session import FILE_CHANGED, Session


def situation(
    session: Session,
    queue: DetectionQueue,
    reviewing: Reviewing,
    pages: Pages,
    also: AbstractSet[str],
) -> Situation:
    """Return the situation in which the actions are enabled, named and checked.

    `also` names actions that are switched on beside what session, queue and reviewing tell.
    """
    entry = session.worklist.entry
    history = entry.history if entry else None
    met = _conditions(session, queue, reviewing, pages)
    return Situation(
        frozenset(when for when, holds in met.items() if holds),
        undo=history.undo_label if history else None,
        redo=history.redo_label if history else None,
        aside=all_aside(session),
        replaced=entry is not None and entry.failure == FILE_CHANGED,
        checked=_checked(session, queue) | _checked_of(reviewing) | also,
    )


def _conditions(
    session: Session, queue: DetectionQueue, reviewing: Reviewing, pages: Pages
) -> dict[When, bool]:
    """Return whether conditions are met; without film or landmark, theirs are left out."""
    met = _of_any_film(session, queue, reviewing, pages)
    entry, film = session.worklist.entry, session.film
    if film is not None and entry is not None and entry.history is not None:
        met |= _of_film(film.film, entry.history)
        met[When.PLACING] = session.display.placing
        met[When.MAY_DETECT] = queue.detections.engine is not Engine.ABSENT
        if session.selected is not None:
            met |= _of_landmark(entry.history.current, session.selected)
    return met


def _of_any_film(
    session: Session, queue: DetectionQueue, reviewing: Reviewing, pages: Pages
) -> dict[When, bool]:
    films, entry, case = len(session.worklist), session.worklist.entry, session.case
    return {
        When.ANY_FILM: films > 0,
        When.FILMS: films > 1,
        When.FAILED: entry is not None and bool(entry.failure),
        When.PAGE_BEFORE: pages.shown > 0,
        When.PAGE_AFTER: pages.shown + 1 < pages.count,
        When.DETECTING: queue.detections.job is not None,
        When.ARRANGED: session.shape is not None,
        When.EXPORTABLE: any(film.exportable for film in session.worklist.entries),
        When.VEILED: case is not None and case.veil is not None,
        When.SIGHTED: not reviewing.blind_first,
    }


def _of_film(film: Cephalogram, history: CaseHistory) -> dict[When, bool]:
    annotations = history.current.annotations.values()
    return {
        When.FILM: True,
        When.PRESETS: len(set(film.presets)) > 1,
        When.ANY_UNDECIDED: any(said.status is Status.PREDICTED for said in annotations),
        When.UNDO: history.undo_label is not None,
        When.REDO: history.redo_label is not None,
    }


def _of_landmark(case: Case, selected: str) -> dict[When, bool]:
    status = case.annotations[selected].status
    return {
        When.SELECTED: True,
        When.SAID: status is not Status.UNSET,
        When.UNDECIDED: status is Status.PREDICTED,
        When.CORRECTED: status not in {Status.UNSET, Status.PREDICTED},
        When.CANDIDATES: next_place(case, selected) is not None,
    }


def _selected(session: Session) -> Annotation | None:
    if session.case is None or session.selected is None:
        return None
    return session.case.annotations[session.selected]


def _checked_of(reviewing: Reviewing) -> set[str]:
    listed = f"films_{reviewing.listing.kind.name.lower()}"
    return {listed, "blind_first"} if reviewing.blind_first else {listed}


def _checked(session: Session, queue: DetectionQueue) -> frozenset[str]:
    more = {f"mode_{queue.settings.mode}"}
    if queue.paused:
        more.add("pause")
    said = _selected(session)
    if said is not None and said.locked:
        more.add("lock")
    return session.display.switched_on | queue.orienting.switched_on | more

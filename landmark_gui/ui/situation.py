"""What the window can do at the moment, read off the session."""

from collections.abc import Set as AbstractSet

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.ui.candidates import next_place
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.pages import Pages
from landmark_gui.ui.possible import Situation
from landmark_gui.ui.reviewing import Reviewing
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
    entry, case = session.worklist.entry, session.case
    history = entry.history if entry else None
    statuses = {said.status for said in case.annotations.values()} if case else set()
    said = _selected(session)
    return Situation(
        films=len(session.worklist),
        page=pages.shown,
        pages=pages.count,
        presets=len(set(session.film.film.presets)) if session.film else 0,
        has_film=session.film is not None,
        failed=bool(entry and entry.failure),
        replaced=entry is not None and entry.failure == FILE_CHANGED,
        selected=said is not None,
        said=said is not None and said.status is not Status.UNSET,
        undecided=said is not None and said.status is Status.PREDICTED,
        any_undecided=Status.PREDICTED in statuses,
        candidates=_has_candidates(session),
        undo=history.undo_label if history else None,
        redo=history.redo_label if history else None,
        detecting=queue.detections.job is not None,
        detector=queue.detections.engine is not Engine.ABSENT,
        exportable=session.has_exportable,
        veiled=case is not None and case.veil is not None,
        blind_first=reviewing.blind_first,
        checked=_checked(session, queue) | _checked_of(reviewing) | also,
    )


def _has_candidates(session: Session) -> bool:
    case, name = session.case, session.selected
    return bool(case and name and next_place(case, name))


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

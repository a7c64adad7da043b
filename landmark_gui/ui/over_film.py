"""What lies over the film, the maps and the words in its corner, or what is shown instead of it."""

from landmark_gui.domain.prediction import Heatmap
from landmark_gui.ui import words
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.overlay import Overlay, Shown
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.display import Heat
from landmark_gui.ui.panels.film_area import FilmArea
from landmark_gui.ui.review.reviewing import Reviewing
from landmark_gui.ui.session import Session
from landmark_gui.ui.words import KeyNames


def overlay(session: Session, preview: Heatmap | None) -> Overlay:
    """Return the maps over the film: those of the step being computed, else the film's own."""
    display = session.display
    shown = _shown(session)
    if preview is not None:
        return Overlay(preview, preview.landmarks, display.opacity, shown)
    detection = session.case.detection if session.case else None
    names: tuple[str, ...] = ()
    if display.heat is Heat.ALL:
        names = session.scheme.abbreviations
    elif display.heat is Heat.SELECTED and session.selected:
        names = (session.selected,)
    return Overlay(detection.heatmap if detection else None, names, display.opacity, shown)


def _shown(session: Session) -> Shown:
    display, case = session.display, session.case
    unlikely = session.review.of(case).implausible if case else ()
    return Shown(display.labels, display.rings, display.share, frozenset(unlikely))


def show_view(view: FilmView, session: Session, preview: Heatmap | None) -> None:
    """Show the film, the maps over it and its landmarks."""
    film, display = session.film, session.display
    view.keep_enlargement(on=display.keep_enlargement)
    view.show_film(film)
    view.show_overlay(overlay(session, preview))
    view.show_case(session.case if film else None, session.selected)
    view.set_placing(on=display.placing)
    view.set_loupe(always=display.loupe or display.placing)


def show_area(area: FilmArea, session: Session, chip: str) -> None:
    """Show the film or why it is not there, what goes on, and how the model saw the film lie."""
    _show_instead(area, session)
    area.show_chip(chip)
    detection = session.case.detection if session.case else None
    area.show_finding(detection.finding if detection else None)


def _show_instead(area: FilmArea, session: Session) -> None:
    entry = session.worklist.entry
    if entry is None:
        area.show_empty()
    elif session.film is not None:
        area.show_film()
    elif entry.failure:
        area.show_failure(entry.name, entry.failure)
    else:
        area.show_waiting(entry.name)


def chip_text(
    session: Session, queue: DetectionQueue, reviewing: Reviewing, key_name: KeyNames
) -> str:
    """Return what goes on: a detection, placing, how it is read, or what the film waits for."""
    job, entry, display = queue.detections.job, session.worklist.entry, session.display
    if job and entry and entry.detecting and job.film == session.worklist.current:
        return f"Detecting landmarks · {words.step_text(job)}"
    if display.placing and not display.marking:
        return words.placing_text(session.case, session.selected, key_name)
    if session.case is not None and session.case.aside:
        return words.with_keys("Set aside", key_name, set_aside="takes it back into the list")
    if reviewing.begun_before:
        return "Not blind: reading had already begun"
    return _waiting_text(session, queue, key_name)


def _waiting_text(session: Session, queue: DetectionQueue, key_name: KeyNames) -> str:
    case, heat = session.case, session.display.heat
    if case is None:
        return ""
    if case.veil is not None:
        keys = {"place": "places landmarks", "reveal": "reveals the prediction"}
        return words.with_keys("Blind reading", key_name, **keys)
    if case.detection is not None:
        return words.maps_text(case.detection, key_name) if heat is not Heat.OFF else ""
    return words.waiting_text(queue.detections.engine)

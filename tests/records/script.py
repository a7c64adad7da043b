"""The same random verbs for whoever writes and whoever checks: both know what must be there."""

import random
from collections.abc import Callable
from typing import TypeAlias

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.document.worklist import CaseHistory
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from tests.document.cases import SCHEME, detection
from tests.records.one_film import STAMP

FILM = FilmInfo("film.png", "f" * 64, 1000, 1200)
Change: TypeAlias = Callable[[], Case]
UNDO_SHARE, REDO_SHARE, DETECTION_SHARE, FILM_SHARE = 0.15, 0.1, 0.02, 0.05


def fresh() -> CaseHistory:
    return History(Case.new(FILM, SCHEME))


def verb(history: CaseHistory, random_state: random.Random) -> CaseHistory:
    """Return the history after one random thing that a reader or the model can do."""
    chance = random_state.random()
    if chance < UNDO_SHARE:
        return history.undo()
    if chance < UNDO_SHARE + REDO_SHARE:
        return history.redo()
    if chance < UNDO_SHARE + REDO_SHARE + DETECTION_SHARE:
        said = detection(random_state.uniform(0, 50))
        return history.rewritten(lambda case: case.detected(said))
    if chance < UNDO_SHARE + REDO_SHARE + DETECTION_SHARE + FILM_SHARE:
        return random_state.choice((veiled_or_revealed, aside_or_back))(history)
    label, case = _decided(history.current, random_state, STAMP)
    return history if case is history.current else history.record(label, case)


def veiled_or_revealed(history: CaseHistory) -> CaseHistory:
    """Return the history with the predictions hidden, or shown again."""
    if history.current.veil is None:
        return history.rewritten(Case.veiled)
    blind = history.current.decisions
    return history.rewritten(lambda case: case.revealed(blind))


def aside_or_back(history: CaseHistory) -> CaseHistory:
    """Return the history with the film set aside, or taken back."""
    on = not history.current.aside
    return history.rewritten(lambda case: case.set_aside(on=on))


def _decided(case: Case, random_state: random.Random, stamp: Stamp) -> tuple[str, Case]:
    name = random_state.choice(SCHEME.abbreviations)
    point = Point(random_state.uniform(0, 1000), random_state.uniform(0, 1200))
    choices: list[Change] = [
        lambda: case.moved(name, point, stamp),
        lambda: case.moved(name, point, stamp),
        lambda: case.moved(name, point, stamp).followed({"Go": point}),
        lambda: case.confirmed(name, stamp),
        lambda: case.all_confirmed(stamp),
        lambda: case.marked_missing(name, stamp),
        lambda: case.marked_not_visible(name, stamp),
        lambda: case.back_to_prediction(name),
        lambda: case.locked(name, on=not case.annotations[name].locked),
        lambda: case.calibrated(PixelSpacing(0.1, point.x / 2000 + 0.05, SpacingSource.RULER)),
        lambda: case.calibrated(None),
    ]
    return f"Change {name}", random_state.choice(choices)()


def alike(one: CaseHistory, other: CaseHistory) -> bool:
    """Tell whether two histories hold the same states, labels and place."""
    return _shape(one) == _shape(other)


def _shape(history: CaseHistory) -> object:
    return (
        _said(history.current),
        dict(history.current.blind),
        history.current.veil is None,
        [case.aside for case in history.states],
        [(label, _said(case)) for label, case in history.past],
        [(label, _said(case)) for label, case in history.future],
    )


def _said(case: Case) -> object:
    return dict(case.annotations), case.film.spacing

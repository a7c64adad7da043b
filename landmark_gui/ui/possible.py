"""What the window can do at the moment, and the conditions that its actions name."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """What the window can do at the moment.

    Attributes:
        films: how many films the worklist holds.
        page: which page of its file is shown, counted from 0.
        pages: how many there are.
        presets: how many windows its file offers.
        has_film: a film is shown.
        failed: the current film could not be read or detected.
        replaced: its file holds another picture by now.
        selected: a landmark is selected.
        said: something is said of the selected landmark, be it by the model.
        undecided: the selected landmark waits for a decision and has a position.
        any_undecided: some landmark of the film does.
        candidates: the model sees the selected landmark in several places.
        undo: name of the step that undo takes back.
        redo: name of the step that redo brings back.
        detecting: the model is at work.
        detector: the model can be asked.
        exportable: there is something to export.
        veiled: the film's prediction is hidden.
        blind_first: predictions are hidden until they are revealed.
        checked: ids of the checkable actions that are on.
    """

    films: int = 0
    page: int = 0
    pages: int = 1
    presets: int = 0
    has_film: bool = False
    failed: bool = False
    replaced: bool = False
    selected: bool = False
    said: bool = False
    undecided: bool = False
    any_undecided: bool = False
    candidates: bool = False
    undo: str | None = None
    redo: str | None = None
    detecting: bool = False
    detector: bool = False
    exportable: bool = False
    veiled: bool = False
    blind_first: bool = False
    checked: frozenset[str] = frozenset()


When = Callable[[Situation], bool]


def always(_: Situation) -> bool:
    """Nothing stands in the way."""
    return True


def films(now: Situation) -> bool:
    """There is another film to go to."""
    return now.films > 1


def any_film(now: Situation) -> bool:
    """There is a film in the list."""
    return now.films > 0


def page_before(now: Situation) -> bool:
    """The file has a page before the one shown."""
    return now.page > 0


def page_after(now: Situation) -> bool:
    """The file has a page after the one shown."""
    return now.page + 1 < now.pages


def presets(now: Situation) -> bool:
    """The file offers several windows."""
    return now.presets > 1


def film(now: Situation) -> bool:
    """A film is shown."""
    return now.has_film


def failed(now: Situation) -> bool:
    """The current film failed."""
    return now.failed


def selected(now: Situation) -> bool:
    """A landmark of the film shown is selected."""
    return now.has_film and now.selected


def said(now: Situation) -> bool:
    """Something is said of the selected landmark."""
    return now.has_film and now.said


def undecided(now: Situation) -> bool:
    """The selected landmark waits for a decision."""
    return now.has_film and now.undecided


def any_undecided(now: Situation) -> bool:
    """Some landmark of the film does."""
    return now.has_film and now.any_undecided


def corrected(now: Situation) -> bool:
    """The reader has said something of the selected landmark that can be forgotten."""
    return now.has_film and now.said and not now.undecided


def candidates(now: Situation) -> bool:
    """The selected landmark may lie elsewhere too."""
    return now.has_film and now.candidates


def undo(now: Situation) -> bool:
    """There is a step to take back."""
    return now.has_film and now.undo is not None


def redo(now: Situation) -> bool:
    """There is a step to bring back."""
    return now.has_film and now.redo is not None


def detecting(now: Situation) -> bool:
    """The model is at work."""
    return now.detecting


def may_detect(now: Situation) -> bool:
    """The model can be asked of the film shown."""
    return now.has_film and now.detector


def exportable(now: Situation) -> bool:
    """There is something to export."""
    return now.exportable


def veiled(now: Situation) -> bool:
    """The prediction of the film is hidden."""
    return now.veiled


def sighted(now: Situation) -> bool:
    """Predictions are not hidden."""
    return not now.blind_first

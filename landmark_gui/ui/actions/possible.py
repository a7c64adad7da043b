"""What the window can do at the moment, and the conditions that its actions name."""

from dataclasses import dataclass
from enum import Enum, auto


class When(Enum):
    """What must be so for an action to make sense."""

    ANY_FILM = auto()  # there is a film in the list
    FILMS = auto()  # there is another film to go to
    FAILED = auto()  # the current film could not be read or detected
    FILM = auto()  # a film is shown
    PAGE_BEFORE = auto()  # its file has a page before the one shown
    PAGE_AFTER = auto()
    PRESETS = auto()  # its file offers several windows
    PLACING = auto()  # clicks on it place landmarks
    MAY_DETECT = auto()  # the model can be asked of it
    DETECTING = auto()  # the model is at work
    ANY_UNDECIDED = auto()  # some landmark of the film waits for a decision
    SELECTED = auto()  # a landmark of the film is selected
    SAID = auto()  # something is said of it, be it by the model
    UNDECIDED = auto()  # it waits for a decision
    CORRECTED = auto()  # the reader has said something of it that can be forgotten
    CANDIDATES = auto()  # the model sees it in several places
    UNDO = auto()  # there is a step to take back
    REDO = auto()  # there is a step to bring back
    ARRANGED = auto()  # it is known how the landmarks lie to each other
    EXPORTABLE = auto()  # there is something to export
    VEILED = auto()  # the prediction of the film is hidden
    SIGHTED = auto()  # predictions are not hidden


@dataclass(frozen=True, slots=True)
class Situation:
    """What the window can do at the moment.

    Attributes:
        holds: which conditions are met.
        undo: name of the step that undo takes back.
        redo: name of the step that redo brings back.
        replaced: the file of the current film holds another picture by now.
        aside: all films selected are set aside.
        checked: ids of the checkable actions that are on.
    """

    holds: frozenset[When] = frozenset()
    undo: str | None = None
    redo: str | None = None
    replaced: bool = False
    aside: bool = False
    checked: frozenset[str] = frozenset()

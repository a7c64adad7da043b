"""Every action of the window as data: what it is called, which key it has, when it makes sense."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Menu(StrEnum):
    """Where an action is listed."""

    FILE = "&File"
    EDIT = "&Edit"
    VIEW = "&View"
    LANDMARK = "&Landmark"
    DETECTION = "&Detection"
    TOOLS = "&Tools"
    HELP = "&Help"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the window can do at the moment.

    Attributes:
        films: how many films the worklist holds.
        has_film: a film is shown.
        failed: the current film could not be read or detected.
        selected: a landmark is selected.
        undecided: the selected landmark waits for a decision and has a position.
        any_undecided: some landmark of the film does.
        candidates: the model sees the selected landmark in several places.
        undo: name of the step that undo takes back.
        redo: name of the step that redo brings back.
        detecting: the model is at work.
        detector: the model can be asked.
        exportable: there is something to export.
        checked: ids of the checkable actions that are on.
    """

    films: int = 0
    has_film: bool = False
    failed: bool = False
    selected: bool = False
    undecided: bool = False
    any_undecided: bool = False
    candidates: bool = False
    undo: str | None = None
    redo: str | None = None
    detecting: bool = False
    detector: bool = False
    exportable: bool = False
    checked: frozenset[str] = frozenset()


When = Callable[[Situation], bool]


def _always(_: Situation) -> bool:
    return True


def _films(now: Situation) -> bool:
    return now.films > 1


def _any_film(now: Situation) -> bool:
    return now.films > 0


def _film(now: Situation) -> bool:
    return now.has_film


def _failed(now: Situation) -> bool:
    return now.failed


def _selected(now: Situation) -> bool:
    return now.has_film and now.selected


def _undecided(now: Situation) -> bool:
    return now.undecided


def _any_undecided(now: Situation) -> bool:
    return now.any_undecided


def _candidates(now: Situation) -> bool:
    return now.has_film and now.candidates


def _undo(now: Situation) -> bool:
    return now.undo is not None


def _redo(now: Situation) -> bool:
    return now.redo is not None


def _detecting(now: Situation) -> bool:
    return now.detecting


def _may_detect(now: Situation) -> bool:
    return now.has_film and now.detector


def _exportable(now: Situation) -> bool:
    return now.exportable


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        id: stable name; the verb of the same id is called.
        text: as the menu says it.
        keys: shortcuts in Qt's portable notation; the first one is shown.
        tip: one sentence more, for the tool tip.
        icon: file name in `resources/icons` without suffix.
        when: whether it makes sense now.
        checkable: whether it is a switch.
        ends_section: whether a line follows in the menu.
        short: what a button says, where the menu's words are too long.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    when: When = _always
    checkable: bool = False
    ends_section: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Gesture:
    """Something done on the film itself; listed so that it can be looked up, not an action."""

    how: str
    what: str


A = Action
ACTIONS: dict[Menu, tuple[Action, ...]] = {
    Menu.FILE: (
        A("open_films", "Open films…", ("Ctrl+O",), "Add films to the list", "film"),
        A("open_folder", "Open folder…", ("Ctrl+Shift+O",), "Add a folder's films", "folder"),
        A(
            "open_demo",
            "Open demo films",
            tip="Synthetic films, nobody's patient",
            short="Try the demo",
        ),
        A(
            "retry",
            "Try this film again",
            ("F5",),
            "Read it and detect it once more",
            when=_failed,
            ends_section=True,
        ),
        A(
            "import",
            "Import landmarks…",
            ("Ctrl+Shift+E",),
            "Take over what other programs or readers say of these films",
            when=_any_film,
        ),
        A(
            "export",
            "Export landmarks…",
            ("Ctrl+E",),
            "Save the landmarks as a table or for another program",
            "export",
            _exportable,
            short="Export",
        ),
        A(
            "picture",
            "Save picture…",
            ("Ctrl+P",),
            "Save this film with its landmarks as PNG, SVG or PDF",
            when=_film,
            ends_section=True,
        ),
        A("quit", "Quit", ("Ctrl+Q",)),
    ),
    Menu.EDIT: (
        A("undo", "Undo", ("Ctrl+Z",), icon="undo", when=_undo),
        A("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", when=_redo),
    ),
    Menu.VIEW: (
        A("zoom_in", "Zoom in", ("+", "="), icon="plus", when=_film),
        A("zoom_out", "Zoom out", ("-",), icon="minus", when=_film),
        A("fit", "Fit film", ("F",), "Show the whole film", "fit", _film),
        A("actual_pixels", "Actual pixels", ("0",), "One film pixel per screen pixel", when=_film),
        A(
            "loupe",
            "Loupe",
            ("Q",),
            "Enlarge under the cursor; it comes by itself while dragging",
            "loupe",
            checkable=True,
            ends_section=True,
        ),
        A("reset_window", "Reset brightness and contrast", ("R",), icon="contrast", when=_film),
        A(
            "invert",
            "Invert",
            ("Ctrl+I",),
            "Show dark as bright",
            "invert",
            _film,
            checkable=True,
            ends_section=True,
        ),
        A(
            "labels",
            "Labels",
            ("L",),
            "Abbreviations beside the landmarks",
            "tag",
            checkable=True,
        ),
        A(
            "rings",
            "Regions of all landmarks",
            ("G",),
            "Ellipse that holds the landmark with the probability chosen below",
            "ring",
            checkable=True,
        ),
        A("region_50", "Regions of 50 %", checkable=True),
        A("region_90", "Regions of 90 %", checkable=True),
        A("region_95", "Regions of 95 %", checkable=True, ends_section=True),
        A("heat_off", "No heatmap", ("1",), checkable=True, short="Off"),
        A(
            "heat_selected",
            "Heatmap of the selected landmark",
            ("2",),
            checkable=True,
            short="Selected",
        ),
        A(
            "heat_all",
            "Heatmap of all landmarks",
            ("3",),
            checkable=True,
            ends_section=True,
            short="All",
        ),
        A("theme_system", "Appearance as the system", checkable=True),
        A("theme_light", "Light appearance", checkable=True),
        A("theme_dark", "Dark appearance", checkable=True),
    ),
    Menu.LANDMARK: (
        A(
            "next_doubtful",
            "Next doubtful landmark",
            ("Tab",),
            "Undecided, largest expected error first",
            "next",
            _film,
        ),
        A("previous_doubtful", "Previous doubtful landmark", ("Shift+Tab",), when=_film),
        A(
            "place",
            "Place landmarks",
            ("P",),
            "A click on the film puts the selected landmark there",
            "crosshair",
            _film,
            checkable=True,
            ends_section=True,
        ),
        A(
            "confirm",
            "Confirm",
            ("Return", "Enter"),
            "Agree with the predicted position",
            "check",
            _undecided,
        ),
        A(
            "confirm_all",
            "Confirm all",
            ("Ctrl+Return", "Ctrl+Enter"),
            "Agree with every position of this film that is still only predicted",
            "check_all",
            _any_undecided,
        ),
        A(
            "back",
            "Back to prediction",
            ("Backspace",),
            "Forget the correction and show the prediction",
            "back",
            _selected,
        ),
        A(
            "other_place",
            "Other candidate",
            ("C",),
            "Go to the next place (cross) where the model sees the landmark too",
            when=_candidates,
        ),
        A("missing", "Missing", ("M",), "The patient lacks the structure", "missing", _selected),
        A(
            "not_visible",
            "Not visible",
            ("V",),
            "The structure exists, but the film does not show it",
            "eye_off",
            _selected,
        ),
    ),
    Menu.DETECTION: (
        A("previous_film", "Previous film", ("A", "PgUp"), icon="up", when=_films),
        A("next_film", "Next film", ("D", "PgDown"), icon="down", when=_films, ends_section=True),
        A(
            "detect",
            "Detect this film again",
            ("Ctrl+D",),
            "Decided landmarks keep their place",
            "play",
            _may_detect,
        ),
        A(
            "cancel",
            "Cancel detection",
            ("Ctrl+.",),
            "Stop before the next step",
            "close",
            _detecting,
        ),
        A(
            "pause",
            "Pause background detection",
            tip="Only the film you look at is detected",
            icon="pause",
            checkable=True,
            ends_section=True,
        ),
        A("mode_multi", "All steps (most accurate)", checkable=True),
        A("mode_single", "Single step (fastest)", checkable=True),
    ),
    Menu.TOOLS: (
        A("compare", "Compare readers…", tip="How far the tables of two or more readers are apart"),
    ),
    Menu.HELP: (
        A("shortcuts", "Keys and mouse", ("F1", "?"), icon="keyboard"),
        A("about", "About"),
    ),
}

GESTURES = (
    Gesture("Left click", "Select a landmark"),
    Gesture("Left drag", "Move a landmark; Esc or right click aborts"),
    Gesture("Arrow keys", "Nudge by 1 px, with Shift 10 px, with Ctrl 0.1 px"),
    Gesture("Mouse wheel", "Zoom at the cursor"),
    Gesture("Middle drag, Space or Ctrl + left drag", "Move the film"),
    Gesture("Right drag", "Brightness (up, down) and contrast (left, right)"),
    Gesture("Space, Shift+Space", "Next or previous film to review"),
    Gesture("H held", "Hide everything over the film"),
)

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
    REVIEW = "&Review"
    FILM = "Fil&m"
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
    has_film: bool = False
    failed: bool = False
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


def _said(now: Situation) -> bool:
    return now.has_film and now.said


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


def _veiled(now: Situation) -> bool:
    return now.veiled


def _sighted(now: Situation) -> bool:
    return not now.blind_first


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
            ("T",),
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
        A("theme_dark", "Dark appearance", checkable=True, ends_section=True),
        A("next_panel", "Next panel", ("F6",), "Take the keys to another part of the window"),
        A("previous_panel", "Previous panel", ("Shift+F6",)),
    ),
    Menu.LANDMARK: (
        A(
            "next_doubtful",
            "Next doubtful landmark",
            ("Tab",),
            "Undecided: implausible ones, then the largest expected error first",
            "next",
            _film,
        ),
        A("previous_doubtful", "Previous doubtful landmark", ("Shift+Tab",), when=_film),
        A(
            "place",
            "Place landmarks",
            ("P",),
            "A click on empty film places the next landmark that has no position",
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
            "Confirm film",
            ("Ctrl+Return", "Ctrl+Enter"),
            "Agree with every position that is only predicted; asks for doubtful ones not seen",
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
            ends_section=True,
        ),
        A(
            "lock",
            "Locked",
            ("L",),
            "It can be neither moved nor changed until it is unlocked",
            "lock",
            _said,
            checkable=True,
        ),
    ),
    Menu.REVIEW: (
        A("next_review", "Next film to review", ("Space",), "Least sure first", when=_films),
        A(
            "previous_review",
            "Back to the film before",
            ("Shift+Space",),
            when=_films,
            ends_section=True,
        ),
        A("films_all", "List all films", ("Ctrl+1",), checkable=True),
        A("films_to_do", "List films to do", ("Ctrl+2",), checkable=True),
        A("films_doubtful", "List doubtful films", ("Ctrl+3",), when=_sighted, checkable=True),
        A("films_done", "List films that are done", ("Ctrl+4",), checkable=True),
        A("films_failed", "List failed films", ("Ctrl+5",), checkable=True),
        A("find_film", "Find film…", ("Ctrl+F",), when=_any_film, ends_section=True),
        A(
            "blind_first",
            "Blind first",
            ("Ctrl+B",),
            "Place the landmarks before the prediction is shown; both are kept",
            checkable=True,
        ),
        A("reveal", "Reveal prediction", ("Ctrl+R",), "What was seen stays seen", when=_veiled),
    ),
    Menu.FILM: (
        A("facing_recognised", "Facing as recognised", when=_may_detect, checkable=True),
        A("facing_right", "Faces right", when=_may_detect, checkable=True),
        A("facing_left", "Faces left", when=_may_detect, checkable=True, ends_section=True),
        A("polarity_recognised", "Polarity as recognised", when=_may_detect, checkable=True),
        A("polarity_normal", "Bone is bright", when=_may_detect, checkable=True),
        A("polarity_inverted", "Bone is dark", when=_may_detect, checkable=True),
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
        A(
            "calibrate",
            "Calibrate…",
            ("Ctrl+K",),
            "Millimetres by a ruler on the film, by magnification, or typed",
            when=_film,
            ends_section=True,
        ),
        A("compare", "Compare readers…", tip="How far the tables of two or more readers are apart"),
    ),
    Menu.HELP: (
        A("shortcuts", "Keys and mouse", ("F1", "?"), icon="keyboard"),
        A("edit_keys", "Change keys…", tip="Give any action another key", ends_section=True),
        A("about", "About"),
    ),
}

"""Every action of the window as data: what it is called, which key it has, when it makes sense."""

from enum import StrEnum

from landmark_gui.ui import possible
from landmark_gui.ui.action import Action
from landmark_gui.ui.view_actions import VIEW


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
            when=possible.failed,
            ends_section=True,
        ),
        A(
            "import",
            "Import landmarks…",
            ("Ctrl+Shift+E",),
            "Take over what other programs or readers say of these films",
            when=possible.any_film,
        ),
        A(
            "export",
            "Export landmarks…",
            ("Ctrl+E",),
            "Save the landmarks as a table or for another program",
            "export",
            possible.exportable,
            short="Export",
        ),
        A(
            "picture",
            "Save picture…",
            ("Ctrl+P",),
            "Save this film with its landmarks as PNG, SVG or PDF",
            when=possible.film,
            ends_section=True,
        ),
        A("quit", "Quit", ("Ctrl+Q",)),
    ),
    Menu.EDIT: (
        A("undo", "Undo", ("Ctrl+Z",), icon="undo", when=possible.undo),
        A("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", when=possible.redo),
    ),
    Menu.VIEW: VIEW,
    Menu.LANDMARK: (
        A(
            "next_doubtful",
            "Next doubtful landmark",
            ("Tab",),
            "Undecided: implausible ones, then the largest expected error first",
            "next",
            possible.film,
        ),
        A("previous_doubtful", "Previous doubtful landmark", ("Shift+Tab",), when=possible.film),
        A(
            "place",
            "Place landmarks",
            ("P",),
            "A click on empty film places the next landmark that has no position",
            "crosshair",
            possible.film,
            checkable=True,
            ends_section=True,
        ),
        A(
            "confirm",
            "Confirm",
            ("Return", "Enter"),
            "Agree with the predicted position",
            "check",
            possible.undecided,
        ),
        A(
            "confirm_next",
            "Confirm and go on",
            ("Shift+Return", "Shift+Enter"),
            "Confirm, then the next doubtful landmark",
            when=possible.film,
        ),
        A(
            "confirm_all",
            "Confirm film",
            ("Ctrl+Return", "Ctrl+Enter"),
            "Agree with every position that is only predicted; asks for doubtful ones not seen",
            "check_all",
            possible.any_undecided,
        ),
        A(
            "back",
            "Back to prediction",
            ("Backspace",),
            "Forget the correction and show the prediction",
            "back",
            possible.corrected,
        ),
        A(
            "other_place",
            "Other candidate",
            ("C",),
            "Go to the next place (cross) where the model sees the landmark too",
            when=possible.candidates,
        ),
        A(
            "missing",
            "Missing",
            ("M",),
            "The patient lacks the structure",
            "missing",
            possible.selected,
        ),
        A(
            "not_visible",
            "Not visible",
            ("V",),
            "The structure exists, but the film does not show it",
            "eye_off",
            possible.selected,
            ends_section=True,
        ),
        A(
            "lock",
            "Locked",
            ("L",),
            "It can be neither moved nor changed until it is unlocked",
            "lock",
            possible.said,
            checkable=True,
        ),
    ),
    Menu.REVIEW: (
        A(
            "next_review",
            "Next film to review",
            ("Space",),
            "Least sure first",
            when=possible.films,
        ),
        A(
            "previous_review",
            "Back to the film before",
            ("Shift+Space",),
            when=possible.films,
            ends_section=True,
        ),
        A("films_all", "List all films", ("Ctrl+1",), checkable=True),
        A("films_to_do", "List films to do", ("Ctrl+2",), checkable=True),
        A(
            "films_doubtful",
            "List doubtful films",
            ("Ctrl+3",),
            when=possible.sighted,
            checkable=True,
        ),
        A("films_done", "List films that are done", ("Ctrl+4",), checkable=True),
        A("films_failed", "List failed films", ("Ctrl+5",), checkable=True),
        A("find_film", "Find film…", ("Ctrl+F",), when=possible.any_film, ends_section=True),
        A(
            "blind_first",
            "Blind first",
            ("Ctrl+B",),
            "Place the landmarks before the prediction is shown; both are kept",
            checkable=True,
        ),
        A(
            "reveal",
            "Reveal prediction",
            ("Ctrl+R",),
            "What was seen stays seen",
            when=possible.veiled,
        ),
    ),
    Menu.FILM: (
        A("previous_film", "Previous film", ("A", "PgUp"), icon="up", when=possible.films),
        A(
            "next_film",
            "Next film",
            ("D", "PgDown"),
            icon="down",
            when=possible.films,
            ends_section=True,
        ),
        A(
            "previous_page",
            "Previous page",
            ("Ctrl+PgUp",),
            "Of a file with several pages or frames",
            "left",
            possible.page_before,
        ),
        A(
            "next_page",
            "Next page",
            ("Ctrl+PgDown",),
            "Of a file with several pages or frames",
            "right",
            possible.page_after,
            ends_section=True,
        ),
        A("facing_recognised", "Facing as recognised", when=possible.may_detect, checkable=True),
        A("facing_right", "Faces right", when=possible.may_detect, checkable=True),
        A("facing_left", "Faces left", when=possible.may_detect, checkable=True, ends_section=True),
        A(
            "polarity_recognised",
            "Polarity as recognised",
            when=possible.may_detect,
            checkable=True,
        ),
        A("polarity_normal", "Bone is bright", when=possible.may_detect, checkable=True),
        A("polarity_inverted", "Bone is dark", when=possible.may_detect, checkable=True),
    ),
    Menu.DETECTION: (
        A(
            "detect",
            "Detect this film again",
            ("Ctrl+D",),
            "Decided landmarks keep their place",
            "play",
            possible.may_detect,
        ),
        A(
            "cancel",
            "Cancel detection",
            ("Ctrl+.",),
            "Stop before the next step",
            "close",
            possible.detecting,
        ),
        A(
            "pause",
            "Pause background detection",
            tip="Only the film you look at is detected",
            icon="pause",
            checkable=True,
            ends_section=True,
        ),
        A("mode_multi", "All steps", checkable=True),
        A("mode_single", "Single step (faster)", checkable=True, ends_section=True),
        A(
            "alike",
            "Place as I do",
            tip="Predictions are put where you have put them on the films that you corrected",
            checkable=True,
        ),
        A(
            "follow",
            "Neighbours follow (experimental)",
            tip="Predictions that a moved landmark contradicts move too, decided ones never do",
            checkable=True,
        ),
    ),
    Menu.TOOLS: (
        A(
            "calibrate",
            "Calibrate…",
            ("Ctrl+K",),
            "Millimetres by a ruler on the film, by magnification, or typed",
            when=possible.film,
            ends_section=True,
        ),
        A("measure", "Measurements…", ("Ctrl+M",), "Angles and lengths", when=possible.film),
        A("compare", "Compare readers…", tip="How far the tables of two or more readers are apart"),
    ),
    Menu.HELP: (
        A("shortcuts", "Keys and mouse", ("F1", "?"), icon="keyboard"),
        A("edit_keys", "Change keys…", tip="Give any action another key", ends_section=True),
        A("about", "About"),
    ),
}

"""Every action of the window as data: what it is called, which key it has, when it makes sense."""

from enum import StrEnum

from landmark_gui.ui.actions.action import Action
from landmark_gui.ui.actions.possible import When
from landmark_gui.ui.actions.view_actions import VIEW


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
            tip="Computer-generated films, not of any patient",
            short="Try the demo",
        ),
        A(
            "retry",
            "Try this film again",
            ("F5",),
            "Read the film and detect its landmarks again",
            when=When.FAILED,
            ends_section=True,
        ),
        A("save", "Save", ("Ctrl+S",), "Every step is saved as you make it"),
        A(
            "import",
            "Import landmarks…",
            ("Ctrl+Shift+E",),
            "Bring in landmarks of these films from other programs or readers",
            when=When.ANY_FILM,
        ),
        A(
            "export",
            "Export landmarks…",
            ("Ctrl+E",),
            "Save the landmarks as a table or for another program",
            "export",
            When.EXPORTABLE,
            short="Export",
        ),
        A(
            "picture",
            "Save picture…",
            ("Ctrl+P",),
            "Save this film with its landmarks as PNG, SVG or PDF",
            when=When.FILM,
            ends_section=True,
        ),
        A("quit", "Quit", ("Ctrl+Q",)),
    ),
    Menu.EDIT: (
        A("undo", "Undo", ("Ctrl+Z",), icon="undo", when=When.UNDO),
        A(
            "redo",
            "Redo",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            icon="redo",
            when=When.REDO,
            ends_section=True,
        ),
        A(
            "copy_landmarks",
            "Copy landmarks",
            ("Ctrl+C",),
            "The film's name, and a row per landmark, for a spreadsheet",
            when=When.FILM,
        ),
    ),
    Menu.VIEW: VIEW,
    Menu.LANDMARK: (
        A(
            "next_doubtful",
            "Next doubtful landmark",
            ("Tab",),
            "Undecided landmarks: implausible ones first, then by largest expected error",
            "next",
            When.FILM,
        ),
        A("previous_doubtful", "Previous doubtful landmark", ("Shift+Tab",), when=When.FILM),
        A(
            "place",
            "Place landmarks",
            ("P",),
            "Click an empty spot on the film to place the next landmark that has no position",
            "crosshair",
            When.FILM,
            checkable=True,
        ),
        A(
            "place_middle",
            "Place in the middle",
            ("N",),
            "Without the mouse: puts the landmark in the middle of the view; arrow keys move it",
            when=When.PLACING,
            ends_section=True,
        ),
        A(
            "confirm",
            "Confirm",
            ("Return", "Enter"),
            "Agree with the predicted position",
            "check",
            When.UNDECIDED,
        ),
        A(
            "confirm_next",
            "Confirm and go on",
            ("Shift+Return", "Shift+Enter"),
            "Confirm, then go to the next doubtful landmark",
            when=When.ANY_UNDECIDED,
        ),
        A(
            "confirm_all",
            "Confirm film",
            ("Ctrl+Return", "Ctrl+Enter"),
            "Agree with all remaining predictions; asks about doubtful ones you have not looked at",
            "check_all",
            When.ANY_UNDECIDED,
        ),
        A(
            "confirm_all_next",
            "Confirm film and go on",
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
            "Confirm the film, then go to the next film to review",
            when=When.FILM,
        ),
        A(
            "back",
            "Back to prediction",
            ("Backspace", "Del"),
            "Discard the correction and show the prediction",
            "back",
            When.CORRECTED,
        ),
        A(
            "other_place",
            "Other candidate",
            ("C",),
            "Move the landmark to the next place where the model also sees it (a cross)",
            when=When.CANDIDATES,
        ),
        A(
            "missing",
            "Missing",
            ("M",),
            "The patient lacks the structure",
            "missing",
            When.SELECTED,
        ),
        A(
            "not_visible",
            "Not visible",
            ("V",),
            "The structure exists, but the film does not show it",
            "eye_off",
            When.SELECTED,
            ends_section=True,
        ),
        A(
            "lock",
            "Locked",
            ("L",),
            "It cannot be moved or changed until it is unlocked",
            "lock",
            When.SAID,
            checkable=True,
        ),
    ),
    Menu.REVIEW: (
        A(
            "next_review",
            "Next film to review",
            ("Space",),
            "Least sure first",
            when=When.FILMS,
            short="Next film",
        ),
        A(
            "previous_review",
            "Back to the last film reviewed",
            ("Shift+Space",),
            when=When.FILMS,
            ends_section=True,
        ),
        A("films_all", "List all films", ("Ctrl+1",), checkable=True),
        A("films_to_do", "List films to do", ("Ctrl+2",), checkable=True),
        A(
            "films_doubtful",
            "List doubtful films",
            ("Ctrl+3",),
            when=When.SIGHTED,
            checkable=True,
        ),
        A("films_done", "List films that are done", ("Ctrl+4",), checkable=True),
        A("films_failed", "List failed films", ("Ctrl+5",), checkable=True),
        A("films_set_aside", "List films set aside", ("Ctrl+6",), checkable=True),
        A("find_film", "Find film…", ("Ctrl+F",), when=When.ANY_FILM, ends_section=True),
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
            "This cannot be undone",
            when=When.VEILED,
        ),
    ),
    Menu.FILM: (
        A("previous_film", "Previous film", ("A", "PgUp"), icon="up", when=When.FILMS),
        A(
            "next_film",
            "Next film",
            ("D", "PgDown"),
            icon="down",
            when=When.FILMS,
            ends_section=True,
        ),
        A(
            "previous_page",
            "Previous page",
            ("Ctrl+PgUp",),
            "Of a file with several pages or frames",
            "left",
            When.PAGE_BEFORE,
        ),
        A(
            "next_page",
            "Next page",
            ("Ctrl+PgDown",),
            "Of a file with several pages or frames",
            "right",
            When.PAGE_AFTER,
            ends_section=True,
        ),
        A(
            "set_aside",
            "Set aside",
            ("Ctrl+Del",),
            "Leave the selected films out of review, detection and export; nothing is lost",
            when=When.ANY_FILM,
            ends_section=True,
        ),
        A("facing_recognised", "Facing: automatic", when=When.MAY_DETECT, checkable=True),
        A("facing_right", "Faces right", when=When.MAY_DETECT, checkable=True),
        A("facing_left", "Faces left", when=When.MAY_DETECT, checkable=True, ends_section=True),
        A(
            "polarity_recognised",
            "Polarity: automatic",
            when=When.MAY_DETECT,
            checkable=True,
        ),
        A("polarity_normal", "Bone is bright", when=When.MAY_DETECT, checkable=True),
        A("polarity_inverted", "Bone is dark", when=When.MAY_DETECT, checkable=True),
    ),
    Menu.DETECTION: (
        A(
            "detect",
            "Detect landmarks again",
            ("Ctrl+D",),
            "Decided landmarks stay where they are",
            "play",
            When.MAY_DETECT,
        ),
        A(
            "cancel",
            "Cancel detection",
            ("Ctrl+.",),
            "Stop before the next step",
            "close",
            When.DETECTING,
        ),
        A(
            "pause",
            "Pause background detection",
            tip="Detect landmarks only on the film shown",
            icon="pause",
            checkable=True,
            ends_section=True,
        ),
        A("mode_multi", "All steps", checkable=True),
        A("mode_single", "Single step (faster)", checkable=True, ends_section=True),
        A(
            "alike",
            "Place as I do",
            tip="Shift predictions to where you would put them, as on the films you corrected",
            when=When.ARRANGED,
            checkable=True,
        ),
        A(
            "follow",
            "Neighbours follow (experimental)",
            tip="Predictions that a moved landmark contradicts move too; decided ones never do",
            when=When.ARRANGED,
            checkable=True,
        ),
    ),
    Menu.TOOLS: (
        A(
            "calibrate",
            "Calibrate…",
            ("Ctrl+K",),
            "Set the millimetres: by a ruler on the film, by magnification, or typed in",
            when=When.FILM,
            ends_section=True,
        ),
        A(
            "measure",
            "Measurements…",
            ("Ctrl+M",),
            "Angles and lengths",
            when=When.FILM,
            short="Measure",
        ),
        A(
            "distance",
            "Measure a distance",
            ("Ctrl+Shift+M",),
            "How far apart two points on the film are; nothing is kept",
            when=When.FILM,
        ),
        A(
            "compare",
            "Compare readers…",
            tip="How far apart readers are in landmarks and measurements, from their tables",
        ),
    ),
    Menu.HELP: (
        A("shortcuts", "Keys and mouse", ("F1", "?"), icon="keyboard"),
        A("edit_keys", "Change keys…", tip="Give any action a different key", ends_section=True),
        A("about", "About"),
    ),
}

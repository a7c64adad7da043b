"""What keys and mouse do on the film alone, as data; a list keeps its own arrows."""

from dataclasses import dataclass

from landmark_gui.ui.actions.action import Action
from landmark_gui.ui.actions.every_action import ACTIONS

PAN, HIDE, ABORT = "pan_held", "hide_held", "abort"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something done on the film itself; listed so that it can be looked up, not an action."""

    how: str
    what: str


HINTS = (
    Hint("Left click", "Select a landmark"),
    Hint(
        "Click or N, arrow keys, Backspace, Enter",
        "Ruler: add a mark, shift it, take it back, apply",
    ),
    Hint("Left drag", "Move a landmark; a right click cancels"),
    Hint("Mouse wheel, pinch", "Zoom at the cursor"),
    Hint("Left drag beside landmarks or with Ctrl, middle drag, two fingers", "Move the film"),
    Hint("Right drag", "Brightness (up, down) and contrast (left, right)"),
    Hint("Right click", "What can be done with a landmark or film"),
)

_STEPS = {"": "1", "Shift+": "10", "Ctrl+": "0.1"}  # film pixels by the key held with an arrow
FILM_KEYS = (
    Action(HIDE, "Hide the overlay while held", ("H",)),
    Action(PAN, "Move the film by left drag while held", ("Space",)),
    Action(ABORT, "Cancel a drag, end place mode, close a message", ("Esc",)),
    *(
        Action(f"nudge_{way}_{px}".lower(), f"Nudge {way.lower()} by {px} px", (f"{held}{way}",))
        for held, px in _STEPS.items()
        for way in ("Left", "Right", "Up", "Down")
    ),
)
EVERY_ACTION = (*(action for actions in ACTIONS.values() for action in actions), *FILM_KEYS)

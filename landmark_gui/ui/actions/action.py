"""An action of the window as data."""

from dataclasses import dataclass

from landmark_gui.ui.actions.possible import When


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        id: stable name; the verb of the same id is called.
        text: as the menu says it.
        keys: shortcuts in Qt's portable notation; the first one is shown.
        tip: one sentence more, for the tool tip.
        icon: file name in `resources/icons` without suffix.
        when: what must be so for it to make sense; None where it always does.
        checkable: whether it is a switch.
        ends_section: whether a line follows in the menu.
        short: what a button says, where the menu's words are too long.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    when: When | None = None
    checkable: bool = False
    ends_section: bool = False
    short: str = ""

"""Which landmark a click puts down in place mode."""

from landmark_gui.document.case import Case
from landmark_gui.document.review import next_without_position

NOTHING_LEFT = "Every landmark of this film has a position. Drag one to move it."


def to_place(case: Case, selected: str | None) -> str | None:
    """Return the landmark that the next click places; None if there is none left.

    It is the selected one, if it has no position and may get one; then the next in the scheme's
    order of which nobody has said anything. What is missing stays so unless it was selected.
    """
    if selected is not None:
        said = case.annotations[selected]
        if said.point is None and not said.locked:
            return selected
    return next_without_position(case, selected)

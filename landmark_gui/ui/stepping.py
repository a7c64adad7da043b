"""What undo and redo mean: with a tool in the hand its marks, else the steps on the film."""

from dataclasses import replace

from landmark_gui.ui.actions.possible import Situation, When
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.ruler_tool import tool_in_hand
from landmark_gui.ui.review.round import Round

MARK = "Mark"  # as the Edit menu names the step


class Stepping:
    """Takes back the mark made last, and where there is none, the last step on the film."""

    def __init__(self, view: FilmView, steps: Round) -> None:
        self._view, self._steps = view, steps

    def undo(self) -> None:
        """Take back what was done last."""
        tool = tool_in_hand(self._view)
        if tool is not None and tool.marks:
            tool.take_back()
            return
        if tool is not None:
            tool.forget()  # what redo brings back now is the step
        self._steps.undo()

    def redo(self) -> None:
        """Bring back what was taken back last."""
        tool = tool_in_hand(self._view)
        if tool is not None and (tool.marks or tool.may_bring_back):
            tool.bring_back()
        else:
            self._steps.redo()


def with_marks(now: Situation, view: FilmView) -> Situation:
    """Return the situation with undo and redo as the marks on the film make them."""
    tool = tool_in_hand(view)
    if tool is None or not (tool.marks or tool.may_bring_back):
        return now
    undo = MARK if tool.marks else now.undo
    redo = MARK if tool.may_bring_back else None
    holds = now.holds - {When.UNDO, When.REDO}
    holds |= {when for when, step in ((When.UNDO, undo), (When.REDO, redo)) if step}
    return replace(now, holds=holds, undo=undo, redo=redo)

"""What a reader does to the landmarks of the film shown: each verb is one step of undo."""

from collections.abc import Callable

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Worklist
from landmark_gui.domain.annotation import Stamp, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.session import Session


class Correcting:
    """Moves, confirms and locks landmarks, and takes steps back; tells the session of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def move(self, landmark: str, point: Point) -> None:
        """Put a landmark where the reader wants it."""
        session, case = self._session, self._session.case
        session.point_out(landmark)
        if self._refuses(landmark):
            return
        there = case is not None and case.annotations[landmark].point is not None
        label = f"{'Move' if there else 'Place'} {landmark}"
        self._edit(label, lambda case: case.moved(landmark, point, self._stamp()))
        session.moved.emit()

    def nudge(self, dx: float, dy: float, repeated: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Shift the selected landmark; a key that is held is one step of undo."""
        session, worklist = self._session, self._session.worklist
        case, name = session.case, session.selected
        point = case.annotations[name].point if case and name else None
        if case is None or name is None or point is None or session.film is None:
            return
        if self._refuses(name):
            return
        after = case.moved(name, point.moved(dx, dy), self._stamp())
        label = f"Move {name}"
        history = worklist.entries[worklist.current].history
        going_on = repeated and history is not None and history.undo_label == label
        self._take(worklist.amended(after) if going_on else worklist.edited(label, after))
        session.moved.emit()

    def lock(self) -> None:
        """Keep the selected landmark as it is, or let go of it."""
        case, name = self._session.case, self._session.selected
        if name is not None and case is not None:
            on = not case.annotations[name].locked
            label = f"{'Lock' if on else 'Unlock'} {name}"
            self._edit(label, lambda case: case.locked(name, on=on))

    def confirm(self) -> None:
        """Agree with the selected landmark's prediction."""
        self._edit_selected("Confirm", lambda case, name: case.confirmed(name, self._stamp()))

    def confirm_all(self) -> None:
        """Agree with all predictions of the film that are left."""
        self._edit("Confirm all", lambda case: case.all_confirmed(self._stamp()))

    def back(self) -> None:
        """Show the selected landmark's prediction again."""
        self._change_selected("Back to prediction", Case.back_to_prediction)

    def missing(self) -> None:
        """State that the patient lacks the selected structure."""
        self._change_selected(
            "Missing", lambda case, name: case.marked_missing(name, self._stamp())
        )

    def not_visible(self) -> None:
        """State that the film does not show the selected structure."""
        self._change_selected(
            "Not visible", lambda case, name: case.marked_not_visible(name, self._stamp())
        )

    def undo(self) -> None:
        """Take the last step on this film back."""
        self._step(Worklist.undone)

    def redo(self) -> None:
        """Bring the step taken back again."""
        self._step(Worklist.redone)

    def _step(self, step: Callable[[Worklist], Worklist]) -> None:
        if self._session.film is not None:  # nothing changes unseen
            self._take(step(self._session.worklist))

    def refuse(self, landmark: str) -> None:
        """Say why a locked landmark does not move."""
        self._session.messages.info(f"{landmark} is locked. Unlock it to change it.", of_film=True)

    def _refuses(self, landmark: str) -> bool:
        """Tell whether a landmark is locked, and say so."""
        case = self._session.case
        locked = case is not None and case.annotations[landmark].locked
        if locked:
            self.refuse(landmark)
            self._session.changed.emit()
        return locked

    def _change_selected(self, verb: str, change: Callable[[Case, str], Case]) -> None:
        before, name = self._session.case, self._session.selected
        if name is None or self._refuses(name):
            return
        self._edit_selected(verb, change)
        followed = before is not None and before.annotations[name].status is Status.MOVED
        if followed and self._session.case is not before:
            self._session.moved.emit()  # what had followed it has nothing to follow any more

    def _edit_selected(self, verb: str, change: Callable[[Case, str], Case]) -> None:
        name = self._session.selected
        if name is not None:
            self._session.point_out(name)
            self._edit(f"{verb} {name}", lambda case: change(case, name))

    def _edit(self, label: str, change: Callable[[Case], Case]) -> None:
        session, case = self._session, self._session.case
        if case is not None and session.film is not None:
            self._take(session.worklist.edited(label, change(case)))

    def _take(self, worklist: Worklist) -> None:
        self._session.update_worklist(worklist)
        self._session.changed.emit()

    def _stamp(self) -> Stamp:
        return Stamp.now(self._session.reader)

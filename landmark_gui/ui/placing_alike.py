"""Place as I do: predictions are put where the reader has put them on other films.

What is learnt is learnt anew whenever a film is shown, from what the reader has decided so far. A
film of which a reader has said anything stays as it is, and what the model saw stays known.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.document.habits import learnt_from
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.habit import FEWEST_FILMS, Habit
from landmark_gui.evaluation.truth import some_of
from landmark_gui.ui.canvas.glide import Glide
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.session import Session

if TYPE_CHECKING:
    from landmark_gui.document.case import Case

SWITCH = "place_alike"


class PlacingAlike(QObject):
    """Puts the landmarks of the film shown where its reader would, if the user wants it."""

    changed = Signal()

    def __init__(
        self,
        session: Session,
        glide: Glide,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._glide, self._preferences = session, glide, preferences
        self._looked_at: Case | None = None
        self._placed: set[int] = set()
        self._told = False
        # Whoever else hears of the change hears of it before the next one
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._look)
        session.changed.connect(self._on_change)

    @property
    def on(self) -> bool:
        """Whether landmarks are placed so; they are not before the user says so."""
        return self._preferences.flag(SWITCH)

    def toggle(self) -> None:
        """Place landmarks so from now on; or no longer, and put back those of this session."""
        self._preferences.remember_flag(SWITCH, on=not self.on)
        self._told = False
        if not self.on:
            self._put_back()
        elif (habit := self._habit()) and habit.films < FEWEST_FILMS:
            least = f"once you have corrected {FEWEST_FILMS} films"
            self._session.messages.info(f"Predictions will be placed as you do {least}.")
        else:
            self._look()
        self.changed.emit()

    def _on_change(self) -> None:
        if self.on and self._session.case is not self._looked_at:
            self._due.start()

    def _habit(self) -> Habit | None:
        """Learn beside the model of the film shown."""
        session, case = self._session, self._session.case
        if case is None or case.detection is None or session.shape is None:
            return None
        cases = [entry.case for entry in session.worklist.entries]
        model = case.detection.provenance.model_sha256
        return learnt_from(cases, session.reader, model, session.shape)

    def _look(self) -> None:
        """Place what can be placed on the film shown."""
        worklist, entry = self._session.worklist, self._session.worklist.entry
        case = self._looked_at = self._session.case
        if entry is None or entry.begun or case is None or case.detection is None:
            return
        habit, seen = self._habit(), case.detection.points
        if habit is None or not self._put(worklist.current, seen | habit.on(seen)):
            return
        self._placed.add(worklist.current)
        if not self._told:  # with every film it would be noise
            films = f"{habit.films} films you corrected"
            self._session.messages.info(f"Placed as on {films}: {some_of(list(habit.shifts))}.")
        self._told = True

    def _put_back(self) -> None:
        for index in self._placed:
            case = self._session.worklist.entries[index].case
            if case is not None and case.detection is not None:
                self._put(index, case.detection.points)
        self._placed.clear()

    def _put(self, index: int, places: dict[str, Point]) -> bool:
        """Put what nobody has begun elsewhere; tell whether anything went."""
        session = self._session
        entry, after = session.worklist.entries[index], session.worklist.placed(index, places)
        if entry.begun or after is session.worklist:
            return False
        session.update_worklist(after)
        session.changed.emit()
        if index == after.current and entry.case is not None:
            self._glide.show_change(entry.case, after.entries[index].case or entry.case)
        return True

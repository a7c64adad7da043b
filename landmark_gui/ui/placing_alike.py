"""Place as I do: predictions are put where the reader has put them on other films.

What is learnt is learnt anew whenever a film is shown, from what the reader has decided so far. A
film of which a reader has said anything stays as it is, and what the model saw stays known.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.document.habits import learnt_from
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.habit import FEWEST_FILMS
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
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._glide, self._preferences = session, glide, preferences
        self._looked_at: Case | None = None
        self._placed: set[int] = set()
        self._told = False
        # Whoever else hears of the change hears of it before the next one
        self._due = QTimer(self, interval=0, singleShot=True)
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
        elif self._look() < FEWEST_FILMS:
            least = f"once you have corrected {FEWEST_FILMS} films"
            self._session.messages.info(f"Landmarks are placed as you place them {least}.")
        self.changed.emit()

    def _on_change(self) -> None:
        if self.on and self._session.case is not self._looked_at:
            self._due.start()

    def _look(self) -> int:
        """Place what can be placed on the film shown; return from how many films was learnt."""
        session, index = self._session, self._session.worklist.current
        case = self._looked_at = session.case
        if case is None or case.detection is None or session.shape is None:
            return 0
        cases = [entry.case for entry in session.worklist.entries]
        made, seen = case.detection.provenance, case.detection.points
        habit = learnt_from(cases, session.reader, made.model_sha256, session.shape)
        places = habit.on(seen)
        if places and self._put(index, seen | places):
            self._placed.add(index)
            self._tell(f"Placed as on {habit.films} films that you corrected: {', '.join(places)}.")
        return habit.films

    def _tell(self, sentence: str) -> None:
        """Say what was done the first time; with every film it would be noise."""
        if not self._told:
            self._session.messages.info(sentence)
        self._told = True

    def _put_back(self) -> None:
        for index in self._placed:
            case = self._session.worklist.entries[index].case
            if case is not None and case.detection is not None:
                self._put(index, case.detection.points)
        self._placed.clear()

    def _put(self, index: int, places: dict[str, Point]) -> bool:
        """Put what a film holds elsewhere unless a reader has begun; tell whether any went."""
        session = self._session
        entry, after = session.worklist.entries[index], session.worklist.followed(index, places)
        if entry.begun or after is session.worklist:
            return False
        session.update_worklist(after)
        session.changed.emit()
        if index == after.current and entry.case is not None:
            self._glide.show_change(entry.case, after.entries[index].case or entry.case)
        return True

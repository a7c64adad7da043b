"""Several films calibrated at once: each has its own step of undo, and one click takes all back."""

from collections.abc import Mapping
from dataclasses import dataclass

from landmark_gui.document.worklist import Worklist
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.ui import words
from landmark_gui.ui.messages import Message, Remedy, Tone
from landmark_gui.ui.session import Session

TAKEN_BACK = "Take calibration back"  # the step on a film that was worked on since


@dataclass(frozen=True, slots=True)
class Together:
    """A calibration of films, and what they were measured in before.

    Attributes:
        label: of the step on each film.
        spacing: what was applied.
        before: what it took the place of, by the film's place in the worklist.
    """

    label: str
    spacing: PixelSpacing | None
    before: Mapping[int, PixelSpacing | None]

    def still(self, worklist: Worklist) -> list[int]:
        """Return the films that are measured so still."""
        entries = worklist.entries
        cases = ((film, entries[film].case) for film in self.before)
        return [film for film, case in cases if case and case.film.spacing == self.spacing]

    def undone(self, worklist: Worklist) -> Worklist:
        """Return the worklist with the films as they were measured before, as far as they can be.

        Films that were calibrated anew since stay so.
        """
        for film in self.still(worklist):
            worklist = self._undone_on(film, worklist)
        return worklist

    def _undone_on(self, film: int, worklist: Worklist) -> Worklist:
        """Take the step on a film back; what was done there since is kept."""
        history = worklist.entries[film].history
        if history is None:
            return worklist
        if history.undo_label == self.label:
            return worklist.restored(film, history.undo())
        return worklist.edited_at(film, TAKEN_BACK, history.current.calibrated(self.before[film]))


def calibrate_together(session: Session, together: Together, doubt: str) -> None:
    """Measure films anew, and say so with the way back, until none of them is measured so."""
    session.calibrate(together.label, together.spacing, together.before)

    def holds() -> bool:
        return bool(together.still(session.worklist))

    def take_back() -> None:
        session.update_worklist(together.undone(session.worklist))
        session.changed.emit()

    said = f"{words.films_text(len(together.before))} were calibrated: "
    said += f"{words.spacing_text(together.spacing)}."
    tone = Tone.WARNING if doubt else Tone.INFO
    text = f"{said} {doubt}" if doubt else said
    session.messages.say(Message(text, tone, (Remedy("Undo", take_back),), holds=holds))

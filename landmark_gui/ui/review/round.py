"""The round through a film's landmarks: to the next doubtful one, and to what undo has changed."""

from collections.abc import Callable

from landmark_gui.document.case import Case
from landmark_gui.document.review import landmark_before, next_landmark
from landmark_gui.domain.annotation import DECIDED
from landmark_gui.ui.review.correcting import Correcting
from landmark_gui.ui.session import Session


class Round:
    """Selects the landmark at which the reader goes on."""

    def __init__(self, session: Session) -> None:
        self._session, self._correcting = session, Correcting(session)
        self._film = -1  # on which the trail is
        self._trail: list[str] = []  # landmarks that were left by asking for the next one
        session.film_opened.connect(self._on_open)

    def next_doubtful(self) -> None:
        """Select the most doubtful landmark that was not passed by yet, implausible ones first."""
        trail, selected = self._trail_here(), self._session.selected
        after = next_landmark(self._order, selected, trail)
        if after in trail:
            trail.clear()  # everything was passed by: another round
        if selected is not None:
            trail.append(selected)
        self._go_to(after)

    def previous_doubtful(self) -> None:
        """Select the undecided landmark that was selected before, or else the one before it."""
        trail, order = self._trail_here(), self._order
        while trail:
            if (passed := trail.pop()) in order:
                self._go_to(passed)
                return
        self._go_to(landmark_before(order, self._session.selected))

    def confirm(self) -> None:
        """Agree with the selected landmark's prediction, if it is one, and go on to the next."""
        self._correcting.confirm()
        self.next_doubtful()

    def undo(self) -> None:
        """Take the last step on this film back and go where it was made."""
        self._go_where(self._correcting.undo)

    def redo(self) -> None:
        """Bring the step taken back again and go where it was made."""
        self._go_where(self._correcting.redo)

    @property
    def _order(self) -> tuple[str, ...]:
        session = self._session
        return session.review.of(session.case).order if session.case else ()

    def _trail_here(self) -> list[str]:
        if self._film != self._session.worklist.current:
            self._film, self._trail = self._session.worklist.current, []
        return self._trail

    def _on_open(self, film: int) -> None:
        if film == self._film:  # another picture may have lain there
            self._trail.clear()

    def _go_to(self, landmark: str | None) -> None:
        if landmark is None:
            self._session.messages.info("Every landmark of this film is decided.", of_film=True)
        else:
            self._session.select(landmark)

    def _go_where(self, step: Callable[[], None]) -> None:
        before = self._session.case
        step()
        after = self._session.case
        changed = _said_anew(before, after) if before and after else []
        if len(changed) == 1:
            self._session.select(changed[0])


def _said_anew(before: Case, after: Case) -> list[str]:
    """Return the landmarks of which a reader says something else; predictions may have followed."""
    both = ((was, after.annotations[name]) for name, was in before.annotations.items())
    return [
        now.landmark
        for was, now in both
        if was != now and ({was.status, now.status} & DECIDED or was.locked is not now.locked)
    ]

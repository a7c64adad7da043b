"""Puts landmarks where they have no place yet, or at the next one that comes into question."""

from collections.abc import Callable

from landmark_gui.document.review import next_place, next_without_position, to_place
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.review.correcting import Correcting
from landmark_gui.ui.review.stated import say_stated
from landmark_gui.ui.session import Session
from landmark_gui.ui.words import NOTHING_LEFT


class Places:
    """Place mode, and the way through the candidates of a landmark."""

    def __init__(self, session: Session) -> None:
        self._session, self._correcting = session, Correcting(session)
        session.changed.connect(self._begin)  # before anybody shows it, after films are veiled

    def place(self, point: Point, *, stay: bool = False) -> None:
        """Put the next landmark without a position there and select the one after it.

        Or stay with it: what was put down by key is yet to be moved on.
        """
        session = self._session
        placed = to_place(session.case, session.selected) if session.case else None
        if placed is None:
            session.messages.info(NOTHING_LEFT, of_film=True)
            return
        self._correcting.move(placed, point)
        after = to_place(session.case, placed) if session.case else None
        if stay:
            session.see(placing=after is not None)
        else:
            self._go_on(after, placed)

    def state(self, verb: Callable[[], None]) -> None:
        """State that the selected landmark has no place; in place mode the next one is due."""
        session, before = self._session, self._session.case
        verb()
        case, selected = session.case, session.selected
        if case is None or case is before or selected is None:
            return
        say_stated(session, selected)
        if session.display.placing:
            self._go_on(next_without_position(case, selected), selected)

    def back(self) -> None:
        """Show the prediction again; of a landmark that was selected on another film, say so."""
        session, before, chosen_here = self._session, self._session.case, self._session.pointed_out
        self._correcting.back()
        if session.case is not before and session.selected is not None and not chosen_here:
            say_stated(session, session.selected)

    def toggle(self) -> None:
        """Let clicks place landmarks, beginning with the one that this selects; or no longer."""
        session, on = self._session, not self._session.display.placing
        after = to_place(session.case, session.selected) if on and session.case else None
        if on and after is None:
            session.messages.info(NOTHING_LEFT, of_film=True)
        self._go_on(after, session.selected)

    def other(self) -> None:
        """Put the selected landmark at the next place that comes into question."""
        session = self._session
        case, name = session.case, session.selected
        place = next_place(case, name) if case and name else None
        if name is None or place is None:
            session.messages.info("The model sees this landmark in only one place.", of_film=True)
        else:
            self._correcting.move(name, place)

    def _begin(self) -> None:
        """Begin a film without predictions at its first landmark that has no place.

        The one selected on the film before means nothing here; one chosen on this film stays.
        """
        session, case = self._session, self._session.case
        if case is not None and case.detection is None and not session.pointed_out:
            first = next_without_position(case, None)
            if first is not None and first != session.selected:
                session.selected, session.selected_here = first, False

    def _go_on(self, after: str | None, selected: str | None) -> None:
        session = self._session
        session.selected = after or selected
        session.see(placing=after is not None)

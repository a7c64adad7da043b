"""Films that leave the work and are not lost: they are set aside, and taken back into the list."""

from collections.abc import Collection
from functools import partial

from landmark_gui.ui.messages import Message, Remedy
from landmark_gui.ui.session import Session
from landmark_gui.ui.words import films_text

ASIDE = "set aside: not reviewed, detected or exported."
BACK = "back in the list."
NOT_KEPT = "What cannot be read is listed again at the next start."
NOT_YET = "What is not read yet is saved as soon as it is."


class Aside:
    """Sets the films selected in the list aside; made after the recorder, which it may overrule."""

    def __init__(self, session: Session) -> None:
        self._session = session
        session.film_opened.connect(self._settle)

    def toggle(self) -> None:
        """Set the films selected aside, or take them back where all of them are set aside."""
        session, on = self._session, not all_aside(self._session)
        entries = session.worklist.entries
        films = frozenset(film for film in session.marked if entries[film].aside is not on)
        if films:
            self._put(films, on=on)
            undo = Remedy("Undo", partial(self._put, films, on=not on))
            holds = partial(self._are, films, on=on)
            session.messages.say(Message(self._text(films, on=on), remedies=(undo,), holds=holds))

    def _put(self, films: Collection[int], *, on: bool) -> None:
        session = self._session
        session.update_worklist(session.worklist.set_aside(films, on=on))
        for film in films:
            if session.worklist.entries[film].case is None:
                session.shelf.see(film)  # soon: the record knows it once it is read
        session.turn_due.emit()
        session.changed.emit()

    def _are(self, films: Collection[int], *, on: bool) -> bool:
        entries = self._session.worklist.entries
        return all(entries[film].aside is on for film in films)

    def _text(self, films: Collection[int], *, on: bool) -> str:
        """Return what was done, and where the record cannot remember it, or not yet."""
        entries = [self._session.worklist.entries[film] for film in films]
        who = f"{entries[0].name} is" if len(entries) == 1 else f"{films_text(len(entries))} are"
        said = [f"{who} {ASIDE if on else BACK}"]
        unread = [entry.failure for entry in entries if entry.case is None]
        if on and any(unread):
            said.append(NOT_KEPT)
        if not all(unread):
            said.append(NOT_YET)
        return " ".join(said)

    def _settle(self, film: int) -> None:
        """Say of a film that was just read what was said of it before."""
        worklist = self._session.worklist
        on = worklist.entries[film].aside_unread
        if on is not None:
            self._session.update_worklist(worklist.set_aside((film,), on=on))


def all_aside(session: Session) -> bool:
    """Tell whether all films selected in the list are set aside."""
    entries, marked = session.worklist.entries, session.marked
    return bool(marked) and all(entries[film].aside for film in marked)

"""Says what a key has stated of a landmark, with a way back: it may have been meant for a list."""

from collections.abc import Callable
from functools import partial

from landmark_gui.domain.annotation import Status
from landmark_gui.ui.messages import Message, Remedy
from landmark_gui.ui.session import Session

_SAYING = {
    Status.MISSING: "is marked missing",
    Status.NOT_VISIBLE: "is marked not visible",
    Status.PREDICTED: "is back at its prediction",
    Status.UNSET: "is no longer placed",
}


def say_stated(session: Session, landmark: str) -> None:
    """Say what the last step on the film shown states of a landmark, until it is not the last.

    It stays when another film is shown: somebody who types a name goes through films.
    """
    film = session.worklist.current
    entry = session.worklist.entries[film]
    if entry.history is None:
        return
    status = entry.history.current.annotations[landmark].status
    holds = partial(_is_last, session, film, entry.history.undo_label)
    undo = Remedy("Undo", partial(_take_back, session, film, landmark, holds))
    text = f"{landmark} of {entry.name} {_SAYING[status]}."
    session.messages.say(Message(text, remedies=(undo,), holds=holds))


def _is_last(session: Session, film: int, label: str | None) -> bool:
    history = session.worklist.entries[film].history
    return history is not None and history.undo_label == label


def _take_back(session: Session, film: int, landmark: str, holds: Callable[[], bool]) -> None:
    """Show the film and take its last step back, if it still is the one that was spoken of."""
    if not holds():
        return
    session.show(film)
    session.select(landmark)
    session.update_worklist(session.worklist.undone())
    session.changed.emit()

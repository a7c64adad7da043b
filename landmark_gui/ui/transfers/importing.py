"""Taking landmarks of foreign files over, each film as one step of undo."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.incoming import Incoming, Taken, calibrated, incoming, taken_over
from landmark_gui.ui.background import expecting
from landmark_gui.ui.session import Session
from landmark_gui.ui.transfers.at_hand import films_at_hand
from landmark_gui.ui.transfers.dialogs import Dialogs
from landmark_gui.ui.transfers.exchange_words import arrival, is_all_there, refusal, taken_text
from landmark_gui.ui.transfers.import_offer import Arrivals

STEP = "Import landmarks"


class Importing(QObject):
    """Asks for a file or a folder, and takes over what it says of the films that are open."""

    def __init__(self, session: Session, dialogs: Dialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._dialogs = dialogs
        self._read: Incoming | None = None
        self._replacing = False
        self._given_up = Event()  # of what was asked for last; it may read all films
        self._arrivals = Arrivals(self)
        self._arrivals.wanted.connect(self._fetch)
        self._arrivals.given_up.connect(self._give_up)

    def ask(self, first: Path | None = None) -> None:
        """Ask whose landmarks are to come in, those of a file at first, and take them over."""
        self._read, self._replacing = None, False
        self._dialogs.ask_import(self._arrivals, self._take, first)

    def _fetch(self, path: Path, replace: bool) -> None:  # noqa: FBT001 - a slot
        only_changed_mind = replace is not self._replacing
        self._replacing = replace
        if only_changed_mind and self._read is not None and self._read.source == path:
            self._on_read(self._read, replace=replace)
            return
        self._give_up()
        given_up = self._given_up = Event()
        films = films_at_hand(self._session, given_up.is_set)
        work = partial(incoming, path, self._session.scheme, films)
        then = partial(self._on_found, given_up, replace=replace)
        failed = expecting(ExchangeError, partial(self._refuse, given_up))
        self._session.background.run(work, then, failed)

    def _give_up(self) -> None:
        self._given_up.set()

    def _on_found(self, given_up: Event, come: Incoming, *, replace: bool) -> None:
        if not given_up.is_set():
            self._on_read(come, replace=replace)

    def _on_read(self, come: Incoming, *, replace: bool) -> None:
        self._read = come
        for index, film in come.films.items():
            self._session.know(index, film.film)  # the record may hold decisions that stay
        taken, reader = self._taken(come, replace=replace), self._session.reader
        self._arrivals.ready.emit(come, arrival(come, taken, reader))

    def _refuse(self, given_up: Event, error: ExchangeError) -> None:
        if not given_up.is_set():
            self._arrivals.refused.emit(refusal(error))

    def _take(self, come: Incoming, replace: bool) -> None:  # noqa: FBT001 - a slot
        taken = self._taken(come, replace=replace)
        changed = _last_of_each_picture(taken)
        self._put(changed)
        messages = self._session.messages
        whole = changed and not come.left_out
        tell = messages.info if whole or is_all_there(come, taken) else messages.warn
        tell(taken_text(come, taken, self._session.reader))

    def _put(self, cases: Mapping[int, Case]) -> None:
        """Put cases in the place of those they came from, each as one step of undo."""
        session, worklist = self._session, self._session.worklist
        for index, case in cases.items():
            worklist = worklist.edited_at(index, STEP, case)
        session.update_worklist(worklist)
        session.turn_due.emit()
        session.changed.emit()

    def _taken(self, come: Incoming, *, replace: bool) -> Mapping[int, Taken]:
        """Return what is taken over, by the film's place.

        Films of one picture share a reading: a later one is judged by what the first has brought,
        and replaces nothing of it.
        """
        stamp = Stamp.now(self._session.reader)
        entries = self._session.worklist.entries
        keeps, calibrations = come.format.keeps, come.calibrations
        brought: dict[str, Case] = {}
        taken: dict[int, Taken] = {}
        for index, film in come.films.items():
            if (case := entries[index].case) is None:
                continue
            picture = case.film.sha256
            replaces = replace and picture not in brought
            there = brought.get(picture, case)
            news = taken_over(there, film, stamp, replace=replaces, keeps=keeps)
            taken[index] = calibrated(news, calibrations.get(index))
            brought[picture] = taken[index].case
        return taken


def _last_of_each_picture(taken: Mapping[int, Taken]) -> dict[int, Case]:
    """Return the cases that changed; films of one picture have one, at the first one's place."""
    places: dict[str, int] = {}
    changed: dict[int, Case] = {}
    for index, news in taken.items():
        place = places.setdefault(news.case.film.sha256, index)
        if news.taken or news.calibrated:
            changed[place] = news.case
    return changed

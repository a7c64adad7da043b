"""The order of work: which film and landmark come next, which films are listed, who sees what when.

Blind first: a film of which nobody has said anything yet is veiled as soon as it is shown or read;
its prediction waits until the reader reveals it. What undo has taken back was said all the same: it
may come again, and it was said blind or not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from landmark_gui.document.case import Case
from landmark_gui.document.review import Filter
from landmark_gui.domain.annotation import DECIDED, Status
from landmark_gui.domain.counting import counted
from landmark_gui.ui import words
from landmark_gui.ui.messages import Message, Remedy, Tone
from landmark_gui.ui.review.correcting import Correcting
from landmark_gui.ui.review.read_before import ReadBefore, is_open
from landmark_gui.ui.review.searchable import searchable
from landmark_gui.ui.session import Session
from landmark_gui.ui.words import KeyNames


@dataclass(frozen=True, slots=True)
class Listing:
    """Which films the list shows.

    Attributes:
        kind: films of this kind.
        search: whose name holds this, in whatever letters, accents and digits it is written.
    """

    kind: Filter = Filter.ALL
    search: str = ""


_EVERYTHING = Listing()  # most of the time: thousands of films need not be looked at


class Reviewing(QObject):
    """What a reader does with the folder as a whole."""

    changed = Signal()  # the listing, or blind first
    export_wanted = Signal()

    def __init__(self, session: Session, key_name: KeyNames, parent: QObject) -> None:
        super().__init__(parent)
        self._key_name = key_name
        self.listing = Listing()
        self.blind_first = False
        self._session, self._correcting = session, Correcting(session)
        self._trail: list[int] = []  # films that were left by asking for the next one
        self._due: int | None = None  # the film gone to, until it is read
        self._looked: dict[int, set[str]] = {}  # landmarks that were selected there, by film
        self._read_before = ReadBefore(session.messages, self)
        session.changed.connect(self._on_change)

    def listen(self) -> None:
        """Look at films that are opened from now on, after whoever brings back what is known."""
        self._session.film_opened.connect(self._on_open)

    # order

    def next_film(self, backwards: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Show the most urgent film that was not passed by yet; backwards, the one before."""
        session = self._session
        if backwards:
            self._go_back()
            return
        left = session.worklist.current
        index = session.review.next_film(session.worklist, self._trail, ranked=not self.blind_first)
        if index is None:
            self._say_none_ready()
            return
        if index in self._trail:
            self._trail = []  # everything was passed by: another round
        self._trail.append(left)
        self._go_to(index)

    def _say_none_ready(self) -> None:
        """Say why there is no film to go on with, and what comes after the last one."""
        messages, worklist = self._session.messages, self._session.worklist
        if done := words.all_complete(worklist.entries):
            messages.info(done, Remedy("Export…", self.export_wanted.emit), of_film=True)
            return
        others = (e for index, e in enumerate(worklist.entries) if index != worklist.current)
        waiting = sum(entry.waits or entry.detecting for entry in others)
        if not waiting:
            messages.info("No other film is waiting for review.")
            return
        verb = "is" if waiting == 1 else "are"
        films = words.films_text(waiting)
        messages.info(f"No film is ready yet: {films} {verb} still waiting for the model.")

    def _go_back(self) -> None:
        if self._trail:
            self._go_to(self._trail.pop())
        else:
            self._session.messages.info("This is where the review began.", of_film=True)

    def _go_to(self, index: int) -> None:
        self._due = index
        self._session.show(index)

    def _begin_due(self) -> None:
        """Begin the film gone to at its most doubtful landmark, as soon as that is known."""
        session, due = self._session, self._due
        if due is None:
            return
        if due != session.worklist.current:
            self._due = None
        elif session.case is not None:
            self._due = None
            session.select_most_doubtful()

    def step_film(self, step: int) -> None:
        """Show the next film of those listed; what is set aside is passed over beside others."""
        index = next(filter(self._steps_to, self._session.worklist.onwards(step)), None)
        if index is not None:
            self._session.show(index)

    def _steps_to(self, index: int) -> bool:
        aside = self._session.worklist.entries[index].aside
        return self.lists(index) and (not aside or self.listing.kind is Filter.SET_ASIDE)

    # list

    def lists(self, index: int) -> bool:
        """Tell whether the list shows a film; it always shows the one that is open."""
        worklist, listing = self._session.worklist, self.listing
        if index == worklist.current or listing == _EVERYTHING:
            return True
        entry = worklist.entries[index]
        return self._is_named(index) and listing.kind in self._session.review.kinds(entry)

    def list_kind(self, kind: Filter) -> None:
        """List films of another kind; blind, nothing tells which are doubtful."""
        if not (self.blind_first and kind is Filter.DOUBTFUL):
            self._list(replace(self.listing, kind=kind))
        self.changed.emit()

    def search(self, text: str) -> None:
        """List films whose name holds a text."""
        self._list(replace(self.listing, search=text.strip()))

    def show_first_found(self) -> None:
        """Show the first film whose name holds the text that is searched for, or say so."""
        films = range(len(self._session.worklist))
        named = (index for index in films if self._is_named(index))
        found = next((index for index in named if self.lists(index)), None)
        if found is not None:
            self._session.show(found)
            return
        every = self.listing.kind is Filter.ALL
        none = "No film has" if every else "No film of this kind has"
        self._session.messages.info(f"{none} “{self.listing.search}” in its name.")

    @property
    def is_astray(self) -> bool:
        """Whether the film shown is not what is searched for: the list shows it all the same."""
        return bool(self.listing.search) and not self._is_named(self._session.worklist.current)

    def _is_named(self, index: int) -> bool:
        """Tell whether a film's name holds the text that is searched for."""
        wanted = searchable(self.listing.search)
        return wanted in searchable(self._session.worklist.entries[index].name)

    def _list(self, listing: Listing) -> None:
        if listing != self.listing:
            self.listing = listing
            seen = filter(self.lists, self._session.marked)  # nothing is done to films unseen
            self._session.mark(frozenset(seen))
            self.changed.emit()

    # confirming

    def confirm_film(self) -> None:
        """Agree with all predictions that are left, once the doubtful ones were looked at."""
        self._confirm(self._correcting.confirm_all)

    def confirm_film_and_go_on(self) -> None:
        """Confirm the film, and show the next one to review if nothing is left to decide on it."""
        self._confirm(self._confirm_all_and_go_on)

    def _confirm(self, agree: Callable[[], None]) -> None:
        if self._session.film is None:
            return  # nothing is asked of landmarks that nobody sees
        unseen = self._unseen()
        if not unseen:
            agree()
            return
        self._session.select(unseen[0])
        key = self._key_name("next_doubtful")
        self._ask(
            f"You have not looked at {', '.join(unseen)} yet, and the model is not sure."
            + (f" {key} goes through the doubtful landmarks." if key else ""),
            Remedy("Confirm anyway", agree),
            lambda: bool(self._unseen()),
        )

    def _confirm_all_and_go_on(self) -> None:
        self._correcting.confirm_all()
        case = self._session.case
        if case is None:
            return
        left = len(case.annotations) - case.decided
        if not left:
            self.next_film()
            return
        landmarks, have = counted(left, "landmark"), "has" if left == 1 else "have"
        text = f"{landmarks} of this film {have} no position yet."
        self._session.messages.info(text, of_film=True)

    def _unseen(self) -> list[str]:
        case = self._session.case
        if case is None:
            return []
        standing = self._session.review.of(case)
        seen = self._looked.get(self._session.worklist.current, set())
        return [
            name
            for name in standing.order
            if name in standing.doubtful - seen
            and case.annotations[name].status is Status.PREDICTED
        ]

    # blind first

    def toggle_blind_first(self) -> None:
        """Hide predictions until they are revealed, or no longer; a reading begun stays blind."""
        self.set_blind_first(on=not self.blind_first)
        case = self._session.case
        if not self.blind_first and case is not None and case.veil is not None:
            self._session.messages.info(
                "You began this film blind; it stays blind until you reveal its prediction.",
                of_film=True,
            )

    @property
    def begun_before(self) -> bool:
        """Whether the film shown should be read blind and cannot be any more."""
        return self.blind_first and is_open(self._session.case)

    def set_blind_first(self, *, on: bool) -> None:
        """Hide the predictions of films of which nothing was said, or show them."""
        self.blind_first = on
        if on and self.listing.kind is Filter.DOUBTFUL:
            self.listing = replace(self.listing, kind=Filter.ALL)
        worklist = self._session.worklist
        for index in range(len(worklist)):
            if index == worklist.current or not on:  # the others are veiled when they are shown
                self._settle(index)
        self._read_before.forget()
        if on:
            self._read_before.note(enumerate(worklist.entries))
        self._session.changed.emit()
        self.changed.emit()

    def reveal(self) -> None:
        """Show the prediction of the film shown; asks first where landmarks are not placed."""
        left = self._left_to_place()
        if left:
            landmarks = "1 landmark is" if left == 1 else f"{left} landmarks are"
            self._ask(
                f"{landmarks} not placed yet, and a prediction once seen cannot be unseen.",
                Remedy("Reveal now", self.reveal_now),
                lambda: self._left_to_place() == left,
            )
        else:
            self.reveal_now()

    def _left_to_place(self) -> int:
        """Return how many landmarks of a film that is read blind are not placed."""
        case = self._session.case
        return len(case.annotations) - case.decided if case and case.veil else 0

    def reveal_now(self) -> None:
        """Show the prediction of the film shown beside what was placed."""
        session = self._session
        if session.case is None or session.case.veil is None:
            return
        current = session.worklist.current
        session.update_worklist(session.worklist.revealed(current, on_request=True))
        session.selected_here = False  # it was selected blind, and the window goes elsewhere
        session.changed.emit()
        if session.case.detection is None:
            waits = "the prediction will be shown as soon as it is ready."
            session.messages.info(f"Revealed: {waits}", of_film=True)
        elif far := _furthest(session.case):
            session.select(far[0])
            session.messages.info(f"Revealed: {far[1]}", of_film=True)

    def _on_open(self, index: int) -> None:
        self._looked.pop(index, None)  # another picture may have lain there
        self._settle(index)
        if self.blind_first:
            self._read_before.note([(index, self._session.worklist.entries[index])])

    def _settle(self, index: int) -> None:
        """Veil a film of which nobody has said anything, or lift a veil that is not wanted."""
        session = self._session
        entry = session.worklist.entries[index]
        case = entry.case
        if case is None or (case.veil is not None) is self.blind_first or entry.begun:
            return
        if not self.blind_first:
            session.update_worklist(session.worklist.revealed(index))
        elif not case.blind:
            session.update_worklist(session.worklist.veiled(index))

    # asking

    def _ask(self, text: str, remedy: Remedy, holds: Callable[[], bool]) -> None:
        """Ask something of the film shown, for as long as there is something to ask."""
        question = Message(text, Tone.WARNING, (remedy,), of_film=True, holds=holds)
        self._session.messages.say(question)

    def _on_change(self) -> None:
        worklist = self._session.worklist
        if not worklist.entries:
            return
        self._settle(worklist.current)
        self._begin_due()
        self._note_look()
        self._session.messages.look_again()

    def _note_look(self) -> None:
        """Note which prediction is looked at; what is selected from the film before is not."""
        session = self._session
        if session.film is None or session.case is None or session.case.detection is None:
            return
        if session.selected_here and session.selected is not None:
            self._looked.setdefault(session.worklist.current, set()).add(session.selected)


def _furthest(case: Case) -> tuple[str, str] | None:
    """Return the landmark whose blind place is furthest from its prediction, and that in words."""
    placed = (name for name, said in case.blind.items() if said.status in DECIDED)
    moved = {name: words.moved(case, name) for name in placed}
    known = {name: length for name, length in moved.items() if length is not None}
    if not known:
        return None
    name = max(known, key=lambda landmark: known[landmark])
    unit, mean = words.unit(case.film.spacing), sum(known.values()) / len(known)
    return name, (
        f"you and the model are {mean:.1f} {unit} apart on average, "
        f"most at {name} ({known[name]:.1f} {unit})."
    )

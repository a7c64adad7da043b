"""What the window is about: the worklist, the film shown, the landmark selected, and their verbs.

The state is values; a verb makes new ones and emits `changed`. Panels are given the session's
values and show them; none of them decides anything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QObject, Signal

from landmark_gui.document import review
from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Standing, Worklist
from landmark_gui.domain.annotation import Stamp, Status
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.paths import shape_file
from landmark_gui.ui import sources
from landmark_gui.ui.background import Background, Urgency
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.display import Changes, Display
from landmark_gui.ui.messages import Messages
from landmark_gui.ui.searching import Searching, outcome
from landmark_gui.ui.shelf import Shelf
from landmark_gui.ui.sources import FilmSource

FILE_CHANGED = (
    "The file has changed since it was opened. The landmarks are kept, "
    "but not drawn: they belong to the earlier picture."
)


class Session(QObject):
    """Holds the state of the window and applies what the user does."""

    changed = Signal()
    added = Signal(int)  # films were listed, from this place on
    listed = Signal()  # a film that is not shown was read, or could not be
    film_opened = Signal(int)  # a film has a case for the first time; nobody else knows of it yet
    turn_due = Signal()  # another film may be the next for the detector
    retried = Signal(int)  # a film is to be tried again
    moved = Signal()  # where a landmark of the film shown was put by hand has changed

    def __init__(
        self, scheme: LandmarkScheme, reader: str, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.scheme, self.reader, self.messages = scheme, reader, messages
        self.worklist = Worklist()
        self.shape = ShapeModel.read_if_any(shape_file(scheme.name))
        self.review = review.Review(self.shape)
        self.selected: str | None = None
        self.selected_here = False  # the landmark selected was selected on this film
        self.pointed_out = False  # it was chosen there, not only for being doubtful
        self._wishes = 0  # how often other films were asked for: what is found late is not shown
        self.marked: frozenset[int] = frozenset()  # films selected in the list
        self.display = Display()
        self.opened: list[Path] = []  # films and folders, as the user named them
        self._exported: dict[int, Case] = {}
        self.background = Background(self)
        self.searching = Searching(self.background, messages, self)
        self.shelf = Shelf(self.background, self)
        self.shelf.arrived.connect(self._on_film)
        self.shelf.refused.connect(self._on_refusal)

    # what is there

    @property
    def film(self) -> ShownFilm | None:
        """The film shown, once it was read and if it is still the one that was opened."""
        entry = self.worklist.entry
        if entry is None or entry.case is None:
            return None
        film = self.shelf.film(self.worklist.current)
        same = film is not None and film.film.info.sha256 == entry.case.film.sha256
        return film if same else None

    @property
    def case(self) -> Case | None:
        """The case shown."""
        return self.worklist.entry.case if self.worklist.entry else None

    @property
    def unexported(self) -> frozenset[int]:
        """The films that hold decisions which no export has taken up."""
        cases = self.exportable.items()
        return frozenset(i for i, case in cases if case.decided and not self.is_exported(i))

    def is_exported(self, film: int) -> bool:
        """Tell whether an export has taken up a film as it is."""
        case, sent = self.worklist.entries[film].case, self._exported.get(film)
        if case is None or sent is None:
            return False
        return sent.annotations is case.annotations and sent.film == case.film

    def see(self, **changes: Unpack[Changes]) -> None:
        """Show something else, as `labels=False`."""
        self.display = replace(self.display, **changes)
        self.changed.emit()

    # films

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add the films among files and folders; the folders are searched in the background."""
        self._wishes += 1
        self.searching.begin(paths, partial(self._on_search, paths, self._wishes))

    def open_demo(self) -> None:
        """Add synthetic films."""
        self._wishes += 1
        self.add(sources.demo())

    def add(self, found: Sequence[FilmSource], *, show: bool = True) -> int:
        """Add films to the end of the worklist, show the first new one, and tell how many are new.

        Where none is new, or the reader has gone on (`show` is false), the film shown stays.
        """
        fresh = sources.added(self.shelf.sources, found)
        start = len(self.worklist)
        self.worklist = self.worklist.added(tuple(source.name for source in fresh))
        self.shelf.add(fresh)
        self._show(start if fresh and (show or not start) else self.worklist.current)
        self.added.emit(start)
        self.shelf.fetch_thumbnails()
        return len(fresh)

    def add_behind(self, index: int, source: FilmSource) -> None:
        """Add one film, listed behind one that is there; whoever calls announces it."""
        (fresh,) = sources.added(self.shelf.sources, [source])
        self.worklist = self.worklist.added_behind(index, fresh.name)
        self.shelf.add([fresh])
        self.shelf.fetch_thumbnails()

    def show(self, index: int) -> None:
        """Show a film; of those selected in the list only it is left."""
        self._wishes += 1
        self._show(index)

    def _show(self, index: int) -> None:
        before = self.worklist.current
        self.worklist = self.worklist.shown(index)
        current = self.worklist.current
        if current != before:
            self.selected_here = self.pointed_out = False
            self.messages.leave_film()
        if current != before or current not in self.marked:
            self.marked = frozenset({current} if self.worklist.entries else ())
        if self.worklist.entry is not None:
            self._fetch_shown()
        if self.selected is None and self.scheme.abbreviations:
            self.selected = self.scheme.abbreviations[0]
        self._announce()

    def mark(self, films: frozenset[int]) -> None:
        """Select films in the list, for what is done to several of them."""
        if films != self.marked:
            self.marked = films
            self.listed.emit()

    def select_most_doubtful(self) -> None:
        """Select what is implausible or least sure, unless a landmark was chosen on this film."""
        order = self.review.of(self.case).order if self.case and self.case.detection else ()
        if order and not self.pointed_out:
            self.selected, self.selected_here = order[0], True
            self.changed.emit()

    def retry(self) -> None:
        """Read the film shown again and have it detected."""
        index = self.worklist.current
        self.retried.emit(index)
        if self.film is None:
            self.shelf.forget(index)  # or another picture stays at hand
        self.worklist = self.worklist.retried(index)
        self.show(index)

    def update_worklist(self, worklist: Worklist) -> None:
        """Take over what detection or record made of the films; whoever calls announces it."""
        self.worklist = worklist

    def know(self, index: int, film: FilmInfo) -> None:
        """List a film's case; whoever has something to say of it does so now."""
        if self.worklist.entries[index].case is None:
            self.worklist = self.worklist.opened(index, Case.new(film, self.scheme))
            if index == self.worklist.current:  # another picture may have lain there
                self.selected_here = self.pointed_out = False
            self.film_opened.emit(index)

    def take_notes(self, standings: Mapping[int, Standing]) -> None:
        """Show where films stood that are not read yet."""
        self.worklist = self.worklist.noted(standings)
        self._announce()

    def _announce(self) -> None:
        self.turn_due.emit()
        self.changed.emit()

    def _fetch_shown(self) -> None:
        index = self.worklist.current
        if index in self.shelf.undelivered:  # its drive may be back
            self.worklist = self.worklist.retried(index)
        if not self.worklist.entries[index].failure:
            self.shelf.fetch(index, Urgency.ASKED)
        following = next(self.worklist.onwards(1), None)
        if following is not None and not self.worklist.entries[following].failure:
            self.shelf.fetch(following, Urgency.NEXT)

    def _on_search(self, paths: Sequence[Path], wish: int, found: list[FilmSource]) -> None:
        self.opened += [path for path in paths if path not in self.opened]
        had, goes = len(self.worklist), wish == self._wishes  # who has gone on stays there
        fresh = self.add(found, show=goes)
        if goes and not fresh and found[0].path in paths:
            self._show([source.key for source in self.shelf.sources].index(found[0].key))
        elif had:
            self.messages.info(outcome(paths, fresh))

    def _on_film(self, index: int, film: Cephalogram) -> None:
        case = self.worklist.entries[index].case
        if case is None:
            self.know(index, film.info)
        elif case.film.sha256 != film.info.sha256:
            self.worklist = self.worklist.failed(index, FILE_CHANGED)
        self._announce_film(index)

    def _on_refusal(self, index: int, why: str) -> None:
        self.worklist = self.worklist.failed(index, why)
        self._announce_film(index)

    def _announce_film(self, index: int) -> None:
        """Tell of a film; of one that is not shown only the list need know."""
        self.turn_due.emit()
        if index == self.worklist.current:
            self.changed.emit()
        else:
            self.listed.emit()

    # landmarks

    def select(self, landmark: str | None) -> None:
        """Select a landmark, everywhere at once."""
        news = landmark != self.selected or not self.selected_here
        self._point_out(landmark)
        if news:
            self.changed.emit()

    def _point_out(self, landmark: str | None) -> None:
        self.selected, self.selected_here, self.pointed_out = landmark, True, True

    def move(self, landmark: str, point: Point) -> None:
        """Put a landmark where the reader wants it."""
        self._point_out(landmark)
        if self._refuses(landmark):
            return
        there = self.case is not None and self.case.annotations[landmark].point is not None
        label = f"{'Move' if there else 'Place'} {landmark}"
        self._edit(label, lambda case: case.moved(landmark, point, self._stamp()))
        self.moved.emit()

    def nudge(self, dx: float, dy: float, repeated: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Shift the selected landmark; a key that is held is one step of undo."""
        case, name = self.case, self.selected
        point = case.annotations[name].point if case and name else None
        if case is None or name is None or point is None or self.film is None:
            return
        if self._refuses(name):
            return
        after = case.moved(name, point.moved(dx, dy), self._stamp())
        label = f"Move {name}"
        history = self.worklist.entries[self.worklist.current].history
        going_on = repeated and history is not None and history.undo_label == label
        worklist = self.worklist
        self.worklist = worklist.amended(after) if going_on else worklist.edited(label, after)
        self.changed.emit()
        self.moved.emit()

    def lock(self) -> None:
        """Keep the selected landmark as it is, or let go of it."""
        name = self.selected
        if name is not None and self.case is not None:
            on = not self.case.annotations[name].locked
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
        if self.film is not None:  # nothing changes unseen
            self.worklist = step(self.worklist)
            self.changed.emit()

    def refuse(self, landmark: str) -> None:
        """Say why a locked landmark does not move."""
        self.messages.info(f"{landmark} is locked. Unlock it to change it.", of_film=True)

    def _refuses(self, landmark: str) -> bool:
        """Tell whether a landmark is locked, and say so."""
        locked = self.case is not None and self.case.annotations[landmark].locked
        if locked:
            self.refuse(landmark)
            self.changed.emit()
        return locked

    def _change_selected(self, verb: str, change: Callable[[Case, str], Case]) -> None:
        if self.selected is None or self._refuses(self.selected):
            return
        before = self.case
        self._edit_selected(verb, change)
        followed = before is not None and before.annotations[self.selected].status is Status.MOVED
        if followed and self.case is not before:
            self.moved.emit()  # what had followed it has nothing to follow any more

    def _edit_selected(self, verb: str, change: Callable[[Case, str], Case]) -> None:
        name = self.selected
        if name is not None:
            self._point_out(name)
            self._edit(f"{verb} {name}", lambda case: change(case, name))

    def _edit(self, label: str, change: Callable[[Case], Case]) -> None:
        if self.case is not None and self.film is not None:
            self.worklist = self.worklist.edited(label, change(self.case))
            self.changed.emit()

    def _stamp(self) -> Stamp:
        return Stamp.now(self.reader)

    # millimetres

    def calibrate(self, label: str, spacing: PixelSpacing | None, films: Iterable[int]) -> None:
        """Measure films in other millimetres, each as one step of undo."""
        for index in films:
            if case := self.worklist.entries[index].case:
                after = case.calibrated(spacing)
                self.worklist = self.worklist.edited_at(index, label, after)
        self.changed.emit()

    # export

    @property
    def exportable(self) -> dict[int, Case]:
        """The cases that have something to say, without films set aside, by their place."""
        cases = ((index, entry.case) for index, entry in enumerate(self.worklist.entries))
        return {index: case for index, case in cases if case and _goes_out(case)}

    @property
    def has_exportable(self) -> bool:
        """Whether there is something to export; asked often, so it stops at the first case."""
        return any(entry.case and _goes_out(entry.case) for entry in self.worklist.entries)

    def note_exported(self, cases: Mapping[int, Case]) -> None:
        """Remember cases, by their place in the worklist, as they went out."""
        self._exported |= cases
        self.changed.emit()

    # import

    def take_over(self, label: str, cases: Mapping[int, Case]) -> None:
        """Put cases in the place of those they came from, each as one step of undo."""
        for index, case in cases.items():
            self.worklist = self.worklist.edited_at(index, label, case)
        self._announce()


def _goes_out(case: Case) -> bool:
    return not case.aside and (case.detection is not None or case.decided > 0)

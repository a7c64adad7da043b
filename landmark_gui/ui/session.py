"""What the window is about: the worklist, the film shown and the landmark selected.

The state is values; a verb makes new ones and emits `changed`. Panels are given the session's
values and show them; none of them decides anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Unpack

from PySide6.QtCore import QObject, Signal

from landmark_gui.document import review
from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Standing, Worklist
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.geometry import PixelSpacing
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
        """Tell of a film; of one that is not the picture shown only the list need know."""
        self.turn_due.emit()
        shown = self.worklist.entry
        twin = shown and shown.alike and shown.sha256 == self.worklist.entries[index].sha256
        if twin or index == self.worklist.current:
            self.changed.emit()
        else:
            self.listed.emit()

    # landmarks

    def select(self, landmark: str | None) -> None:
        """Select a landmark, everywhere at once."""
        news = landmark != self.selected or not self.selected_here
        self.point_out(landmark)
        if news:
            self.changed.emit()

    def point_out(self, landmark: str | None) -> None:
        """Note what landmark the reader turns to; whoever calls announces it."""
        self.selected, self.selected_here, self.pointed_out = landmark, True, True

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
    def unexported(self) -> frozenset[int]:
        """The films that hold decisions which no export has taken up."""
        cases = self.worklist.exportable.items()
        return frozenset(i for i, case in cases if case.decided and not self.is_exported(i))

    def is_exported(self, film: int) -> bool:
        """Tell whether an export has taken up a film as it is."""
        case, sent = self.worklist.entries[film].case, self._exported.get(film)
        if case is None or sent is None:
            return False
        return sent.annotations is case.annotations and sent.film == case.film

    def note_exported(self, cases: Mapping[int, Case]) -> None:
        """Remember cases, by their place in the worklist, as they went out."""
        self._exported |= cases
        self.changed.emit()

"""Films at hand: the few that are shown or next, and small pictures of all."""

from collections import OrderedDict
from collections.abc import Container
from functools import partial

from PySide6.QtCore import QObject, Signal

from landmark_gui.ui import sources
from landmark_gui.ui.background import Background, Urgency
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.sources import FilmSource, ReadFilm, Thumbnail

CAPACITY = 4  # a film in full depth and its copies take 6 to 25 MB
FILM_BYTES = 300_000_000  # but a scan of 600 dpi takes 180 MB
THUMBNAIL_BYTES = 30_000_000  # of some 3,000 films


class Shelf(QObject):
    """Fetches films in the background and keeps the ones used last."""

    arrived = Signal(int, object)  # index, Cephalogram
    refused = Signal(int, str)  # index, why
    pictured = Signal(int)  # index; its small picture is there
    others_due = Signal()  # reading a film hangs, and others go on beside it

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: list[FilmSource] = []
        self.thumbnails: OrderedDict[int, Thumbnail] = OrderedDict()
        self._thumbnail_bytes = 0
        self.files: dict[int, str] = {}  # the state of the file when it was read
        self.pages: dict[int, int] = {}  # how many the file has; 1 is not noted
        self._background = background
        self._films: OrderedDict[int, ShownFilm] = OrderedDict()
        self._asked: int | None = None  # the film somebody looks at stays, whatever comes
        self._beside: dict[int, int | None] = {}  # the one looked at when a film was wanted last
        # Workers, two where one hangs, fill these while the window looks: a step on a set is atomic
        self._tried: set[int] = set()  # begun to be read at some time
        self._reading: set[int] = set()  # being read right now
        self._coming: set[int] = set()  # read, and not here yet
        self.hanging: set[int] = set()  # being read for longer than any film takes
        self._fetching: dict[int, Urgency] = {}
        self._looked = 0  # so many films were looked through for one that nobody has asked for
        self._refused: set[int] = set()
        self.undelivered: set[int] = set()  # those of them that may be read another time
        background.hangs.connect(self._go_on_beside)

    def add(self, fresh: list[FilmSource]) -> None:
        """List more films."""
        self.sources += fresh

    def fetch_thumbnails(self) -> None:
        """Fetch each film once when there is time, one after another."""
        waited_for = self._fetching.keys() - self.hanging
        if any(self._fetching[index] is Urgency.SOMETIME for index in waited_for):
            return
        while self._looked < len(self.sources):
            index, self._looked = self._looked, self._looked + 1
            if index not in self._tried and index not in self._fetching:
                self.fetch(index, Urgency.SOMETIME)
                return

    def see(self, index: int) -> None:
        """Fetch a small picture that is wanted on the screen."""
        if index not in self._refused:
            self.fetch(index, Urgency.SEEN)

    def film(self, index: int) -> ShownFilm | None:
        """Return a film if it is at hand."""
        if index in self._films:
            self._films.move_to_end(index)
        return self._films.get(index)

    def forget(self, index: int) -> None:
        """Let a film be read anew when it is fetched."""
        self._films.pop(index, None)
        self.pages.pop(index, None)
        self._let_go(self.thumbnails.pop(index, None))

    def fetch(self, index: int, urgency: Urgency) -> None:
        """Bring a film to hand; `arrived` or `refused` tells."""
        if urgency is Urgency.ASKED:
            self._asked = index
            self._background.relieve()
        if urgency < Urgency.SEEN:
            self._beside[index] = self._asked
        under_way = self._fetching.get(index)
        at_hand = index in self._films and index in self.thumbnails
        if at_hand or (under_way is not None and under_way <= urgency):
            return
        self._fetching[index] = urgency
        work = partial(self._read, index, urgency)
        then, failed = partial(self._keep, index, urgency), partial(self._refuse, index)
        self._background.run(work, then, failed, urgency)

    def _read(self, index: int, urgency: Urgency) -> ReadFilm | None:
        """Read a film, in the worker thread, if it is still due."""
        if not self._is_due(index, urgency):
            return None
        self._tried.add(index)
        self._reading.add(index)
        try:
            read = sources.read(self.sources[index])
        finally:
            self._reading.discard(index)
        self._coming.add(index)
        return read

    def _go_on_beside(self) -> None:
        self.hanging |= self._reading
        self.fetch_thumbnails()
        self.others_due.emit()

    def _is_due(self, index: int, urgency: Urgency) -> bool:
        """Tell, in the worker thread, whether a film was neither brought meanwhile nor left.

        Whoever pages quickly must not wait for the films passed by.
        """
        if index in self._coming or self._fetching.get(index) is not urgency:
            return False
        if urgency is Urgency.SOMETIME:
            return index not in self._tried
        return urgency is Urgency.SEEN or self._beside[index] == self._asked

    def _keep(self, index: int, urgency: Urgency, read: ReadFilm | None) -> None:
        if read is None:
            self._pass_over(index, urgency)
            return
        self._coming.discard(index)
        self.hanging.discard(index)
        urgency = min(urgency, self._fetching.pop(index, urgency))  # asked for meanwhile
        self.fetch_thumbnails()
        self._refused.discard(index)
        self.undelivered.discard(index)
        self._keep_thumbnail(index, read)
        if urgency < Urgency.SEEN or self._holds(len(self._films) + 1, read.shown.nbytes):
            self._films.setdefault(index, read.shown)  # read twice, it is the same: no new fit
            self._films.move_to_end(index)
            self._make_room({index, self._asked})
        self.arrived.emit(index, read.shown.film)

    def _holds(self, count: int, more_bytes: int = 0) -> bool:
        """Tell whether there is room for so many films, and for so much beside those at hand."""
        held = sum(film.nbytes for film in self._films.values())
        return count <= CAPACITY and held + more_bytes <= FILM_BYTES

    def _make_room(self, wanted: Container[int | None]) -> None:
        """Let go of the films used longest ago, but for those that are wanted now."""
        for film in [film for film in self._films if film not in wanted]:
            if self._holds(len(self._films)):
                return
            del self._films[film]

    def _pass_over(self, index: int, urgency: Urgency) -> None:
        """Leave a film that was not due, but for its picture; one due again by now is fetched."""
        if self._fetching.get(index) is urgency:
            del self._fetching[index]
            if urgency < Urgency.SEEN and self._beside[index] == self._asked:
                self.fetch(index, urgency)
            elif index not in self.thumbnails:
                self.see(index)
        self.fetch_thumbnails()

    def _keep_thumbnail(self, index: int, read: ReadFilm) -> None:
        self._let_go(self.thumbnails.pop(index, None))
        self.thumbnails[index] = read.thumbnail
        self._thumbnail_bytes += read.thumbnail.nbytes
        while self._thumbnail_bytes > THUMBNAIL_BYTES and len(self.thumbnails) > 1:
            self._let_go(self.thumbnails.popitem(last=False)[1])
        self.files[index] = read.file
        if read.shown.film.pages > 1:
            self.pages[index] = read.shown.film.pages
        self.pictured.emit(index)

    def _let_go(self, thumbnail: Thumbnail | None) -> None:
        self._thumbnail_bytes -= 0 if thumbnail is None else thumbnail.nbytes

    def _refuse(self, index: int, error: Exception) -> None:
        self._fetching.pop(index, None)
        self.hanging.discard(index)
        self._refused.add(index)
        if sources.is_undelivered(error):
            self.undelivered.add(index)
        else:
            self.undelivered.discard(index)
        self.fetch_thumbnails()
        self.refused.emit(index, sources.reason(error))

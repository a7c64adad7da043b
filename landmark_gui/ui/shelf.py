"""Films at hand: the few that are shown or next, and small pictures of all."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal

from landmark_gui.ui import sources
from landmark_gui.ui.background import Background, Urgency
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.sources import FilmSource, ReadFilm, Thumbnail

CAPACITY = 4  # a film in full depth and its copies take 6 to 25 MB


class Shelf(QObject):
    """Fetches films in the background and keeps the ones used last."""

    arrived = Signal(int, object)  # index, Cephalogram
    refused = Signal(int, str)  # index, why

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: list[FilmSource] = []
        self.thumbnails: dict[int, Thumbnail] = {}
        self._background = background
        self._films: OrderedDict[int, ShownFilm] = OrderedDict()
        self._tried: set[int] = set()  # belongs to the worker thread
        self._fetching: dict[int, Urgency] = {}

    def add(self, fresh: list[FilmSource]) -> None:
        """List more films."""
        self.sources += fresh

    def fetch_thumbnails(self) -> None:
        """Fetch a small picture of each film, when there is time."""
        for index in range(len(self.sources)):
            if index not in self.thumbnails:
                self.fetch(index, Urgency.SOMETIME)

    def film(self, index: int) -> ShownFilm | None:
        """Return a film if it is at hand."""
        if index in self._films:
            self._films.move_to_end(index)
        return self._films.get(index)

    def fetch(self, index: int, urgency: Urgency) -> None:
        """Bring a film to hand; `arrived` or `refused` tells."""
        under_way = self._fetching.get(index)
        if index in self._films or (under_way is not None and under_way <= urgency):
            return
        self._fetching[index] = urgency
        work = partial(self._read, index, urgency)
        then, failed = partial(self._keep, index, urgency), partial(self._refuse, index)
        self._background.run(work, then, failed, urgency)

    def _read(self, index: int, urgency: Urgency) -> ReadFilm | None:
        """Read a film, in the worker thread; not for a thumbnail if it was read by now."""
        if urgency is Urgency.SOMETIME and index in self._tried:
            return None
        self._tried.add(index)
        return sources.read(self.sources[index])

    def _keep(self, index: int, urgency: Urgency, read: ReadFilm | None) -> None:
        self._fetching.pop(index, None)
        if read is None:
            return
        self.thumbnails[index] = read.thumbnail
        if urgency is not Urgency.SOMETIME or len(self._films) < CAPACITY:
            self._films.setdefault(index, read.shown)  # read twice, it is the same: no new fit
            self._films.move_to_end(index)
        while len(self._films) > CAPACITY:
            self._films.popitem(last=False)
        self.arrived.emit(index, read.shown.film)

    def _refuse(self, index: int, error: Exception) -> None:
        self._fetching.pop(index, None)
        self.refused.emit(index, sources.reason(error))

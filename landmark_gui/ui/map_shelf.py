"""Heatmaps at hand: those of the films used last; the others lie on the disk until they are seen.

Maps take 1.6 MB a film, landmarks next to nothing. So a case keeps its landmarks for good, while
its maps leave it after some films and come back when the film is shown.
"""

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from landmark_gui.domain.prediction import Detection, Heatmap
from landmark_gui.records.maps import MapFolder
from landmark_gui.ui.background import Urgency, done
from landmark_gui.ui.session import Session

CAPACITY = 16  # films; some 25 MB


class MapShelf(QObject):
    """Bounds how many films of the session hold maps. Without a folder, old maps are just lost."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._folder: MapFolder | None = None
        self._held: OrderedDict[int, None] = OrderedDict()
        self._sought: Detection | None = None  # asked of the disk, so it is not asked again
        session.changed.connect(self._seek_shown)

    def open(self, folder: Path) -> None:
        """Keep maps in a folder from now on, and look there."""
        self._folder = MapFolder(folder)
        self._sought = None

    def take(self, film: int, detection: Detection) -> None:
        """Note that a film has just got its maps; the film that had its longest ago gives way."""
        if self._folder is not None:
            keep = partial(self._folder.keep, detection)
            self._session.background.run(keep, done, urgency=Urgency.NEXT)
        self._hold(film)

    def _hold(self, film: int) -> None:
        self._held[film] = None
        self._held.move_to_end(film)
        while len(self._held) > CAPACITY:
            shown = self._session.worklist.current
            oldest = next(film for film in self._held if film != shown)
            del self._held[oldest]
            self._let_go(oldest)

    def _let_go(self, film: int) -> None:
        self._session.update_worklist(self._session.worklist.at_rest(film))

    def _seek_shown(self) -> None:
        """Bring the maps of the film shown to hand."""
        film, case = self._session.worklist.current, self._session.case
        detection = case.detection if case else None
        if detection is None or detection is self._sought:
            return
        self._sought = detection
        if detection.heatmap.landmarks:
            if film in self._held:
                self._held.move_to_end(film)
        elif self._folder is not None:
            find = partial(self._folder.find, detection)
            self._session.background.run(find, partial(self._bring, film, detection))

    def _bring(self, film: int, detection: Detection, maps: Heatmap | None) -> None:
        case = self._session.worklist.entries[film].case
        if maps is None or case is None or case.detection is not detection:
            return
        self._session.update_worklist(self._session.worklist.with_maps(film, maps))
        self._hold(film)
        if film == self._session.worklist.current:
            self._session.changed.emit()

"""Which films the list shows, kept in step with the session and with what the reader looks for."""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from landmark_gui.ui.panels.worklist import WorklistPanel
from landmark_gui.ui.reviewing import Reviewing
from landmark_gui.ui.session import Session
from landmark_gui.ui.sieve import Sieve


class Listed(QObject):
    """Hides the rows that are not wanted and shows how many films there are of each kind."""

    def __init__(
        self, session: Session, reviewing: Reviewing, panel: WorklistPanel, canvas: QWidget
    ) -> None:
        super().__init__(panel)
        self._session, self._reviewing, self._panel = session, reviewing, panel
        self._sieve = Sieve(session.review)
        self._shown = 0  # listed only because it was shown
        reviewing.changed.connect(self._sift_all)
        films = panel.filter
        films.kind_chosen.connect(reviewing.list_kind)
        films.searched.connect(reviewing.search)
        films.entered.connect(reviewing.show_first_found)
        films.left.connect(canvas.setFocus)

    def refresh(self) -> None:
        """Take over the session's state; only films that changed are looked at."""
        self._sift(self._sieve.sort(self._session.worklist))

    def find(self) -> None:
        """Let the reader type a name."""
        self._panel.filter.search.setFocus()
        self._panel.filter.search.selectAll()

    def _sift_all(self) -> None:
        self._sift(range(len(self._sieve)))

    def _sift(self, films: Iterable[int]) -> None:
        current, review = self._session.worklist.current, self._reviewing
        there = {each for each in (current, self._shown) if each < len(self._sieve)}
        self._panel.show_listed({*films, *there}, review.lists)
        self._shown = current
        counts, blind = self._sieve.counts, review.blind_first
        self._panel.show_doubts(None if blind else self._session.review)
        self._panel.filter.show_counts(review.listing.kind, counts, blind=blind)

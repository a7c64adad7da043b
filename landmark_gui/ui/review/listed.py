"""Which films the list shows, kept in step with the session and with what the reader looks for."""

import time
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from landmark_gui.ui.panels.worklist import WorklistPanel
from landmark_gui.ui.review.reviewing import Reviewing
from landmark_gui.ui.review.sieve import Sieve
from landmark_gui.ui.session import Session

PAUSE_MS = 25
BUDGET_S = 0.005


class Listed(QObject):
    """Hides the rows that are not wanted and shows how many films there are of each kind."""

    def __init__(
        self, session: Session, reviewing: Reviewing, panel: WorklistPanel, canvas: QWidget
    ) -> None:
        super().__init__(panel)
        self._session, self._reviewing, self._panel = session, reviewing, panel
        self._sieve = Sieve(session.review)
        self._shown = 0  # listed only because it was shown
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._judge)
        reviewing.changed.connect(self._sift_all)
        films = panel.filter
        films.kind_chosen.connect(reviewing.list_kind)
        films.searched.connect(reviewing.search)
        films.entered.connect(reviewing.show_first_found)
        films.left.connect(canvas.setFocus)

    def refresh(self) -> None:
        """Take over the session's state; only films that changed are looked at."""
        worklist = self._session.worklist
        if not self._sieve.knows(worklist):
            self._sift(self._sieve.sort(worklist))
            self._timer.start(PAUSE_MS)
        else:
            self._sift(())

    def find(self) -> None:
        """Let the reader type a name."""
        self._panel.filter.search.setFocus()
        self._panel.filter.search.selectAll()

    def _judge(self) -> None:
        """Look closely at some films, as long as the window does not feel it."""
        begun, changed = time.monotonic(), []
        while self._sieve.unjudged and time.monotonic() - begun < BUDGET_S:
            index = self._sieve.unjudged.pop()
            if self._sieve.judge(index):
                changed.append(index)
            self._panel.redraw(index)
        if not self._sieve.unjudged:
            self._timer.stop()
        if changed:
            self._sift(changed)

    def _sift_all(self) -> None:
        self._sift(range(len(self._sieve)))

    def _sift(self, films: Iterable[int]) -> None:
        current, review = self._session.worklist.current, self._reviewing
        there = {each for each in (current, self._shown) if each < len(self._sieve)}
        self._panel.show_listed({*films, *there}, review.lists)
        self._panel.show_astray(on=bool(there) and review.is_astray)
        self._shown = current
        counts, blind = self._sieve.counts, review.blind_first
        self._panel.show_doubts(None if blind else self._session.review)
        self._panel.filter.show_counts(review.listing.kind, counts, blind=blind)

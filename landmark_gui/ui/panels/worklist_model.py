"""The films of the session as a list takes them: which stands where, and what is said of each."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from landmark_gui.document.worklist import Entry, Progress, Standing, Worklist
from landmark_gui.ui.detections import Job
from landmark_gui.ui.widgets.tables import TOP, Index
from landmark_gui.ui.widgets.tips import as_tip
from landmark_gui.ui.words import progress_text, share_text, with_twin

if TYPE_CHECKING:
    from landmark_gui.document.review import Review

FEW = 8  # rows that are drawn one by one
ENTRY = Qt.ItemDataRole.UserRole
_UNDER_WAY = frozenset({Progress.PREDICTED, Progress.EDITED})


class WorklistModel(QAbstractListModel):
    """Shows a worklist to the list; holds nothing but the value it was given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._worklist = Worklist()
        self._order: list[int] = []  # films by row
        self._rows: list[int] = []  # rows by film
        self._job: Job | None = None
        self.review: Review | None = None  # says how much is doubtful; None keeps it secret
        self.complete: set[int] = set()  # films; counting anew would cost 10 ms per 1,000 films
        self.aside: set[int] = set()  # films
        self._detecting: set[int] = set()
        self.hidden: set[int] = set()  # films; to ask the list takes longer than to know

    def show_worklist(self, worklist: Worklist, job: Job | None) -> None:
        """Show another state; only the rows that differ are drawn anew."""
        old, self._worklist, self._job = self._worklist, worklist, job
        self._list(worklist.order)
        pairs = zip(old.entries, worklist.entries, strict=False)
        changed = [film for film, (was, now) in enumerate(pairs) if now is not was]
        for film in (*changed, *range(len(old), len(worklist))):
            self._note(film, worklist.entries[film].progress)
        self._redraw({self._rows[film] for film in (*changed, *self._detecting)})

    def _redraw(self, rows: set[int]) -> None:
        """Have rows drawn anew: a few one by one, as what lies between them has not changed."""
        spans = [(row, row) for row in rows]
        if len(rows) > FEW:
            spans = [(min(rows), max(rows))]
        for first, last in spans:
            self.dataChanged.emit(self.index(first), self.index(last))

    def film(self, row: int) -> int:
        """Return which film of the worklist stands in a row."""
        return self._order[row]

    def neighbours(self, row: int) -> list[str]:
        """Return the names of the nearest films before and after a row that are not hidden.

        However many are hidden, to draw the list passes none of them more than twice.
        """
        sides = (range(row - 1, -1, -1), range(row + 1, len(self._order)))
        listed = (self._first_listed(side) for side in sides)
        return [self._worklist.entries[film].name for film in listed if film is not None]

    def _first_listed(self, rows: range) -> int | None:
        return next((film for row in rows if (film := self._order[row]) not in self.hidden), None)

    def row(self, film: int) -> int:
        """Return the row in which a film of the worklist stands."""
        return self._rows[film]

    def _list(self, order: Sequence[int]) -> None:
        """Insert the rows of films that are new; the others keep their order."""
        known = len(self._order)
        if len(order) == known:
            return
        self._rows = sorted(range(len(order)), key=order.__getitem__)
        for fresh, run in groupby(range(len(order)), lambda row: order[row] >= known):
            if fresh:
                rows = list(run)
                self.beginInsertRows(TOP, rows[0], rows[-1])
                self._order[rows[0] : rows[0]] = order[rows[0] : rows[-1] + 1]
                self.endInsertRows()

    def _note(self, film: int, progress: Progress) -> None:
        for films, where in (
            (self.complete, Progress.COMPLETE),
            (self.aside, Progress.SET_ASIDE),
            (self._detecting, Progress.DETECTING),
        ):
            if progress is where:
                films.add(film)
            else:
                films.discard(film)

    @override
    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._order)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entry(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.name
            case Qt.ItemDataRole.ToolTipRole:
                return as_tip(f"{entry.name}\n{self.progress(index)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.name}\n{self.progress(index)}"
            case _ if role == ENTRY:
                return entry
        return None

    def progress(self, index: Index) -> str:
        """Return in words where a film stands, and whether it is listed twice."""
        entry = self._entry(index)
        return with_twin(self._stands(entry), entry)

    def _stands(self, entry: Entry) -> str:
        text = progress_text(entry, self._job)
        if self.review is None or entry.case is None or entry.progress not in _UNDER_WAY:
            return text
        # At a glance: to judge a screen full of films would hold up the one who scrolls
        doubtful = len(self.review.at_a_glance(entry.case).doubtful)
        decided = share_text(Standing.of(entry.case))
        return f"{doubtful} doubtful · {decided}" if doubtful else text

    def _entry(self, index: Index) -> Entry:
        return self._worklist.entries[self._order[index.row()]]

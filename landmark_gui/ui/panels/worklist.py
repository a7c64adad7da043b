"""The films of the session: small picture, name, where each one stands."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.document.review import Review
from landmark_gui.document.worklist import Worklist
from landmark_gui.ui.detections import Job
from landmark_gui.ui.panels.film_filter import FilmFilter
from landmark_gui.ui.panels.film_list import FilmList
from landmark_gui.ui.panels.worklist_model import WorklistModel
from landmark_gui.ui.panels.worklist_row import WorklistDelegate
from landmark_gui.ui.sources import Thumbnail
from landmark_gui.ui.theme import Theme
from landmark_gui.ui.widgets.elided import ElidedLabel
from landmark_gui.ui.widgets.named import named


class WorklistPanel(QWidget):
    """The list with its title; films are named by their place in the worklist."""

    chosen = Signal(int)
    marked = Signal(object)  # frozenset[int], the films selected
    picture_wanted = Signal(int)

    def __init__(self, opener: QToolButton) -> None:
        super().__init__()
        self._title = named(QLabel("Films"), "panel_title")
        self._count = ElidedLabel("panel_count")
        self.list = named(FilmList(), "worklist")
        self._model = WorklistModel(self.list)
        self._delegate = WorklistDelegate(self._model, self.list)
        self.filter = FilmFilter()
        self._shown, self._astray = 0, False
        self._set_up_list()
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 8, 0)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        head.addWidget(opener)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)

    def _set_up_list(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName("Films")
        self.setFocusProxy(self.list)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._on_row)
        self.list.marked.connect(self._on_marked)
        self._delegate.picture_wanted.connect(self.picture_wanted)
        self.list.begin()

    def show_worklist(
        self,
        worklist: Worklist,
        job: Job | None,
        thumbnails: Mapping[int, Thumbnail],
        marked: frozenset[int],
    ) -> None:
        """Show another state."""
        self._delegate.thumbnails = thumbnails
        self._model.show_worklist(worklist, job)
        self._show_count()
        self._shown = worklist.current
        if worklist.entries:
            row = self._model.row(worklist.current)
            self._delegate.shown = row if len(marked) > 1 else None
            self.list.show_rows(row, frozenset(map(self._model.row, marked)))

    def show_listed(self, films: Iterable[int], listed: Callable[[int], bool]) -> None:
        """Show or hide films."""
        hidden = self._model.hidden
        for film in films:
            if (film in hidden) is listed(film):
                hidden ^= {film}
                self.list.setRowHidden(self._model.row(film), film in hidden)
        self._show_count()

    def show_astray(self, *, on: bool) -> None:
        """Say that nothing is found where the only film listed is not what is searched for."""
        self._astray = on
        self._show_count()

    def show_doubts(self, review: Review | None) -> None:
        """Say of each film how many landmarks are doubtful; None says it of none."""
        if review is not self._model.review:
            self._model.review = review
            self.list.viewport().update()

    def redraw(self, film: int) -> None:
        """Draw a film again: its small picture has come, or more is known of it."""
        if film < self._model.rowCount():
            self.list.update(self._model.index(self._model.row(film)))

    def show_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._delegate.theme = theme
        self.list.viewport().update()

    def _show_count(self) -> None:
        count = self._model.rowCount()
        nothing = self._astray and count - len(self._model.hidden) == 1
        wanted = count - len(self._model.aside)
        done = f"{len(self._model.complete)} of {wanted} complete" if wanted else "all set aside"
        text = "none found" if nothing else done
        self._count.show_text(text if count else "")

    def _on_row(self, index: QModelIndex) -> None:
        film = self._model.film(index.row())
        if film != self._shown:
            self.chosen.emit(film)

    def _on_marked(self, rows: frozenset[int]) -> None:
        self.marked.emit(frozenset(map(self._model.film, rows)))

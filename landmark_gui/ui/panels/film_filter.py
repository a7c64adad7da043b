"""Which films are listed: a kind with its count, and a part of the name."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from landmark_gui.document.review import Filter
from landmark_gui.ui.widgets.bar import Bar
from landmark_gui.ui.widgets.named import caption, named
from landmark_gui.ui.widgets.still import still


class FilmFilter(QWidget):
    """A field to search in, a choice of kinds, and how far the folder is."""

    searched = Signal(str)
    entered = Signal()  # the first film found is wanted
    left = Signal()  # the keys go back to the film
    kind_chosen = Signal(object)  # Filter

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField()
        self.kinds = still(named(QComboBox(), "film_kinds"))
        self.kinds.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the film
        self.kinds.setAccessibleName("Which films are listed")
        for kind in Filter:
            self.kinds.addItem(kind.value.capitalize())
        self._bar = Bar("decided", "Films that are done")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 2)
        layout.setSpacing(6)
        listed = QHBoxLayout()
        listed.addWidget(caption("List", self.kinds))
        listed.addWidget(self.kinds, 1)
        layout.addWidget(self._bar)
        layout.addLayout(listed)
        layout.addWidget(self.search)
        self.kinds.activated.connect(self._on_kind)
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self._on_enter)
        self.search.escaped.connect(self.left)

    def show_counts(self, kind: Filter, counts: Mapping[Filter, int], *, blind: bool) -> None:
        """Show how many films there are of each kind; blind, nothing tells which are doubtful."""
        with QSignalBlocker(self.kinds):
            for row, each in enumerate(Filter):
                hidden = blind and each is Filter.DOUBTFUL
                number = "hidden" if hidden else str(counts.get(each, 0))
                text = f"{each.value.capitalize()} ({number})"
                if text != self.kinds.itemText(row):  # or the box is measured and drawn anew
                    self.kinds.setItemText(row, text)
            self.kinds.setCurrentIndex(list(Filter).index(kind))
        films = counts.get(Filter.ALL, 0)
        wanted = films - counts.get(Filter.SET_ASIDE, 0)
        self._bar.show_share(counts.get(Filter.DONE, 0), max(1, wanted))
        self.setVisible(films > 1)

    def _on_kind(self, row: int) -> None:
        self.kind_chosen.emit(list(Filter)[row])  # what a box keeps comes back from Qt as a text

    def _on_enter(self) -> None:
        self.left.emit()  # first: a film that is still being read hides the view
        self.entered.emit()


class SearchField(QLineEdit):
    """Finds films by name; Escape empties it."""

    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("film_search")
        self.setPlaceholderText("Find a film")
        self.setAccessibleName("Find a film by its name")
        self.setClearButtonEnabled(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab is the next doubtful landmark

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

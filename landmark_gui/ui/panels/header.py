"""Which film this is, how much of it is decided, and the verbs for the whole film."""

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.document.worklist import Entry, Standing
from landmark_gui.ui import words
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.panels.bar import Bar
from landmark_gui.ui.panels.divider import divider
from landmark_gui.ui.panels.elided import ElidedLabel


class Header(QFrame):
    """The line above the film."""

    def __init__(self, menus: Menus) -> None:
        super().__init__()
        self.setObjectName("header")
        self._name = ElidedLabel("film_name")
        self._facts = ElidedLabel("film_facts")
        self._bar = Bar("decided", "Decided landmarks")
        self._bar.setFixedWidth(64)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(6)
        row.addLayout(_column(self._name, self._facts), 1)
        row.addWidget(self._bar)
        row.addSpacing(6)
        self._add_buttons(row, menus)

    def _add_buttons(self, row: QHBoxLayout, menus: Menus) -> None:
        row.addWidget(menus.button("undo"))
        row.addWidget(menus.button("redo"))
        row.addWidget(divider())
        confirm_all, export = menus.button("confirm_all", "text"), menus.button("export", "text")
        confirm_all.setProperty("bordered", "true")
        export.setProperty("primary", "true")
        row.addWidget(confirm_all)
        row.addWidget(export)

    def show_entry(self, entry: Entry | None) -> None:
        """Show a film's name and state."""
        case = entry.case if entry else None
        self._name.show_text(entry.name if entry else "No film")
        facts = words.with_twin(words.film_facts(case.film), entry) if entry and case else ""
        self._facts.show_text(facts)
        self._facts.setVisible(case is not None)
        self.setToolTip(words.decided_text(Standing.of(case)) if case else "")
        self._bar.setVisible(case is not None)
        if case:
            self._bar.show_share(case.decided, len(case.annotations))


def _column(above: QWidget, below: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(above)
    column.addWidget(below)
    return column

"""Which film this is, how much of it is decided, and the verbs for the whole film."""

from PySide6.QtWidgets import (
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.document.worklist import Progress, Standing, Worklist
from landmark_gui.ui import words
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.widgets.bar import Bar
from landmark_gui.ui.widgets.divider import divider
from landmark_gui.ui.widgets.elided import ElidedLabel
from landmark_gui.ui.widgets.giving_way import GivingWay
from landmark_gui.ui.widgets.named import restyle
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.spoken import say

_DONE = frozenset({Progress.COMPLETE, Progress.SET_ASIDE})
FACTS_PX = 90  # the size of a film in usual letters


class Header(GivingWay):
    """The line above the film."""

    def __init__(self, menus: Menus) -> None:
        super().__init__("header")
        self._name = ElidedLabel("film_name")
        self._facts = ElidedLabel("film_facts")
        self._bar = Bar("decided", "Decided landmarks")
        self._confirm = menus.text_button("confirm_all")
        self._go_on = menus.text_button("next_review", "primary")
        self._go_on.hide()
        row = QHBoxLayout()
        row.setContentsMargins(16, 7, 12, 4)
        row.setSpacing(6)
        row.addLayout(_column(self._name, self._facts), 1)
        history = (menus.button("undo"), menus.button("redo"), divider())
        self._export = menus.text_button("export")
        measure = menus.text_button("measure")
        for widget in history:
            row.addWidget(widget)
        for button in (self._confirm, self._go_on, measure, self._export):
            row.addWidget(button)
        self.give_way(row, (*history, measure), scaled(FACTS_PX, self))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(self._bar)

    def show_entry(self, worklist: Worklist) -> None:
        """Show the current film's name and state."""
        entry = worklist.entry
        case = entry.case if entry else None
        say(self._name, words.film_of(worklist))
        done = entry is not None and entry.progress in _DONE
        at_the_end = done and bool(words.all_complete(worklist.entries))
        goes_on = done and not at_the_end
        self._confirm.setVisible(not goes_on)
        self._go_on.setVisible(goes_on)
        _show_primary(self._export, primary=at_the_end)
        self._name.show_text(entry.name if entry else "No film")
        facts = words.with_twin(words.film_facts(case.film), entry) if entry and case else ""
        self._facts.show_text(facts)
        self._facts.setVisible(case is not None)
        self.setToolTip(words.decided_text(Standing.of(case)) if case else "")
        decided, every = (case.decided, len(case.annotations)) if case else (0, 1)
        self._bar.show_share(decided, every)


def _show_primary(button: QToolButton, *, primary: bool) -> None:
    if button.property("primary") != primary:
        button.setProperty("primary", primary)
        button.setProperty("bordered", not primary)
        restyle(button)


def _column(above: QWidget, below: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(above)
    column.addWidget(below)
    return column

"""Which page of a file is shown, and the way to another one; no bar where there is only one."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QFrame, QHBoxLayout, QLabel

from landmark_gui.ui.menus import Menus
from landmark_gui.ui.widgets.elided import ElidedLabel
from landmark_gui.ui.widgets.focus import by_keyboard
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.number_field import WholeNumberField
from landmark_gui.ui.widgets.still import still

HINT = "Each page of the file has its own landmarks."


class PageBar(QFrame):
    """The number of the page between two arrows; another one can be typed."""

    chosen = Signal(int)  # counted from 0
    left_off = Signal()  # Enter: a number was typed to its end

    def __init__(self, menus: Menus) -> None:
        super().__init__()
        self.setObjectName("page_bar")
        self._number = still(by_keyboard(named(WholeNumberField(), "page_number")))
        self._number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setKeyboardTracking(False)  # on the way to page 12 nobody wants page 1
        self._number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a click too, to type
        self._number.setToolTip(f"Page shown\n{HINT}")
        self._count = named(QLabel(), "muted")
        hint = ElidedLabel("muted")
        hint.show_text(HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(4)
        row.addWidget(menus.button("previous_page"))
        for widget in (named(QLabel("Page"), "muted"), self._number, self._count):
            row.addWidget(widget)
        row.addWidget(menus.button("next_page"))
        row.addSpacing(8)
        row.addWidget(hint, 1)
        self._number.valueChanged.connect(self._on_number)
        self._number.lineEdit().returnPressed.connect(self.left_off)
        self.hide()

    def show_page(self, page: int, count: int) -> None:
        """Show where in its file the film lies; `page` is counted from 0."""
        with QSignalBlocker(self._number):
            self._number.setRange(1, count)
            if self._number.value() != page + 1:  # what is being typed stays as it is
                self._number.setValue(page + 1)
        self._number.setAccessibleName(f"Page of {count}")
        self._count.setText(f"of {count}")
        self.setVisible(count > 1)

    def _on_number(self, number: int) -> None:
        self.chosen.emit(number - 1)

"""Which page of a file is shown, and the way to another one; hidden where there is only one."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from landmark_gui.ui.focus import by_keyboard
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.named import named


class PageChooser(QWidget):
    """The number of the page between two arrows; another one can be typed."""

    chosen = Signal(int)  # counted from 0
    done = Signal()  # a number was typed to its end

    def __init__(self, menus: Menus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_chooser")
        self._number = by_keyboard(named(QSpinBox(), "page"))
        self._number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setKeyboardTracking(False)  # on the way to page 12 nobody wants page 1
        self._number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._number.setToolTip("Page of the file; each has its own landmarks")
        self._count = named(QLabel(), "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(named(QLabel("Page"), "muted"))
        row.addWidget(menus.button("previous_page"))
        row.addWidget(self._number)
        row.addWidget(self._count)
        row.addWidget(menus.button("next_page"))
        self._number.valueChanged.connect(self._on_number)
        self._number.lineEdit().returnPressed.connect(self.done)

    def show_page(self, page: int, count: int) -> None:
        """Show where in its file the film lies; `page` is counted from 0."""
        with QSignalBlocker(self._number):
            self._number.setRange(1, count)
            self._number.setValue(page + 1)
        self._number.setAccessibleName(f"Page, of {count}")
        self._count.setText(f"of {count}")
        self.setVisible(count > 1)

    def _on_number(self, number: int) -> None:
        self.chosen.emit(number - 1)

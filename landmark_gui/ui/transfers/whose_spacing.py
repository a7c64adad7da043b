"""The choice of whose millimetres per pixel count where readers are compared."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from landmark_gui.domain.geometry import PLAUSIBLE_SPACING_MM
from landmark_gui.ui.widgets.named import caption
from landmark_gui.ui.widgets.number_field import NumberField
from landmark_gui.ui.widgets.still import still
from landmark_gui.ui.widgets.tips import as_tip

OWN = "each film's own"
ONE = "one for all films"
TIP = Qt.ItemDataRole.ToolTipRole
SHOWN = 16  # letters of a choice; a table may be called anything


class WhoseSpacing(QWidget):
    """Each film's own, those of one of the tables, or a number for all films."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.whose = still(QComboBox())
        self.whose.setAccessibleName("Whose millimetres per pixel")
        self.whose.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.whose.setMinimumContentsLength(SHOWN)
        self.number = still(NumberField())
        self.number.setDecimals(4)
        self.number.setMaximum(PLAUSIBLE_SPACING_MM[1])
        self.number.setSingleStep(0.01)
        self.number.setSpecialValueText("enter it")
        self.number.setKeyboardTracking(False)
        self.number.setAccessibleName("Millimetres per pixel of all films")
        self._arrange()
        self.offer(())
        self.whose.currentIndexChanged.connect(self._on_choice)
        self.number.valueChanged.connect(self.changed)

    def offer(self, tables: Sequence[Path]) -> None:
        """Offer the spacings of tables; what is chosen stays so where it is still there."""
        chosen = self.whose.currentData()
        with QSignalBlocker(self.whose):
            self._fill(tables)
            self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))
        self._show_choice()

    def _fill(self, tables: Sequence[Path]) -> None:
        self.whose.clear()
        self.whose.addItem(OWN)
        stems = [table.stem for table in tables]
        for table in tables:
            once = stems.count(table.stem) == 1
            self.whose.addItem(f"as in {table.stem if once else table.as_posix()}", table)
            self.whose.setItemData(self.whose.count() - 1, as_tip(str(table)), TIP)
        self.whose.addItem(ONE, ONE)

    @property
    def table(self) -> Path | None:
        """The table whose spacings count, if it is one's."""
        chosen = self.whose.currentData()
        return chosen if isinstance(chosen, Path) else None

    @property
    def stated_mm(self) -> float | None:
        """The number for all films, if there is to be one."""
        return self.number.value() if self._for_all else None

    @property
    def _for_all(self) -> bool:
        return bool(self.whose.currentData() == ONE)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(caption("mm per pixel", self.whose))
        row.addWidget(self.whose)
        row.addWidget(self.number)

    def _show_choice(self) -> None:
        self.number.setVisible(self._for_all)
        self.whose.setToolTip(self.whose.currentData(TIP) or "")

    def _on_choice(self) -> None:
        self._show_choice()
        if self._for_all:
            self.number.setFocus()
            self.number.selectAll()
        self.changed.emit()

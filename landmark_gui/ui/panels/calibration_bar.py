"""Asks for millimetres, or offers those of a ruler that is seen; over the foot of the film."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from landmark_gui.ui.calibrating import Calibrating
from landmark_gui.ui.calibration import Way
from landmark_gui.ui.named import named
from landmark_gui.ui.panels.flow import Flow
from landmark_gui.ui.panels.number_field import NumberField
from landmark_gui.ui.panels.still import still

#: Smallest, largest, decimals, unit and name of the number that each way wants.
NUMBERS = {
    Way.RULER: (0.1, 500.0, 1, " mm", "Length from the first mark to the last"),
    Way.MAGNIFICATION: (1.0, 3.0, 3, " ×", "How many times larger the shadow is"),
    Way.TYPED: (0.01, 2.0, 4, " mm/px", "Millimetres per pixel"),
}


class CalibrationBar(QFrame):
    """Shows what a calibration would do, with what is needed for it; empty it takes no room."""

    left_off = Signal()  # the keys go back to the film

    def __init__(self, calibrating: Calibrating) -> None:
        super().__init__()
        self.setObjectName("calibration_bar")
        self._calibrating = calibrating
        self._put = 0.0  # the number that was last put into the field
        self._text = named(QLabel(wordWrap=True), "calibration_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.way = still(named(QComboBox(), "calibration_way"))
        self.way.addItems(list(Way))
        self.way.setAccessibleName("How the film is calibrated")
        self.number = still(named(NumberField(), "calibration_number"))
        self.all = named(QCheckBox(), "calibration_all")
        self.agree = named(QPushButton(), "primary")
        self.refuse = named(QPushButton(), "calibration_refuse")
        self._arrange()
        self._connect()
        self._show()

    def take_focus(self) -> None:
        """Bring the keyboard here."""
        self.number.setFocus(Qt.FocusReason.TabFocusReason)
        self.number.selectAll()

    def _arrange(self) -> None:
        parts: tuple[QWidget, ...] = (
            self.way,
            self.number,
            self.agree,
            self.refuse,
            self.all,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addWidget(self._text)
        column.addWidget(Flow(parts, spacing=8))
        for part in parts:
            part.installEventFilter(self)

    def _connect(self) -> None:
        calibrating = self._calibrating
        calibrating.changed.connect(self._show)
        calibrating.bar_asked.connect(self.take_focus)
        self.way.currentTextChanged.connect(self._on_way)
        self.number.valueChanged.connect(calibrating.set_value)
        self.number.lineEdit().returnPressed.connect(self._on_agree)
        self.all.toggled.connect(calibrating.set_to_all)
        self.agree.clicked.connect(self._on_agree)
        self.refuse.clicked.connect(self._on_refuse)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window's one-key actions away from what is typed here; Esc leaves."""
        if (
            isinstance(event, QKeyEvent)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self._on_refuse()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        now = self._calibrating
        wanted = now.open or bool(now.seen)
        focused = QApplication.focusWidget()
        leaving = not wanted and focused is not None and self.isAncestorOf(focused)
        self.setVisible(wanted)
        if leaving:
            self.left_off.emit()
        if not wanted:
            return
        outcome = now.outcome
        self._text.setText(outcome.text if now.open else now.seen)
        self.agree.setText("Apply" if now.open else "Accept")
        self.agree.setEnabled(bool(outcome.label) or not now.open)
        self.refuse.setText("Cancel" if now.open else "Reject")
        with QSignalBlocker(self.way):
            self.way.setCurrentText(now.way)
        self.way.setVisible(now.open)
        self._show_number()
        self._show_all()

    def _show_number(self) -> None:
        now = self._calibrating
        wanted = NUMBERS.get(now.way)
        self.number.setVisible(now.open and wanted is not None)
        if wanted is None:
            return
        low, high, decimals, unit, name = wanted
        value, another = now.values[now.way], self.number.suffix() != unit
        with QSignalBlocker(self.number):
            if another:
                self.number.setSuffix(unit)
                self.number.setDecimals(decimals)
                self.number.setRange(low, high)
                self.number.setSingleStep(10.0 ** (1 - decimals))
            # what is being typed stays as it is, though the field rounds
            if another or value not in {self._put, self.number.value()}:
                self.number.setValue(value)
            self._put = value
        self.number.setToolTip(name)
        self.number.setAccessibleName(name)

    def _show_all(self) -> None:
        now = self._calibrating
        count = now.films_alike
        self.all.setVisible(count > 1 and (now.way is not Way.FILE or not now.open))
        self.all.setText(f"All {count} films of this size")
        self.all.setToolTip("All films of this folder with the same size and the same spacing")
        with QSignalBlocker(self.all):
            self.all.setChecked(now.to_all)

    def _on_way(self, text: str) -> None:
        self._calibrating.set_way(Way(text))

    def _on_agree(self) -> None:
        if self._calibrating.open:
            self._calibrating.apply()
        else:
            self._calibrating.accept()

    def _on_refuse(self) -> None:
        if self._calibrating.open:
            self._calibrating.cancel()
        else:
            self._calibrating.reject()

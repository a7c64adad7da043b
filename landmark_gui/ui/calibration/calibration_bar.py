"""Asks for millimetres, or offers those of a ruler that is seen; over the foot of the film."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from landmark_gui.ui.calibration.calibrating import Calibrating
from landmark_gui.ui.calibration.ways import Way
from landmark_gui.ui.widgets.flow import Flow
from landmark_gui.ui.widgets.named import caption, named
from landmark_gui.ui.widgets.number_field import NumberField
from landmark_gui.ui.widgets.spoken import announce
from landmark_gui.ui.widgets.still import still

GAP = 6
BELOW, BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
#: Smallest, largest, decimals, unit and name of the number that each way wants.
NUMBERS = {
    Way.RULER: (0.1, 500.0, 1, " mm", "Length from the first mark to the last"),
    Way.MAGNIFICATION: (1.0, 3.0, 3, " ×", "How many times larger the shadow is than the patient"),
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
        self._by = caption("By", self.way)
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
            self._by,
            self.way,
            self.number,
            self.agree,
            self.refuse,
            self.all,
        )
        self._parts = Flow(parts, spacing=8)
        self._layout = QBoxLayout(BELOW, self)
        self._layout.setContentsMargins(14, 8, 14, 8)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._parts, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in parts:
            part.installEventFilter(self)

    @override
    def heightForWidth(self, width: int) -> int:
        return min(self._heights(width).values())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._settle()

    def _settle(self) -> None:
        """Put the buttons beside the text where that covers less of the film."""
        heights = self._heights(self.width())
        self._layout.setDirection(min(heights, key=heights.__getitem__))

    def _heights(self, width: int) -> dict[QBoxLayout.Direction, int]:
        around = self._layout.contentsMargins() + self.contentsMargins()
        room = width - around.left() - around.right()
        parts = self._parts.sizeHint()
        left = max(1, room - GAP - parts.width())
        inner = {
            BELOW: self._text.heightForWidth(room) + GAP + self._parts.heightForWidth(room),
            BESIDE: max(self._text.heightForWidth(left), parts.height()),
        }
        return {way: around.top() + height + around.bottom() for way, height in inner.items()}

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
            self._text.clear()  # so that it is read out when it comes again
            return
        outcome = now.outcome
        self._say(outcome.text if now.open else now.seen)
        self.agree.setText("Apply" if now.open else "Accept")
        self.agree.setEnabled(bool(outcome.label) or not now.open)
        self.refuse.setText("Cancel" if now.open else "Reject")
        with QSignalBlocker(self.way):
            self.way.setCurrentText(now.way)
        for widget in (self._by, self.way):
            widget.setVisible(now.open)
        self._show_number()
        self._show_all()
        self._settle()

    def _say(self, text: str) -> None:
        if text != self._text.text():
            self._text.setText(text)
            announce(self, text)

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
        both = count == 2  # noqa: PLR2004 - as English has it
        films = "Both films of this size" if both else f"All {count} films of this size"
        self.all.setText(f"{films} read so far" if now.films_unread else films)
        self.all.setToolTip("All films in this folder with the same size and spacing")
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

"""Where the film is shown, or in words why there is none."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from landmark_gui.domain.orientation import Finding
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.theme import pixmap
from landmark_gui.ui.widgets.elided import ElidedLabel
from landmark_gui.ui.widgets.from_left import from_left
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.spoken import announce

SIGN = "#70747C"
WARNING = "#E5A93B"  # on the film's own dark ground, whatever the theme
CHIP_PLACE, CHIP_GAP = 14, 7
PATIENCE_MS = 5000  # of reading a film
MARKER_REACH = 20.0  # screen pixels: so far from its landmark a selected marker is drawn


class Page(QFrame):
    """A sign, a title, a sentence and buttons in the middle of the dark film area."""

    def __init__(
        self, name: str, buttons: Sequence[QToolButton] = (), *, framed: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._sign = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        # names of files differ at their ends
        self._title = ElidedLabel("page_title", Qt.TextElideMode.ElideMiddle)
        self._text = named(QLabel(wordWrap=True), f"{name}_text")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._title.setFont(font)
        middle = named(QFrame(), "drop_frame" if framed else "plain_frame")
        middle.setFixedWidth(420)
        column = QVBoxLayout(middle)
        column.setContentsMargins(28, 36, 28, 36)
        column.setSpacing(12)
        for label in (self._sign, self._title, self._text):
            column.addWidget(label)
        if buttons:
            column.addSpacing(6)
            column.addLayout(_row(buttons))
        outer = QVBoxLayout(self)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignCenter)

    def say(self, sign: str, title: str, text: str) -> None:
        """Show other words."""
        self._sign.setPixmap(pixmap(sign, SIGN, 40))
        self._title.show_text(title)
        self._text.setText(from_left(text))
        self.setAccessibleName(f"{title}. {text}")


class FilmArea(QStackedWidget):
    """Shows the film view, the empty page or a page with words."""

    def __init__(self, view: FilmView, openers: Sequence[QToolButton], again: QToolButton) -> None:
        super().__init__()
        self.setObjectName("film_area")
        self._view = view
        self._empty = Page("empty", openers, framed=True)
        self._empty.say(
            "film",
            "Drop films or a folder here",
            "DICOM, PNG, JPEG, TIFF, BMP or WebP.\nEverything stays on this computer.",
        )
        self._waiting = Page("waiting")
        self._awaited = ""  # the film that is being read
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._lose_patience)
        self._failure = Page("failure", [again])
        self._chip = Chip("chip", view)
        self._finding = Chip("finding", view)
        self._bars: tuple[QWidget, ...] = ()
        view.looked.connect(self.settle)
        for page in (self._empty, self._waiting, self._failure, view):
            self.addWidget(page)

    def show_empty(self) -> None:
        """Invite to open films."""
        self.setCurrentWidget(self._empty)

    def show_waiting(self, name: str) -> None:
        """Say that a film is being read, and after a while what that means."""
        if self.currentWidget() is self._waiting and name == self._awaited:
            return
        self._awaited = name
        self._waiting.say("film", "Reading the film", name)
        self._patience.start(PATIENCE_MS)
        self.setCurrentWidget(self._waiting)

    def _lose_patience(self) -> None:
        text = f"{self._awaited} will be shown as soon as it has been read."
        self._waiting.say(
            "film", "Still reading", f"{text} This takes longer on a slow drive or a busy computer."
        )
        announce(self._waiting, self._waiting.accessibleName())

    def show_failure(self, name: str, why: str) -> None:
        """Say why a film is not shown."""
        shown, told = self.currentWidget(), self._failure.accessibleName()
        self._failure.say("warning", name, why)
        self.setCurrentWidget(self._failure)
        if shown is not self._failure or told != self._failure.accessibleName():
            announce(self._failure, self._failure.accessibleName())

    def show_film(self) -> None:
        """Show the film view."""
        self.setCurrentWidget(self._view)

    def lay_over(self, *bars: QWidget) -> None:
        """Show bars over the foot of the film: they come and go, and the film stays put."""
        self._bars = bars
        self._view.set_cover(*bars)
        for bar in bars:
            bar.setParent(self)
            bar.installEventFilter(self)

    def settle(self) -> None:
        """Put the bars over the film at its foot, or at its head if the landmark is there."""
        bars = [bar for bar in self._bars if not bar.isHidden()]
        heights = [bar.heightForWidth(self.width()) for bar in bars]
        top, looked_at = self.height() - sum(heights), self._view.selected_place
        if looked_at is not None and looked_at.y > top - MARKER_REACH:
            top = 0
        for bar, height in zip(bars, heights, strict=True):
            bar.setGeometry(0, top, self.width(), height)
            bar.raise_()
            top += height
        self._view.set_head(top if top < self.height() else 0)

    def take_focus(self) -> None:
        """Give the keys to what is shown; a film that takes its place inherits them."""
        if (shown := self.currentWidget()) is not None:
            shown.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()
        self._view.keep_fitted()  # the bars have other heights by now
        self._settle_chips()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}:
            self.settle()
        return False

    def show_chip(self, text: str) -> None:
        """Show a short remark in a corner of the film; empty takes it away."""
        self._chip.say(text)
        self._settle_chips()

    def show_finding(self, finding: Finding | None) -> None:
        """Show below it what was recognised of the film; nothing where all is as usual."""
        remarks = finding.remarks if finding else ()
        self._finding.say("\n".join(remark.sentence for remark in remarks))
        self._finding.warn(on=bool(finding and finding.warns))
        self._settle_chips()

    def _settle_chips(self) -> None:
        """Put one chip below the other, no wider than the film area."""
        above = CHIP_PLACE
        for chip in (self._chip, self._finding):
            chip.move(CHIP_PLACE, above)
            chip.fit(self.width() - 2 * CHIP_PLACE)
            if chip.text():
                above = chip.geometry().bottom() + CHIP_GAP


class Chip(QLabel):
    """A short remark at the top left of the film."""

    def __init__(self, name: str, view: QWidget) -> None:
        super().__init__(view, textFormat=Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._warns: bool | None = None
        self._fitted = ("", 0)
        self.warn(on=False)
        self.hide()

    def warn(self, *, on: bool) -> None:
        """Show what should not be overlooked in another frame."""
        if on is self._warns:
            return
        self._warns = on
        self.setStyleSheet(
            "background: rgba(20, 21, 24, 210); color: #ECEDEF; padding: 4px 11px;"
            f"border: 1px solid {WARNING if on else '#3A3D44'}; border-radius: 11px;"
        )

    def say(self, text: str) -> None:
        """Show a remark; an empty one hides the chip.

        It is read out unless only what follows the first dot changes: the steps of a detection.
        What follows is not read out again where it stays: the keys of place mode.
        """
        if text != self.text():
            (head, _, rest), (old_head, _, old_rest) = _parted(text), _parted(self.text())
            if head != old_head:
                announce(self, head if rest == old_rest else text)
            self.setText(text)
        self.setVisible(bool(text))

    def fit(self, room_px: int) -> None:
        """Take the size that the remark needs; in less room it breaks its lines."""
        if self._fitted == (self.text(), room_px):
            return
        self._fitted = (self.text(), room_px)
        self.setWordWrap(False)
        size = self.sizeHint()
        if size.width() > room_px:
            self.setWordWrap(True)
            size = QSize(room_px, self.heightForWidth(room_px))
        self.resize(size)


def _parted(text: str) -> tuple[str, str, str]:
    return text.partition(" · ")


def _row(buttons: Sequence[QToolButton]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row

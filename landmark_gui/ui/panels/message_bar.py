"""Shows the last message with its remedies, over the foot of the film."""

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
)

from landmark_gui.ui.messages import Message, Messages, Remedy, Tone
from landmark_gui.ui.theme import ICON_PX, LIGHT, Theme, icon, pixmap
from landmark_gui.ui.widgets.focus import by_keyboard
from landmark_gui.ui.widgets.from_left import from_left
from landmark_gui.ui.widgets.named import named, restyle
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.spoken import announce
from landmark_gui.ui.widgets.tips import as_tip

# A mere information goes away by itself, not before it can have been read
STAYS_MS, CHARACTER_MS = 6000, 90
SIGN_PX = 16
LEAST_PX = 80  # for the sentence: one long word in it would squeeze the remedies
LONGEST = 30  # characters of a remedy: a long name in it would squeeze the sentence


class RemedyButton(QPushButton):
    """A remedy one click away."""

    def __init__(self, remedy: Remedy, messages: Messages) -> None:
        super().__init__(_short(remedy.text).replace("&", "&&"))
        by_keyboard(self)
        self.setAccessibleName(remedy.text)
        if len(remedy.text) > LONGEST:
            self.setToolTip(as_tip(remedy.text))
        self._remedy = remedy
        self._messages = messages
        self.clicked.connect(self._on_click)

    def _on_click(self) -> None:
        self._messages.say(None)
        self._remedy.verb()


class MessageBar(QFrame):
    """One line; empty it takes no room."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self.setObjectName("message_bar")
        self._messages = messages
        self._theme = LIGHT
        self._sign = QLabel()
        self._text = named(QLabel(wordWrap=True), "message_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setMinimumWidth(LEAST_PX)
        self._close = by_keyboard(named(QToolButton(), "message_close"))
        self._close.setToolTip("Close")
        self._close.setAccessibleName("Close the message")
        self._close.clicked.connect(self._on_close)
        self._remedies: list[RemedyButton] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 8, 6)
        self._row.setSpacing(8)
        for widget in (self._sign, self._text, self._close):
            self._row.addWidget(widget)
        messages.said.connect(self._on_message)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._theme = theme
        side = scaled(ICON_PX, self)
        self._close.setIconSize(QSize(side, side))
        self._close.setIcon(icon("close", theme, side))
        if self._messages.current is not None:
            self._show_tone(self._messages.current.tone)

    def _on_message(self, message: Message | None) -> None:
        self._timer.stop()
        self.setVisible(message is not None)
        if message is None:
            return
        self._text.setText(from_left(message.text))
        self._show_tone(message.tone)
        self._show_remedies(message)
        if not self._messages.came_back:
            announce(self, message.text)
        if message.tone is Tone.INFO and not message.remedies:
            self._timer.start(max(STAYS_MS, CHARACTER_MS * len(message.text)))

    def _show_tone(self, tone: Tone) -> None:
        colour = {
            Tone.INFO: self._theme.accent,
            Tone.WARNING: self._theme.warning,
            Tone.ERROR: self._theme.error,
        }[tone]
        self._sign.setPixmap(pixmap(tone, colour, scaled(SIGN_PX, self)))
        self.setProperty("tone", tone.value)
        restyle(self)

    def _show_remedies(self, message: Message) -> None:
        for old in self._remedies:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._remedies = [RemedyButton(remedy, self._messages) for remedy in message.remedies]
        for button in self._remedies:
            self._row.insertWidget(self._row.count() - 1, button)
        # Close comes first and goes behind the others: so they stand where it stood
        for before, after in pairwise((self._close, *self._remedies, self._close)):
            self.setTabOrder(before, after)
        self.setFocusProxy(self._remedies[0] if self._remedies else self._close)

    def _on_timeout(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start()  # somebody is at it
        else:
            self._messages.say(None)

    def _on_close(self) -> None:
        self._messages.say(None)


def _short(text: str) -> str:
    """Return a text without its middle if it is too long for a button."""
    if len(text) <= LONGEST:
        return text
    tail = LONGEST // 2
    return f"{text[: LONGEST - tail - 1]}…{text[-tail:]}"

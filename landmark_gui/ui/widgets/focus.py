"""Working by keyboard alone: F6 goes from panel to panel, and no panel takes the film's keys."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QWidget
from typing_extensions import override

W = TypeVar("W", bound=QWidget)
_KEY_EVENTS = frozenset(
    {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
)
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
#: On a button or a slider these mean itself and its neighbour, whatever they do on the film.
_OWN = ENTER | {Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
#: In a list these go from row to row; all others, but for "select all", are the film's.
_ROWS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


class _OwnKeys(QObject):
    """Keeps a few keys for a widget while it has the focus; Enter presses a button."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() not in _OWN:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        press = event.type() is QEvent.Type.KeyPress and event.key() in ENTER
        if press and isinstance(watched, QAbstractButton):
            if not event.isAutoRepeat():  # a key that is held is one press
                watched.click()
            return True
        return False


class KeysToFilm(QObject):
    """Hands the keys that a list has no use for to the film, before the list searches by them."""

    def __init__(self, film: QWidget) -> None:
        super().__init__(film)
        self._film = film
        self._dead: dict[QObject, AbstractSet[int]] = {}

    def lend(self, view: QAbstractItemView, dead: AbstractSet[int] = frozenset()) -> None:
        """Let a list have the focus, and the film its keys but those that are dead there.

        A dead key is one that seems to mean a row, and would do something else on the film.
        """
        self._dead[view] = dead
        view.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the film
        view.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _ROWS or event.matches(QKeySequence.StandardKey.SelectAll):
            return False
        if event.key() in self._dead[watched] and not event.modifiers():
            event.accept()  # or a shortcut would have it
            return True
        QCoreApplication.sendEvent(self._film, event)
        return True


class PanelOrder(QObject):
    """The parts of the window in the order in which F6 goes through them; the film is the first."""

    def __init__(self, window: QWidget, panels: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._panels = panels
        self._spared: QWidget | None = None
        window.installEventFilter(self)
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._on_focus)

    def next(self, step: int = 1) -> None:
        """Give the keys to the next panel in which they are of use."""
        count, here = len(self._panels), self._here()
        for offset in range(1, count + 1):
            entrance = _entrance(self._panels[(here + step * offset) % count])
            if entrance is not None:
                entrance.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def previous(self) -> None:
        """Give the keys to the panel before."""
        self.next(-1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nobody in the window wanted brings the keys back to the film."""
        # First: events still come while the window is taken apart, and this with it
        if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent):
            return False
        if watched is self._spared and event.key() in ENTER:
            event.accept()  # or a shortcut would have it
            return True
        if event.key() == Qt.Key.Key_Escape and event.type() is QEvent.Type.KeyPress:
            self._to_film()
        return False

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """Give the film the keys of what was greyed out or went away.

        Qt would give them to the neighbour, and the next Enter would decide something else.
        """
        if old is None or now is None or {old.window(), now.window()} != {self.parent()}:
            return
        is_page = old.parentWidget() is self._panels[0]  # what takes its place inherits the keys
        if not is_page and not (old.isEnabled() and old.isVisible()):
            self._spare(self._to_film())

    def _to_film(self) -> QWidget | None:
        film = _entrance(self._panels[0])
        if film is not None:
            film.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return film

    def _spare(self, film: QWidget | None) -> None:
        """Keep a second Enter, meant for what has just gone, from the film."""
        if film is not None:
            film.installEventFilter(self)
            QTimer.singleShot(QApplication.doubleClickInterval(), self, self._end_sparing)
            self._spared = film

    def _end_sparing(self) -> None:
        if self._spared is not None:
            self._spared.removeEventFilter(self)
            self._spared = None

    def _here(self) -> int:
        widget = QApplication.focusWidget()
        while widget is not None and widget not in self._panels:
            widget = widget.parentWidget()  # the innermost one: messages lie over the film
        return 0 if widget is None else self._panels.index(widget)


def by_keyboard(widget: W) -> W:
    """Return the widget, usable by keyboard; a click on it leaves the keys with the film."""
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    widget.installEventFilter(_OwnKeys(widget))
    return widget


def _entrance(panel: QWidget) -> QWidget | None:
    """Return what gets the focus in a panel: its proxy, or the first that can have it.

    A panel around a list has no entrance while the list is empty.
    """
    proxy = panel.focusProxy()
    if isinstance(proxy, QAbstractItemView) and proxy.model().rowCount() == 0:
        return None
    within = [proxy, panel, *panel.findChildren(QWidget)]
    return next((w for w in within if w is not None and _takes_focus(w)), None)


def _takes_focus(widget: QWidget) -> bool:
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants and widget.isVisible() and widget.isEnabled()

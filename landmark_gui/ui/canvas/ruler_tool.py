"""Marks along a ruler: with the tool in the hand, clicks and arrow keys on the film are its own."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.ruler_item import RulerItem
from landmark_gui.ui.keymap import latin_key

ARROWS: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
NONE = Qt.KeyboardModifier.NoModifier
NUDGE_PX = {
    NONE: 1.0,
    Qt.KeyboardModifier.ShiftModifier: 10.0,
    Qt.KeyboardModifier.ControlModifier: 0.1,
}


class RulerTool(QObject):
    """Takes marks on the film; what is not its own (zoom, pan, contrast) goes on as before."""

    changed = Signal()  # the marks did
    agreed = Signal()  # Enter
    left_off = Signal()  # Esc
    bar_asked = Signal()  # Tab

    def __init__(self, view: FilmView) -> None:
        super().__init__(view)
        self._view = view
        self._item = RulerItem()
        view.scene().addItem(self._item)
        view.looked.connect(self._draw)
        view.marked.connect(self._on_press)
        self._marks: tuple[Point, ...] = ()
        self._taken: tuple[Point, ...] = ()  # marks that were taken back, the last one last
        self._on = False
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_N: self.add_in_the_middle,
            Qt.Key.Key_Backspace: self.take_back,
            Qt.Key.Key_Delete: self.take_back,
            Qt.Key.Key_Return: self.agreed.emit,
            Qt.Key.Key_Enter: self.agreed.emit,
            Qt.Key.Key_Escape: self.left_off.emit,
            Qt.Key.Key_Tab: self.bar_asked.emit,
        }

    @property
    def marks(self) -> tuple[Point, ...]:
        """The marks in the order of the clicks, on the film."""
        return self._marks

    @property
    def in_hand(self) -> bool:
        """Whether clicks on the film are its own."""
        return self._on

    def begin(self) -> None:
        """Take the tool in the hand, without marks; another one is laid down."""
        other = tool_in_hand(self._view)
        if other is not None and other is not self:
            other.left_off.emit()
        self._on = True
        self._view.take_tool(on=True)
        self._view.installEventFilter(self)  # only now: a filter must not outlive its window
        self.show(())

    def put_away(self) -> None:
        """Leave the film to its landmarks again."""
        if self._on:
            self._on = False
            self._view.take_tool(on=False)
            self._view.removeEventFilter(self)
        self.show(())

    def show(self, marks: Sequence[Point]) -> None:
        """Draw marks, whoever made them."""
        self._put(tuple(marks), ())

    def add_in_the_middle(self) -> None:
        """Add a mark in the middle of what is seen; the arrow keys move it on."""
        if middle := self._view.middle_now:
            self._add(middle)

    def take_back(self) -> None:
        """Remove the last mark."""
        if self._marks:
            self._put(self._marks[:-1], (*self._taken, self._marks[-1]))

    def bring_back(self) -> None:
        """Put the mark that was taken back last where it was."""
        if self._taken:
            self._put((*self._marks, self._taken[-1]), self._taken[:-1])

    @property
    def may_bring_back(self) -> bool:
        """Whether a mark was taken back, and no other made since."""
        return bool(self._taken)

    def forget(self) -> None:
        """Bring no mark back any more."""
        self._taken = ()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and self._on_key(event)

    def _on_press(self, point: Point | None) -> None:
        if self._on and point is not None:
            self._view.setFocus()
            self._add(point)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = latin_key(event)
        if not _is_nudge(event) and (key not in self._keys or _held(event) != NONE):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:  # before an action of the same key
            event.accept()
        elif event.type() == QEvent.Type.KeyPress and key in ARROWS:
            self._nudge(event)
        elif event.type() == QEvent.Type.KeyPress:
            self._keys[key]()
        return True

    def _nudge(self, event: QKeyEvent) -> None:
        if self._marks:
            step, (dx, dy) = NUDGE_PX[_held(event)], ARROWS[event.key()]
            moved = self._view.on_film(self._marks[-1].moved(dx * step, dy * step))
            self.show((*self._marks[:-1], moved))
            self._view.reveal(moved)

    def _add(self, mark: Point) -> None:
        self.show((*self._marks, mark))

    def _put(self, marks: tuple[Point, ...], taken: tuple[Point, ...]) -> None:
        before, self._marks, self._taken = self._marks, marks, taken
        if marks != before:
            self._draw()
            self.changed.emit()

    def _draw(self) -> None:
        self._item.show_marks(self._marks, self._view.viewport_now)


def tool_in_hand(view: FilmView) -> RulerTool | None:
    """Return the tool to which clicks on a film belong, if one is in the hand."""
    return next((tool for tool in view.findChildren(RulerTool) if tool.in_hand), None)


def _is_nudge(event: QKeyEvent) -> bool:
    return event.key() in ARROWS and _held(event) in NUDGE_PX


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

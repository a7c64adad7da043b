"""Keys that act on the film itself: nudge, hide and pan while held, abort."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from landmark_gui.ui.actions.film_actions import ABORT, FILM_KEYS, HIDE, PAN
from landmark_gui.ui.canvas.annotated_film import AnnotatedFilm
from landmark_gui.ui.keymap import Keymap, is_sign, latin_key, pressed_key

_WAYS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}
TAP_MS = 500  # a key that is held longer was to move the film, though nothing came of it
_SHIFT, _KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


class FilmKeys:
    """Knows which key does what on the film, and which ones are held.

    Attributes:
        panning: the key is held with which a left drag moves the film.
        panned: the film was moved while it was held, so that letting go of it means nothing.
    """

    def __init__(self, film: AnnotatedFilm) -> None:
        self._film = film
        self._ids: dict[str, str] = {}
        self._held: dict[int, tuple[str, str]] = {}  # what it stands for, and how it was pressed
        self.panning, self.panned = False, False
        self._since_ms = 0  # when the key of panning was pressed
        self.show_keys(Keymap())

    def show_keys(self, keymap: Keymap) -> None:
        """Listen to other keys."""
        self._ids = {key: action.id for action in FILM_KEYS for key in keymap.of(action.id)}

    def claims(self, event: QKeyEvent) -> bool:
        """Tell whether a key is the film's, even where a shortcut of the window has it too."""
        return self._meant(event) is not None

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for and tell whether it stands for anything here."""
        meant = self._meant(event)
        if meant is None:
            return False
        if meant in {HIDE, PAN}:
            if not event.isAutoRepeat():
                self._hold(event, meant)
        elif meant == ABORT:
            self._film.give_up()
        else:
            _, way, px = meant.split("_")
            dx, dy = _WAYS[way]
            step = float(px)
            self._film.nudge(dx * step, dy * step, repeated=event.isAutoRepeat())
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Let go of a key that was held and tell whether there was one."""
        if event.isAutoRepeat():
            return event.key() in self._held
        meant, pressed = self._held.pop(event.key(), (None, ""))
        if meant is None and is_sign(event.text()):
            self.let_go()  # Shift went first, and the key is another one without it
        if meant == HIDE:
            self._film.hide_overlay(hidden=False)
        elif meant == PAN:
            self.panning = False
            if not self.panned and event.timestamp() - self._since_ms <= TAP_MS:
                self._film.tapped.emit(pressed)  # whether Shift or the key goes first is chance
        return meant is not None

    def let_go(self) -> None:
        """Forget what is held: the keys go elsewhere."""
        if any(meant == HIDE for meant, _ in self._held.values()):
            self._film.hide_overlay(hidden=False)
        self._held.clear()
        self.panning = False

    def _hold(self, event: QKeyEvent, meant: str) -> None:
        self._held[event.key()] = meant, pressed_key(event)
        if meant == HIDE:
            self._film.hide_overlay(hidden=True)
        else:
            self.panning, self.panned = True, False
            self._since_ms = event.timestamp()

    def _meant(self, event: QKeyEvent) -> str | None:
        pressed = pressed_key(event), pressed_key(event, latin_key(event))
        meant = next((self._ids[key] for key in pressed if key in self._ids), None)
        if meant is None and self._ids.get(_without_shift(event)) == PAN:
            return PAN  # with Shift it taps for something else and holds for the same
        return meant


def _without_shift(event: QKeyEvent) -> str:
    """Return the key with those held but Shift, as a keymap writes it."""
    held = event.modifiers() & ~_KEYPAD & ~_SHIFT
    return QKeySequence(QKeyCombination(held, Qt.Key(event.key()))).toString()

"""Which keys lead to which action: the standard ones, and those that the user has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from landmark_gui.ui.actions.action import Action
from landmark_gui.ui.actions.every_action import Menu
from landmark_gui.ui.actions.film_actions import EVERY_ACTION, PAN

Keys = tuple[str, ...]
KEYS_EACH = 4  # of which the settings show two; an action has more only by standard
_STANDARD: Mapping[str, Action] = {action.id: action for action in EVERY_ACTION}
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText

_ASCII = 0x80
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MAC = "ASDFHGZXCV BQWERYT             OU IP LJ K    NM"  # by virtual key
_LINUX = {  # by scan code, of the three rows of letters
    first + place: letter
    for first, letters in {24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"}.items()
    for place, letter in enumerate(letters)
}


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of all actions; every change is a new keymap.

    A key belongs to one action. One that the user gives to an action is taken from the other that
    had it by standard, and goes back there when it is given up. Only the key that lets the hand
    move the film may do something else too: held it moves the film, tapped it does the other.

    Attributes:
        chosen: keys in Qt's portable notation, of the actions whose keys the user has changed.
    """

    chosen: Mapping[str, Keys] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def read(cls, chosen: Mapping[str, Keys]) -> "Keymap":
        """Return a keymap as it was kept; actions and keys that do not exist are left out."""
        known = {name: keys for name, keys in chosen.items() if name in _STANDARD}
        made = cls()
        for name, keys in known.items():
            made = made._put(name, tuple(filter(None, map(portable, keys)))[:KEYS_EACH])
        return made

    def of(self, action_id: str) -> Keys:
        """Return the keys of an action, the first one to be shown."""
        if action_id in self.chosen:
            return self.chosen[action_id]
        keys = tuple(portable(key) for key in _STANDARD[action_id].keys)
        if action_id == PAN:
            return keys
        taken = {key for name, keys in self.chosen.items() if name != PAN for key in keys}
        return tuple(key for key in keys if key not in taken)

    def owner(self, key: str, besides: str) -> Action | None:
        """Return another action than `besides` that has a key and would lose it."""
        if besides == PAN:
            return None
        others = (a for a in EVERY_ACTION if a.id not in {besides, PAN})
        return next((a for a in others if portable(key) in self.of(a.id)), None)

    def by_key(self, key: str) -> str | None:
        """Return the id of the action that a key leads to, besides moving the film."""
        owner = self.owner(key, "")
        return owner.id if owner else None

    def given(self, action_id: str, place: int, key: str) -> "Keymap":
        """Return the keymap with a key at an action's first or second place; "" clears it."""
        keys = [*self.of(action_id), "", ""]
        new = portable(key)
        keys = ["" if known == new else known for known in keys]
        keys[place] = new
        return self._put(action_id, tuple(filter(None, keys)))

    def reset(self, action_id: str) -> "Keymap":
        """Return the keymap with an action's standard keys; whoever has got them loses them."""
        made = self
        for key in _STANDARD[action_id].keys:
            made = made._without(portable(key), action_id)
        return replace(made, chosen=_but(made.chosen, action_id))

    def _put(self, action_id: str, keys: Keys) -> "Keymap":
        made = self
        for key in keys:
            made = made._without(key, action_id)
        chosen = _but(made.chosen, action_id)
        if keys != replace(made, chosen=chosen).of(action_id):
            chosen = MappingProxyType({**chosen, action_id: keys})
        return replace(made, chosen=chosen)

    def _without(self, key: str, keeper: str) -> "Keymap":
        """Take a key from those to whom the user gave it."""
        if keeper == PAN:
            return self
        left = {
            name: keys if name in {keeper, PAN} else tuple(k for k in keys if k != key)
            for name, keys in self.chosen.items()
        }
        return replace(self, chosen=MappingProxyType(left))


def portable(key: str) -> str:
    """Return a key as it is kept, the same on every system; "" if there is no such key."""
    return QKeySequence(key).toString(_PORTABLE)


def menu_of(key: str) -> str | None:
    """Return the name of the menu that a key opens by the letter underlined in it, if it does."""
    opens = {QKeySequence.mnemonic(menu).toString(_PORTABLE): menu for menu in Menu}
    menu = opens.get(portable(key))
    return menu.replace("&", "") if menu else None


def native(key: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(_NATIVE)


def pressed_key(event: QKeyEvent, stands_for: Qt.Key | None = None) -> str:
    """Return a key in portable notation; a sign or digit that needs Shift is written without."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = stands_for or Qt.Key(event.key())
    if key is Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    elif is_sign(event.text()) or event.text().isdigit():  # which French keyboards write so
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(held, key)).toString()


def latin_key(event: QKeyEvent) -> Qt.Key:
    """Return a key; of a layout that writes other letters, the Latin one at the same place.

    Qt looks for shortcuts of menus in the same way, but not for keys that it hands to a widget.
    """
    key = Qt.Key(event.key())
    if not _ASCII <= key < Qt.Key.Key_Escape:  # the letters; from Escape on keys have no sign
        return key
    match QGuiApplication.platformName():
        case "windows":
            letter = chr(event.nativeVirtualKey())  # named after the Latin letter everywhere
        case "cocoa":
            letter = _MAC[event.nativeVirtualKey() : event.nativeVirtualKey() + 1]
        case _:
            letter = _LINUX.get(event.nativeScanCode(), "")
    return Qt.Key(ord(letter)) if letter in _LETTERS else key


def is_sign(text: str) -> bool:
    """Tell whether what a key writes is neither a letter nor a digit."""
    return text.isprintable() and not text.isalnum() and bool(text.strip())


def _but(chosen: Mapping[str, Keys], action_id: str) -> Mapping[str, Keys]:
    return MappingProxyType({name: keys for name, keys in chosen.items() if name != action_id})

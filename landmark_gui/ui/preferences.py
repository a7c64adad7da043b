"""What the window remembers from one start to the next, in a small file."""

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

from landmark_gui.domain.region import SHARES
from landmark_gui.ui.display import Display, Heat
from landmark_gui.ui.keymap import Keymap
from landmark_gui.ui.theme import Appearance

C = TypeVar("C", bound=StrEnum)
FILE = "window.ini"


class Preferences:
    """Geometry, appearance and switches of the window; what cannot be read is left as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def display(self) -> Display:
        """Return what the user chose to see."""
        standard = Display()
        return replace(
            standard,
            heat=_choice(Heat, self.text_of("heat"), standard.heat),
            appearance=_choice(Appearance, self.text_of("appearance"), standard.appearance),
            opacity=_share(self.text_of("opacity"), standard.opacity),
            labels=self.text_of("labels") != "no",
            rings=self.text_of("rings") == "yes",
            keep_enlargement=self.text_of("keep_enlargement") == "yes",
            share=_region(self.text_of("share"), standard.share),
        )

    def remember_display(self, display: Display) -> None:
        """Keep what the user chose to see."""
        self._file.setValue("heat", display.heat.value)
        self._file.setValue("appearance", display.appearance.value)
        self._file.setValue("opacity", f"{display.opacity:.2f}")
        self._file.setValue("labels", "yes" if display.labels else "no")
        self._file.setValue("rings", "yes" if display.rings else "no")
        self._file.setValue("keep_enlargement", "yes" if display.keep_enlargement else "no")
        self._file.setValue("share", f"{display.share:g}")

    def flag(self, key: str) -> bool:
        """Return a switch that is off unless it was remembered as on."""
        return self.text_of(key) == "yes"

    def choice(self, key: str) -> bool | None:
        """Return a switch, None where the user has never touched it."""
        return {"yes": True, "no": False}.get(self.text_of(key))

    def remember_flag(self, key: str, *, on: bool) -> None:
        """Keep a switch."""
        self._file.setValue(key, "yes" if on else "no")
        self._file.sync()  # a program that is killed must not forget it

    def bytes_of(self, key: str) -> QByteArray:
        """Return a widget's state, empty if there is none."""
        value = self._file.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def remember_bytes(self, key: str, state: QByteArray) -> None:
        """Keep a widget's state."""
        self._file.setValue(key, state)

    def text_of(self, key: str) -> str:
        """Return a text, empty if there is none."""
        value = self._file.value(key)
        return value if isinstance(value, str) else ""

    def remember_text(self, key: str, text: str) -> None:
        """Keep a text."""
        self._file.setValue(key, text)
        self._file.sync()  # as above

    def keymap(self) -> Keymap:
        """Return the keys that the user chose."""
        try:
            kept = json.loads(self.text_of("keys") or "{}")
            return Keymap.read({str(name): tuple(map(str, keys)) for name, keys in kept.items()})
        except (ValueError, TypeError, AttributeError):
            return Keymap()

    def remember_keymap(self, keymap: Keymap) -> None:
        """Keep the keys that the user chose."""
        self._file.setValue("keys", json.dumps(dict(keymap.chosen)))


def _choice(kind: type[C], text: str, otherwise: C) -> C:
    return kind(text) if text in {member.value for member in kind} else otherwise


def _region(text: str, otherwise: float) -> float:
    return next((share for share in SHARES if f"{share:g}" == text), otherwise)


def _share(text: str, otherwise: float) -> float:
    try:
        return min(max(0.05, float(text)), 1.0)  # in this order: what is no number is the least
    except ValueError:
        return otherwise

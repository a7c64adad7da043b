"""Keyboards that write no Latin letters: a key means what stands at its place elsewhere."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from landmark_gui.ui.keymap import latin_key
from tests.ui.hand import KEY, NONE, Hand

LETTERS = {"Russian": "рт", "Greek": "ην", "Persian": "اد", "Hebrew": "ימ"}
H, N = 43, 57  # scan codes


def event(kind: QEvent.Type, letter: str, scan: int = 0, virtual: int = 0) -> QKeyEvent:
    return QKeyEvent(kind, ord(letter.upper()), NONE, scan, virtual, 0, letter)


def press(widget: QWidget, letter: str, scan: int) -> None:
    claimed = event(QEvent.Type.ShortcutOverride, letter, scan)
    claimed.ignore()
    QApplication.sendEvent(widget, claimed)
    assert claimed.isAccepted()
    QApplication.sendEvent(widget, event(QEvent.Type.KeyPress, letter, scan))


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_the_overlay_is_hidden_and_the_ruler_marked_by_the_same_keys(
    hand: Hand, letters: str
) -> None:
    hide, mark = letters[0], letters[1]
    press(hand.view, hide, H)
    assert hand.view._landmarks._items == {}
    QApplication.sendEvent(hand.view, event(QEvent.Type.KeyRelease, hide, H))
    assert hand.view._landmarks._items
    hand.window.menus["calibrate"].trigger()
    press(hand.view, mark, N)
    assert len(hand.window.calibrating.tool.marks) == 1
    hand.window.menus["calibrate"].trigger()


@pytest.mark.parametrize(
    ("platform", "scan", "virtual", "meant"),
    [
        ("xcb", 43, 0, KEY.Key_H),
        ("wayland", 58, 0, KEY.Key_M),
        ("windows", 0, ord("H"), KEY.Key_H),
        ("cocoa", 0, 4, KEY.Key_H),
        ("cocoa", 0, 45, KEY.Key_N),
    ],
)
def test_every_system_tells_where_a_key_lies(
    monkeypatch: pytest.MonkeyPatch, platform: str, scan: int, virtual: int, meant: Qt.Key
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    assert latin_key(event(QEvent.Type.KeyPress, "р", scan, virtual)) == meant


@pytest.mark.parametrize("letter", ["h", "ö", "é"])
def test_a_latin_keyboard_means_what_it_writes(letter: str) -> None:
    where = 47 if letter == "ö" else 11
    assert latin_key(event(QEvent.Type.KeyPress, letter, where)) == ord(letter.upper())

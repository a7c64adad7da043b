"""All keys and gestures, one key away."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from landmark_gui.ui.actions.action import Action
from landmark_gui.ui.actions.every_action import ACTIONS
from landmark_gui.ui.actions.film_actions import FILM_KEYS, HINTS
from landmark_gui.ui.keymap import Keymap, native
from landmark_gui.ui.theme import Theme
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.scaled import scaled


class KeyList(QDialog):
    """A window that may stay open beside the film."""

    def __init__(self, theme: Theme, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_list")
        self.setWindowTitle("Keys and mouse")
        self.resize(scaled(520, self), 640)
        self._text = named(QLabel(wordWrap=True), "keys")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setContentsMargins(20, 8, 20, 16)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_keys(theme, keymap)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def show_keys(self, theme: Theme, keymap: Keymap) -> None:
        """Show other keys."""
        self._text.setText(key_table(theme, keymap))


def key_table(theme: Theme, keymap: Keymap) -> str:
    """Return the list as HTML, in the order of the menus."""
    rows = [_heading("On the film", theme)]
    rows += [_row(hint.what, hint.how, theme) for hint in HINTS]
    rows += _rows(FILM_KEYS, theme, keymap)
    for menu, actions in ACTIONS.items():
        listed = _rows(actions, theme, keymap)
        if listed:
            rows += [_heading(menu.replace("&", ""), theme), *listed]
    return f'<table width="100%" cellspacing="0" cellpadding="4">{"".join(rows)}</table>'


def _rows(actions: Sequence[Action], theme: Theme, keymap: Keymap) -> list[str]:
    keyed = ((action, keymap.of(action.id)) for action in actions)
    return [
        _row(action.text.rstrip("…"), ", ".join(map(native, keys)), theme)
        for action, keys in keyed
        if keys
    ]


def _heading(text: str, theme: Theme) -> str:
    return (
        f'<tr><td colspan="2" style="padding-top: 14px; color: {theme.muted}">'
        f"<b>{escape(text)}</b></td></tr>"
    )


def _row(what: str, how: str, theme: Theme) -> str:
    return (
        f'<tr><td width="56%">{escape(what)}</td>'
        f'<td align="right" style="color: {theme.muted}">{escape(how)}</td></tr>'
    )

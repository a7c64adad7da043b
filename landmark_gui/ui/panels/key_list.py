"""All keys and gestures, one key away."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from landmark_gui.ui.actions import ACTIONS, GESTURES
from landmark_gui.ui.named import named
from landmark_gui.ui.theme import Theme


class KeyList(QDialog):
    """A window that may stay open beside the film."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key_list")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys and mouse")
        self.resize(520, 640)
        text = named(QLabel(key_table(theme), wordWrap=True), "keys")
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setContentsMargins(20, 8, 20, 16)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)


def key_table(theme: Theme) -> str:
    """Return the list as HTML, in the order of the menus."""
    rows = [_heading("On the film", theme)]
    rows += [_row(gesture.what, gesture.how, theme) for gesture in GESTURES]
    for menu, actions in ACTIONS.items():
        listed = [action for action in actions if action.keys]
        if listed:
            rows.append(_heading(menu.replace("&", ""), theme))
        rows += [_row(a.text.rstrip("…"), _keys(a.keys), theme) for a in listed]
    return f'<table width="100%" cellspacing="0" cellpadding="4">{"".join(rows)}</table>'


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


def _keys(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)

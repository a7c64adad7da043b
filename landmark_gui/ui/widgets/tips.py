"""Tool tips that show a text as it is."""

from html import escape

from PySide6.QtGui import Qt

from landmark_gui.ui.widgets.from_left import from_left


def as_tip(text: str) -> str:
    """Return the tool tip for a text that others wrote, such as the name of a film.

    Qt shows what looks like HTML as HTML, and reads the pictures that it names.
    """
    if not Qt.mightBeRichText(text):
        return from_left(text)
    return f"<qt>{escape(from_left(text))}</qt>".replace("\n", "<br>")

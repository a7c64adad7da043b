"""Tool tips that show a text as it is."""

from html import escape

from PySide6.QtGui import Qt


def as_tip(text: str) -> str:
    """Return the tool tip for a text that others wrote, such as the name of a film.

    Qt shows what looks like HTML as HTML, and reads the pictures that it names.
    """
    if not Qt.mightBeRichText(text):
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")

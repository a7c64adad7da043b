"""Tables on the clipboard, as the spreadsheets of this system take them."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from landmark_gui.ui.widgets.figures import as_cell, as_text


def copy_table(
    heading: Sequence[str], names: Sequence[str], table: Sequence[Sequence[str]]
) -> None:
    """Put a table on the clipboard, below the lines that say what it is of."""
    lines = (*map(as_cell, heading), as_text(names, table, decimal_sign()))
    QGuiApplication.clipboard().setText("\n".join(lines))


def decimal_sign() -> str:
    """Return what separates decimals where this system's spreadsheets read a number.

    With a comma they take 3.2 for the third of February. Any other sign belongs to other digits.
    """
    return "," if QLocale.system().decimalPoint() == "," else "."

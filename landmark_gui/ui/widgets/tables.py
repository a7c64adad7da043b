"""What the tables of the window have in common."""

from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView

from landmark_gui.ui.widgets.scaled import scaled

Index: TypeAlias = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()  # the parent of all rows


def set_up(table: QTableView, row_px: int) -> None:
    """Show rows of a height that grows with the font, without a grid and without numbers."""
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(scaled(row_px, table))
    table.horizontalHeader().setHighlightSections(False)


def aligned(*, right: bool) -> Qt.AlignmentFlag:
    """Return how a cell is aligned: numbers to the right, words to the left."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

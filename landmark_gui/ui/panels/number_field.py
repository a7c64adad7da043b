"""A field for a number with decimals, whichever sign the user's country writes before them."""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox
from typing_extensions import override


class NumberField(QDoubleSpinBox):
    """Takes 10.5 and 10,5 for the same: a sign taken for one of thousands would be a tenfold error.

    Shows a point, as all numbers of the window have it.
    """

    def __init__(self) -> None:
        super().__init__()
        locale = QLocale.c()
        options = QLocale.NumberOption
        locale.setNumberOptions(options.OmitGroupSeparator | options.RejectGroupSeparator)
        self.setLocale(locale)

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(_with_point(text), position)

    @override
    def valueFromText(self, text: str) -> float:
        return super().valueFromText(_with_point(text))


def _with_point(text: str) -> str:
    return text.replace(",", ".")

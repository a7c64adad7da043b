"""Fields for numbers, in whichever digits and signs the user's country writes."""

import unicodedata

from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from typing_extensions import override

INSET = 5  # pixels before the number: the padding of style.qss does not reach it
_POINTS = str.maketrans(",٫", "..")  # the second one is Arabic


class NumberField(QDoubleSpinBox):
    """Takes 10.5, 10,5 and ۱۰٫۵ for the same.

    A sign taken for one of thousands would be a tenfold error, and so would a digit left out. Shows
    what is typed as all numbers of the window are written.
    """

    def __init__(self) -> None:
        super().__init__()
        locale = QLocale.c()
        options = QLocale.NumberOption
        locale.setNumberOptions(options.OmitGroupSeparator | options.RejectGroupSeparator)
        self.setLocale(locale)
        self.lineEdit().setTextMargins(INSET, 0, 0, 0)

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(_as_shown(text), position)

    @override
    def valueFromText(self, text: str) -> float:
        return super().valueFromText(_as_shown(text))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the key that erases a word spare the unit, without which Qt would refuse it."""
        if event.matches(QKeySequence.StandardKey.DeleteEndOfWord):
            self._erase_to_unit()
        else:
            super().keyPressEvent(event)

    def _erase_to_unit(self) -> None:
        edit = self.lineEdit()
        if not edit.hasSelectedText():
            start = edit.cursorPosition()
            end = len(edit.text()) - len(self.suffix())
            edit.setSelection(start, max(0, end - start))
        edit.del_()


class WholeNumberField(QSpinBox):
    """Takes whole numbers in any digits, and shows them as those of the window are written."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(QLocale.c())
        self.lineEdit().setTextMargins(INSET, 0, INSET, 0)

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(_as_shown(text), position)

    @override
    def valueFromText(self, text: str) -> int:
        return super().valueFromText(_as_shown(text))


def _as_shown(text: str) -> str:
    """Return a number with the digits of ASCII and a decimal point."""
    digits = (str(unicodedata.decimal(sign, sign)) for sign in text)
    return "".join(digits).translate(_POINTS)

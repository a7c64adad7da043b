"""Tables as they go to the clipboard."""

import pytest
from PySide6.QtCore import QLocale

from landmark_gui.ui.widgets.clipboard import decimal_sign
from landmark_gui.ui.widgets.figures import as_text


def test_words_are_no_formulas_and_numbers_stay_numbers() -> None:
    rows = [["=cmd", "-1.25", "+0.50", "95.0 %", ""], ["a\tb\r\n=c", "-x", "NA", "Pog'", "1e5"]]
    header, one, other, end = as_text(["@name", "Bias x mm"], rows).split("\n")
    assert header.split("\t") == ["'@name", "Bias x mm"]
    assert one.split("\t") == ["'=cmd", "-1.25", "+0.50", "95.0 %", ""]
    assert other.split("\t") == ["a b  =c", "'-x", "'NA", "Pog'", "1e5"]
    assert end == ""


def test_numbers_have_the_decimal_sign_of_the_spreadsheet_and_words_stay() -> None:
    rows = [["3.2", "-1.25", "95.0 %", "1.2.840", "a.png", "A (0.5 mm)"]]
    _, copied, _ = as_text(["h"], rows, ",").split("\n")
    assert copied.split("\t") == ["3,2", "-1,25", "95,0 %", "1.2.840", "a.png", "A (0.5 mm)"]


@pytest.mark.parametrize(("country", "sign"), [("de", ","), ("en", "."), ("fa", ".")])
def test_the_decimal_sign_is_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, country: str, sign: str
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(country))
    assert decimal_sign() == sign

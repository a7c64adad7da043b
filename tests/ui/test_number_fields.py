"""Numbers mean the same in every country, in whichever digits they are typed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from landmark_gui.ui.widgets.number_field import NumberField, WholeNumberField


@pytest.fixture(autouse=True, params=["C", "de_DE", "fr_FR", "fa_IR"])
def _country(request: pytest.FixtureRequest) -> Iterator[None]:
    usual = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield
    QLocale.setDefault(usual)


def type_into(field: QWidget, text: str) -> None:
    for sign in text:  # QTest's keys end with Latin
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(field, press)


@pytest.mark.parametrize(
    "typed",
    [
        "10.5",
        "10,5",
        "۱۰٫۵",
        "۱۰/۵",
        "۱۰،۵",
        "١٠٫٥",
        "१०.५",
        "１０．５",
        "10。5",
    ],
)
@pytest.mark.parametrize("unit", [" mm", " mm/px", ""])
def test_a_number_with_decimals_is_read_and_shown_alike(
    qtbot: QtBot, typed: str, unit: str
) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.setRange(0.1, 500.0)
    field.setSuffix(unit)
    field.selectAll()
    type_into(field, typed)
    assert field.value() == 10.5
    assert field.text() == f"10.5{unit}"


@pytest.mark.parametrize("typed", ["12", "۱۲", "١٢"])
def test_a_whole_number_is_read_and_shown_alike(qtbot: QtBot, typed: str) -> None:
    field = WholeNumberField()
    qtbot.addWidget(field)
    field.selectAll()
    type_into(field, typed)
    assert (field.value(), field.text()) == (12, "12")


@pytest.mark.parametrize(
    "pasted", ["10.5 mm/px", "10,5\N{NO-BREAK SPACE}mm/px", "\N{RIGHT-TO-LEFT MARK}۱۰٫۵", "10.5"]
)
def test_a_number_is_taken_out_of_a_text_with_its_unit(qtbot: QtBot, pasted: str) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.setRange(0.1, 500.0)
    field.setSuffix(" mm/px")
    field.selectAll()
    field.lineEdit().insert(pasted)
    assert (field.value(), field.text()) == (10.5, "10.5 mm/px")


@pytest.mark.parametrize("pasted", ["1,234.5", "1.234,5", "1 234,5", "1'234.5"])
def test_a_number_with_a_sign_of_thousands_is_refused(qtbot: QtBot, pasted: str) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.setRange(0.1, 5000.0)
    field.selectAll()
    field.lineEdit().insert(pasted)
    assert field.value() == 0.1

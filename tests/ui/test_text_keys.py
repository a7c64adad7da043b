"""A key that edits a text does so in every field of the window, and nothing else."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

from landmark_gui.document.worklist import Progress
from landmark_gui.ui.keymap import Keymap
from tests.ui.hand import CTRL, KEY, Hand

FIELDS = ("film_search", "calibration_number", "page_number")


def field(hand: Hand, name: str) -> QWidget:
    """Give the keys to one of the window's fields; all of them are shown."""
    hand.window.menus["calibrate"].trigger()
    hand.window.panels.page_bar.show_page(0, 112)
    found = hand.window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    found.setFocus()
    return found


def line(widget: QWidget) -> QLineEdit:
    within = widget.lineEdit() if isinstance(widget, QAbstractSpinBox) else widget
    assert isinstance(within, QLineEdit)
    return within


@pytest.mark.parametrize("name", FIELDS)
def test_ctrl_delete_erases_a_word_of_a_field_and_sets_no_film_aside(two: Hand, name: str) -> None:
    edit = line(field(two, name))
    edit.selectAll()
    QTest.keyClicks(edit, "12")
    edit.home(False)
    two.key(KEY.Key_Delete, CTRL)
    assert "12" not in edit.text()
    assert two.bench.progress() == [Progress.PREDICTED] * 2


@pytest.mark.parametrize("name", FIELDS)
def test_a_key_that_edits_does_so_though_the_reader_gave_it_to_an_action(
    two: Hand, name: str
) -> None:
    two.window.menus.show_keys(Keymap().given("confirm", 0, "Ctrl+Backspace"))
    before, edit = two.case, line(field(two, name))
    edit.selectAll()
    QTest.keyClicks(edit, "12")
    edit.selectAll()
    two.key(KEY.Key_Backspace, CTRL)
    assert "12" not in edit.text()
    assert two.case is before


@pytest.mark.parametrize("name", FIELDS)
def test_enter_with_ctrl_ends_what_is_typed_and_confirms_no_film(two: Hand, name: str) -> None:
    confirmed: list[bool] = []
    two.window.menus["confirm_all"].triggered.connect(confirmed.append)
    field(two, name)
    two.key(KEY.Key_Return, CTRL)
    assert not confirmed


def test_elsewhere_the_same_keys_mean_the_film(two: Hand) -> None:
    two.window.panels.films.filter.search.setFocus()
    two.view.setFocus()
    two.key(KEY.Key_Delete, CTRL)
    assert two.bench.progress()[0] is Progress.SET_ASIDE

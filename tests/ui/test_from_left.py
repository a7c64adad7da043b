"""Names in scripts that are read from the right, in sentences and in the list."""

import pytest
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QDialog, QLabel

from landmark_gui.ui.transfers.exchange_words import Section
from landmark_gui.ui.transfers.sections import SectionsView
from landmark_gui.ui.widgets.from_left import after_the_dots, from_left
from landmark_gui.ui.widgets.tips import as_tip
from tests.ui.conftest import Bench, named

NAME = "سارا ۱۲.png"


def places(line: str, *at: int) -> list[float]:
    """Return how far from the left the cursor stands before some letters of a line."""
    layout = QTextLayout(line)
    layout.beginLayout()
    begun = layout.createLine()
    layout.endLayout()
    return [float(begun.cursorToX(each)[0]) for each in at]  # type: ignore[index]


def begins_left(line: str) -> bool:
    first, last = places(line, 0, len(line))
    return first < last


@pytest.mark.parametrize("name", [NAME, "علي.png", "סרט.png", "(2) سارا.png", "film.png", "12"])
def test_a_sentence_begins_at_the_left_whatever_its_first_word(name: str, bench: Bench) -> None:
    del bench
    assert all(map(begins_left, from_left(f"{name} is open.\n{name} too.").splitlines()))


def test_a_sentence_that_begins_in_our_letters_stays_as_it_is() -> None:
    assert from_left(f"Film {NAME}") == f"Film {NAME}"


def test_a_message_and_the_measurements_of_a_film_begin_at_the_left(bench: Bench) -> None:
    bench.window.session.add([named(NAME)])
    bench.until_shown()
    bench.window.menus["measure"].trigger()
    measurements = bench.window.findChild(QDialog, "measurements_window")
    assert measurements is not None
    bench.window.messages.info(f"{NAME} is open.")
    labels = [
        *bench.window.panels.message_bar.findChildren(QLabel),
        *measurements.findChildren(QLabel),
    ]
    told = [label.text() for label in labels if NAME in label.text()]
    assert len(told) == 2
    assert all(map(begins_left, told))


def test_a_tip_and_what_is_going_to_happen_begin_at_the_left(bench: Bench) -> None:
    del bench
    assert begins_left(as_tip(NAME))
    view = SectionsView()
    view.show_sections((Section(NAME, (NAME,)),))
    assert view.text.count('dir="ltr"') == 2


def test_a_number_at_the_start_of_what_is_left_of_a_persian_name_stays_before_the_words() -> None:
    shown = after_the_dots("…۱۰ سارا.png", "بیمار ۱۰ سارا.png")
    line = f"\N{LEFT-TO-RIGHT MARK}{shown}"  # as the list lays it out
    number, word = places(line, *map(line.index, "۱س"))
    assert number > word


def test_what_is_left_of_other_names_stays_as_it_is() -> None:
    assert after_the_dots("…10 سارا.png", "Patient 10 سارا.png") == "…10 سارا.png"
    assert after_the_dots("سارا…", "سارا ۱۰.png") == "سارا…"

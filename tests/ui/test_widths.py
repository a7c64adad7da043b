"""How wide the columns of the landmark table are."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.ui.columns import SIDES
from landmark_gui.ui.panels.landmark_table import STATUS, LandmarkTable
from tests.ui.test_room import LARGE, letters_of

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def test_letters_that_grow_while_the_table_is_open_have_columns_and_rows_grow(
    qtbot: QtBot, scheme: LandmarkScheme
) -> None:
    table, larger = LandmarkTable(scheme), QApplication.font()
    qtbot.addWidget(table)
    larger.setPointSizeF(LARGE * larger.pointSizeF())
    table.ensurePolished()
    table.setFont(larger)
    with letters_of(LARGE):
        made_so = LandmarkTable(scheme)
    qtbot.addWidget(made_so)
    for column in (0, 3, 4):
        assert table.columnWidth(column) == made_so.columnWidth(column)
    assert table.rowHeight(0) == made_so.rowHeight(0)


def test_longer_abbreviations_are_read_whole_and_the_names_give_way(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    longer = [replace(each, abbreviation=f"Tip-{each.abbreviation}") for each in scheme]
    table = LandmarkTable(LandmarkScheme("longer", "Longer", tuple(longer)))
    bench.qtbot.addWidget(table)
    table.resize(SIDES[2], 900)
    table.show()
    assert table.columnWidth(0) >= table.sizeHintForColumn(0)
    assert not table.horizontalScrollBar().isVisible()
    assert table.columnWidth(STATUS) >= table.sizeHintForColumn(STATUS)
    endless = [replace(each, abbreviation=each.abbreviation * 30) for each in scheme]
    stubs = LandmarkTable(LandmarkScheme("endless", "Endless", tuple(endless)))
    bench.qtbot.addWidget(stubs)
    assert stubs.columnWidth(0) == 110

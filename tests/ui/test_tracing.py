"""Measurements follow the hand, and those selected are drawn on the film."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.measurements.measurements_window import MeasurementsWindow
from landmark_gui.ui.widgets.figure_table import SORT
from tests.ui.hand import BY, CTRL, KEY, LEFT, NONE, Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

SNA, SNB, ANB = 0, 1, 2  # rows


@pytest.fixture
def measurements(hand: Hand) -> MeasurementsWindow:
    return opened(hand.bench)


def opened(bench: "Bench") -> MeasurementsWindow:
    bench.window.menus["measure"].trigger()
    return bench.window.findChildren(MeasurementsWindow)[-1]


def told(measurements: MeasurementsWindow) -> str:
    """Return what SNA is said to be."""
    model = measurements.table.model()
    assert model.index(SNA, 0).data() == "SNA"
    return str(model.index(SNA, 1).data())


def drawn(view: FilmView) -> set[frozenset[Point]]:
    """Return the ends of the lines on the film."""
    if not view.tracing.isVisible():
        return set()
    return {frozenset((line.start, line.end)) for line in view.tracing.lines}


def through(hand: Hand, *ends: str) -> set[frozenset[Point]]:
    """Return the lines through landmarks as `S N`."""
    return {frozenset(hand.point(name) for name in line.split()) for line in ends}


def in_hand(hand: Hand, name: str) -> Point:
    item = hand.view._landmarks.item(name)
    assert item is not None
    return Point(item.pos().x(), item.pos().y())


def key(widget: QWidget, pressed: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(widget, pressed, held)


# the figures


def test_figures_are_of_where_the_landmark_in_the_hand_is(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    before, at = told(measurements), hand.on_screen(hand.point("A"))
    hand.hold(at)
    hand.bench.until(lambda: told(measurements) != before)
    carried = told(measurements)
    assert hand.case.decided == 0  # the case waits for the hand to let go
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, at + BY)
    assert told(measurements) == carried


def test_an_aborted_drag_brings_the_figures_and_lines_back(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.selectRow(SNA)
    before = measurements.table.text
    hand.hold(hand.on_screen(hand.point("A")))
    hand.bench.until(lambda: measurements.table.text != before)
    assert drawn(hand.view) != through(hand, "S N", "N A")
    key(hand.view, KEY.Key_Escape)
    assert measurements.table.text == before
    assert drawn(hand.view) == through(hand, "S N", "N A")


def test_lines_follow_the_hand_at_once_and_figures_as_fast_as_they_are_read(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.selectRow(SNA)
    before, lines = told(measurements), drawn(hand.view)
    hand.view.carried.emit("A", hand.point("A").moved(40, 0))
    assert drawn(hand.view) != lines
    assert told(measurements) == before
    hand.bench.until(lambda: told(measurements) != before)
    hand.view.let_go.emit()
    assert told(measurements) == before


def test_what_comes_in_between_leaves_the_figures_with_the_hand(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    before = told(measurements)
    hand.hold(hand.on_screen(hand.point("A")))
    hand.session.changed.emit()  # another film was detected, say
    assert told(measurements) != before
    key(hand.view, KEY.Key_Escape)


def test_figures_follow_a_landmark_that_is_nudged(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    hand.session.select("A")
    before = told(measurements)
    key(hand.view, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert told(measurements) != before


def test_only_figures_that_have_changed_are_painted_again(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    told_of: list[tuple[str, int]] = []

    def note(cell: QModelIndex) -> None:
        told_of.append((str(cell.siblingAtColumn(0).data()), cell.column()))

    measurements.table.model().dataChanged.connect(note)
    hand.correcting.move("PNS", hand.point("PNS").moved(3, 7))
    assert {name for name, _ in told_of} == {*("SN-PP", "FH-PP", "PP-MP", "APDI", "ODI", "PNS-ANS")}
    assert {column for _, column in told_of} == {1, 2, 3}  # no prediction any more, a smaller error


# the lines


def test_what_is_selected_is_drawn_and_nothing_where_nothing_is(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    assert drawn(hand.view) == set()
    measurements.table.selectRow(ANB)
    assert drawn(hand.view) == through(hand, "S N", "N A", "N B")
    measurements.table.clearSelection()
    assert drawn(hand.view) == set()


def test_rows_are_gone_through_and_all_selected_by_keyboard(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    table = measurements.table
    table.selectRow(SNA)
    key(table, KEY.Key_Down)
    assert drawn(hand.view) == through(hand, "S N", "N B")
    key(table, KEY.Key_A, CTRL)
    assert drawn(hand.view) > through(hand, "S N", "N A", "Po Or", "Go Me", "PNS ANS", "S Ar")


def test_rows_are_those_shown_however_the_table_is_sorted(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    measurements.table.selectRow(measurements.table.model().rowCount() - 1)
    assert drawn(hand.view) == through(hand, "S N", "N A")


def test_lines_follow_a_landmark_in_the_hand_at_once(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.selectRow(SNA)
    hand.hold(hand.on_screen(hand.point("A")))
    carried = in_hand(hand, "A")
    assert carried != hand.point("A")
    assert frozenset((hand.point("N"), carried)) in drawn(hand.view)
    key(hand.view, KEY.Key_Escape)


def test_lines_go_with_the_window_and_come_back_with_it(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.selectRow(SNA)
    key(measurements, KEY.Key_Escape)
    assert drawn(hand.view) == set()
    hand.correcting.move("A", hand.point("A").moved(5, 5))
    assert drawn(hand.view) == set()
    opened(hand.bench)
    assert drawn(hand.view) == through(hand, "S N", "N A")


def test_lines_are_off_the_film_while_the_overlay_is_hidden(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.selectRow(SNA)
    QTest.keyPress(hand.view, KEY.Key_H)
    assert drawn(hand.view) == set()
    QTest.keyRelease(hand.view, KEY.Key_H)
    assert drawn(hand.view) == through(hand, "S N", "N A")


def test_what_lacks_a_landmark_is_not_drawn(hand: Hand, measurements: MeasurementsWindow) -> None:
    measurements.table.selectRow(ANB)
    hand.session.select("A")
    hand.correcting.missing()
    assert drawn(hand.view) == set()  # nor where the model had seen it
    hand.correcting.undo()
    assert drawn(hand.view) == through(hand, "S N", "N A", "N B")


def test_a_film_that_is_read_blind_shows_no_lines_but_those_of_what_was_placed(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    measurements.table.selectAll()
    hand.window.reviewing.set_blind_first(on=True)
    assert hand.case.veil is not None
    assert drawn(hand.view) == set()
    hand.correcting.move("S", Point(100, 100))
    hand.correcting.move("N", Point(200, 100))
    assert drawn(hand.view) == through(hand, "S N")


def test_each_film_shows_its_own_lines_and_none_while_it_is_not_at_hand(two: Hand) -> None:
    measurements = opened(two.bench)
    measurements.table.selectRow(SNA)
    two.correcting.move("A", two.point("A").moved(5, 5))
    before = drawn(two.view)
    two.session.show(1)
    two.bench.until_shown()
    assert drawn(two.view) == through(two, "S N", "N A") != before
    two.session.shelf.forget(1)
    two.session.changed.emit()
    assert drawn(two.view) == set()
    two.session.show(1)
    two.bench.until_shown()
    assert drawn(two.view) == through(two, "S N", "N A")  # still selected


@pytest.mark.parametrize("name", ["SNA", "S-N"])
def test_the_place_of_a_landmark_is_not_drawn_over(
    hand: Hand, measurements: MeasurementsWindow, name: str
) -> None:
    row = [measurement.name for measurement in measurements.analysis.measurements].index(name)

    def seen(place: Point) -> QColor:
        QApplication.processEvents()
        corner = hand.view.mapTo(hand.window, QPoint())
        screen = hand.window.screen()  # a grab of the view would paint everything anew
        shown = screen.grabWindow(hand.window.winId(), corner.x(), corner.y()).toImage()
        return shown.pixelColor(hand.on_screen(place) * shown.devicePixelRatio())

    start, end = hand.point("S"), hand.point("N")
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    hand.session.select("Me")
    measurements.table.selectRow(row)  # so that its lines lie within what was drawn on before
    measurements.table.clearSelection()
    before = [seen(place) for place in (start, middle, end)]
    measurements.table.selectRow(row)
    after = [seen(place) for place in (start, middle, end)]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]
    assert after[1].green() > after[1].red() + 30  # the film itself is grey


def test_figures_that_change_together_stay_sorted(
    hand: Hand, measurements: MeasurementsWindow
) -> None:
    table = measurements.table
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    hand.correcting.move("N", hand.point("N").moved(90, -70))
    keys = [table.model().index(row, 1).data(SORT) for row in range(table.model().rowCount())]
    assert keys == sorted(keys)

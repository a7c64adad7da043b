"""A reader at work on one film: mouse, keys, table, undo."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from tests.ui.hand import CTRL, KEY, LEFT, SHIFT, Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def rows(hand: Hand) -> list[str]:
    """Return the abbreviations selected in the table."""
    table = hand.window.panels.table
    return [index.data() for index in table.selectionModel().selectedRows()]


def table_click(hand: Hand, name: str) -> None:
    table = hand.window.panels.table
    model = table.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data() == name)
    at = table.visualRect(model.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=at)


def test_undo_names_what_was_placed_and_what_was_moved(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    undo, correcting = bench.window.menus["undo"], bench.window.correcting
    correcting.move("S", Point(3, 4))
    assert undo.text() == "Undo Place S"
    correcting.move("S", Point(5, 6))
    assert undo.text() == "Undo Move S"


def test_a_drag_is_one_step_that_undo_takes_back_and_redo_brings_again(hand: Hand) -> None:
    before, scale = hand.point("A"), hand.view.viewport_now.scale
    hand.drag(hand.on_screen(before), QPoint(37, -21))
    after = before.moved(37 / scale, -21 / scale)
    assert hand.point("A").distance_px(after) < 1e-9
    assert hand.status("A") is Status.MOVED
    assert hand.window.menus["undo"].text() == "Undo Move A"
    hand.key(KEY.Key_Z, CTRL)
    assert hand.point("A") == before
    assert hand.status("A") is Status.PREDICTED
    assert not hand.window.menus["undo"].isEnabled()
    hand.key(KEY.Key_Z, CTRL | SHIFT)
    assert hand.point("A").distance_px(after) < 1e-9


def test_a_landmark_is_kept_on_the_film(hand: Hand) -> None:
    hand.drag(hand.on_screen(hand.point("S")), QPoint(-3000, 10))
    assert hand.point("S").x == 0.0


def test_a_held_arrow_is_one_step_of_undo(hand: Hand) -> None:
    session, correcting = hand.session, hand.correcting
    session.select("B")
    before = hand.point("B")
    correcting.nudge(1, 0)
    for _ in range(20):
        correcting.nudge(1, 0, repeated=True)
    assert hand.point("B") == before.moved(21, 0)
    correcting.undo()
    assert hand.point("B") == before


def test_the_table_and_the_film_select_the_same_landmark(hand: Hand) -> None:
    table_click(hand, "Go")
    assert hand.session.selected == "Go"
    assert hand.view._landmarks._items["Go"].marker.selected
    hand.click(hand.point("U1"))
    assert rows(hand) == ["U1"]


def test_selection_keeps_its_landmark_when_the_table_is_sorted_anew(hand: Hand) -> None:
    table_click(hand, "Or")
    hand.window.panels.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert hand.window.panels.table.model().index(0, 0).data() == "Ar"  # the largest error
    assert rows(hand) == ["Or"]
    assert hand.session.selected == "Or"


def test_a_landmark_selected_outside_of_the_view_is_brought_into_it(hand: Hand) -> None:
    view = hand.view
    for _ in range(12):
        view.zoom_in()
    table_click(hand, "Ar")
    at = view.viewport_now.to_screen(hand.point("Ar"))
    assert view.rect().contains(round(at.x), round(at.y))


def test_millimetres_are_said_with_their_source(hand: Hand) -> None:
    hand.correcting.move("A", hand.point("A").moved(10, 0))
    spacing = hand.case.film.spacing
    assert spacing is not None
    table = hand.window.panels.table.model()
    row = next(r for r in range(table.rowCount()) if table.index(r, 0).data() == "A")
    assert table.index(row, 4).data() == f"{10 * spacing.x_mm:.1f}"
    assert table.headerData(4, Qt.Orientation.Horizontal) == "Moved"
    assert "calibrated" in hand.window.panels.status._spacing.text()


def test_a_message_leaves_the_film_where_it_is(hand: Hand) -> None:
    before = hand.view.viewport_now
    hand.window.messages.warn("Something is to be said.")
    hand.bench.qtbot.wait(20)
    assert hand.window.panels.message_bar.isVisible()
    assert hand.view.viewport_now == before


def test_keys_zoom_around_the_selected_landmark(hand: Hand) -> None:
    view = hand.view
    hand.session.select("Me")
    before = view.viewport_now.to_screen(hand.point("Me"))
    hand.key(KEY.Key_Plus)
    assert view.viewport_now.to_screen(hand.point("Me")).distance(before) < 1e-6


def test_letting_go_of_the_window_shows_what_h_has_hidden(hand: Hand) -> None:
    view = hand.view
    QTest.keyPress(view, KEY.Key_H)
    hand.window.panels.table.setFocus()
    assert len(view._landmarks._items) == 19


@pytest.mark.parametrize("verb", ["move", "nudge"])
def test_whoever_would_move_a_locked_landmark_is_told_of_the_lock(hand: Hand, verb: str) -> None:
    session, correcting = hand.session, hand.correcting
    correcting.lock()
    session.messages.say(None)
    if verb == "move":
        correcting.move("S", Point(1, 2))
    else:
        correcting.nudge(1.0, 0.0)
    assert "S is locked" in hand.bench.said


def test_sorted_by_what_was_moved_the_table_follows_each_move_and_the_unknown_comes_last(
    hand: Hand,
) -> None:
    table, session, correcting = hand.window.panels.table, hand.session, hand.correcting
    table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    session.select("N")
    correcting.missing()
    correcting.move("Go", Point(1, 2))
    model = table.model()
    assert [model.index(row, 0).data() for row in (17, 18)] == ["Go", "N"]


def test_a_landmark_of_which_the_model_says_nothing_is_worked_on_as_any_other(
    bench: "Bench",
) -> None:
    bench.open(1)
    bench.start(lambda: FakeDetector(("S", "N")))
    bench.until_detected()
    hand, session = bench.hand, bench.window.session
    correcting = hand.correcting
    session.select("A")
    correcting.move("A", Point(40, 50))
    assert hand.status("A") is Status.MOVED
    correcting.back()
    assert hand.status("A") is Status.UNSET
    seen = hand.case.predicted("N")
    assert seen is not None
    assert hand.point("N") == seen.point

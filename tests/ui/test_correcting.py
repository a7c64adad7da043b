"""A reader at work on one film: mouse, keys, table, undo."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def case(bench: "Bench") -> Case:
    assert bench.window.session.case is not None
    return bench.window.session.case


def point(bench: "Bench", name: str) -> Point:
    at = case(bench).annotations[name].point
    assert at is not None
    return at


def status(bench: "Bench", name: str) -> Status:
    return case(bench).annotations[name].status


def drag(bench: "Bench", name: str, dx: int, dy: int) -> Point:
    """Drag a landmark and return where it must be now."""
    view = bench.window.view
    before, scale = point(bench, name), view.viewport_now.scale
    start = QPointF(*view.viewport_now.to_screen(before)).toPoint()
    QTest.mousePress(view.viewport(), LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(view.viewport(), start + QPoint(round(dx * share), round(dy * share)))
    QTest.mouseRelease(view.viewport(), LEFT, pos=start + QPoint(dx, dy))
    return before.moved(dx / scale, dy / scale)


def key(bench: "Bench", pressed: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(bench.window.view, pressed, modifier or Qt.KeyboardModifier.NoModifier)


def rows(bench: "Bench") -> list[str]:
    """Return the abbreviations selected in the table."""
    table = bench.window.table
    return [index.data() for index in table.selectionModel().selectedRows()]


def table_click(bench: "Bench", name: str) -> None:
    table = bench.window.table
    model = table.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data() == name)
    at = table.visualRect(model.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=at)


def test_a_drag_is_one_step_that_undo_takes_back_and_redo_brings_again(
    detected: "Bench",
) -> None:
    before = point(detected, "A")
    after = drag(detected, "A", 37, -21)
    assert point(detected, "A").distance_px(after) < 1e-9
    assert status(detected, "A") is Status.MOVED
    assert detected.window.menus["undo"].text() == "Undo Move A"
    key(detected, KEY.Key_Z, CTRL)
    assert point(detected, "A") == before
    assert status(detected, "A") is Status.PREDICTED
    assert not detected.window.menus["undo"].isEnabled()
    key(detected, KEY.Key_Z, CTRL | SHIFT)
    assert point(detected, "A").distance_px(after) < 1e-9


def test_a_drag_leaves_all_other_landmarks_alone(detected: "Bench") -> None:
    before = dict(case(detected).annotations)
    drag(detected, "A", 37, -21)
    after = dict(case(detected).annotations)
    del before["A"], after["A"]
    assert after == before


def test_a_landmark_is_kept_on_the_film(detected: "Bench") -> None:
    drag(detected, "S", -3000, 10)
    assert point(detected, "S").x == 0.0


@pytest.mark.parametrize(
    ("modifier", "step"),
    [(Qt.KeyboardModifier.NoModifier, 1.0), (SHIFT, 10.0), (CTRL, 0.1)],
)
def test_arrows_nudge_the_selected_landmark(
    detected: "Bench", modifier: Qt.KeyboardModifier, step: float
) -> None:
    detected.window.session.select("B")
    before = point(detected, "B")
    key(detected, KEY.Key_Left, modifier)
    key(detected, KEY.Key_Down, modifier)
    assert point(detected, "B").distance_px(before.moved(-step, step)) < 1e-9


def test_a_held_arrow_is_one_step_of_undo(detected: "Bench") -> None:
    session = detected.window.session
    session.select("B")
    before = point(detected, "B")
    session.nudge(1, 0)
    for _ in range(20):
        session.nudge(1, 0, repeated=True)
    assert point(detected, "B") == before.moved(21, 0)
    session.undo()
    assert point(detected, "B") == before


def test_the_table_and_the_film_select_the_same_landmark(detected: "Bench") -> None:
    table_click(detected, "Go")
    assert detected.window.session.selected == "Go"
    assert detected.window.view._landmarks._items["Go"].marker.selected
    drag(detected, "U1", 0, 0)
    assert rows(detected) == ["U1"]


def test_selection_keeps_its_landmark_when_the_table_is_sorted_anew(detected: "Bench") -> None:
    table_click(detected, "Or")
    detected.window.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert detected.window.table.model().index(0, 0).data() == "Ar"  # the largest error
    assert rows(detected) == ["Or"]
    assert detected.window.session.selected == "Or"


def test_a_landmark_selected_outside_of_the_view_is_brought_into_it(detected: "Bench") -> None:
    view = detected.window.view
    for _ in range(12):
        view.zoom_in()
    table_click(detected, "Ar")
    at = view.viewport_now.to_screen(point(detected, "Ar"))
    assert view.rect().contains(round(at.x), round(at.y))


def test_verbs_have_their_keys(detected: "Bench") -> None:
    session = detected.window.session
    for name, pressed, expected in (
        ("S", KEY.Key_Return, Status.CONFIRMED),
        ("N", KEY.Key_M, Status.MISSING),
        ("Or", KEY.Key_V, Status.NOT_VISIBLE),
    ):
        session.select(name)
        key(detected, pressed)
        assert status(detected, name) is expected
    session.select("N")
    key(detected, KEY.Key_Backspace)
    assert status(detected, "N") is Status.PREDICTED
    for _ in session.scheme:
        key(detected, KEY.Key_Tab)  # the fake detector is not sure of anything
    key(detected, KEY.Key_Return, CTRL)
    assert case(detected).complete
    assert status(detected, "Or") is Status.NOT_VISIBLE


def test_tab_goes_through_the_doubtful_landmarks(detected: "Bench") -> None:
    key(detected, KEY.Key_Tab)
    assert detected.window.session.selected == "Ar"
    key(detected, KEY.Key_Tab)
    assert detected.window.session.selected == "ANS"
    key(detected, KEY.Key_Backtab, SHIFT)
    assert detected.window.session.selected == "Ar"


def test_in_place_mode_each_click_places_the_next_landmark(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    key(bench, KEY.Key_P)
    view = bench.window.view
    for x, y in ((100, 90), (200, 120)):
        at = QPointF(*view.viewport_now.to_screen(Point(x, y))).toPoint()
        QTest.mouseClick(view.viewport(), LEFT, pos=at)
    assert [name for name, said in case(bench).annotations.items() if said.point] == ["S", "N"]
    assert point(bench, "N").distance_px(Point(200, 120)) < 1 / view.viewport_now.scale
    assert bench.window.session.selected == "Or"
    key(bench, KEY.Key_Escape)
    assert not bench.window.menus["place"].isChecked()


def test_millimetres_are_said_with_their_source(detected: "Bench") -> None:
    detected.window.session.move("A", point(detected, "A").moved(10, 0))
    spacing = case(detected).film.spacing
    assert spacing is not None
    table = detected.window.table.model()
    row = next(r for r in range(table.rowCount()) if table.index(r, 0).data() == "A")
    assert table.index(row, 4).data() == f"{10 * spacing.x_mm:.1f}"
    assert table.headerData(4, Qt.Orientation.Horizontal) == "Moved"
    assert "calibrated" in detected.window._status._spacing.text()


def test_a_message_leaves_the_film_where_it_is(detected: "Bench") -> None:
    before = detected.window.view.viewport_now
    detected.window.messages.warn("Something is to be said.")
    detected.qtbot.wait(20)
    assert detected.window._message_bar.isVisible()
    assert detected.window.view.viewport_now == before


def test_keys_zoom_around_the_selected_landmark(detected: "Bench") -> None:
    view = detected.window.view
    detected.window.session.select("Me")
    before = view.viewport_now.to_screen(point(detected, "Me"))
    key(detected, KEY.Key_Plus)
    assert view.viewport_now.to_screen(point(detected, "Me")).distance(before) < 1e-6


def test_letting_go_of_the_window_shows_what_h_has_hidden(detected: "Bench") -> None:
    view = detected.window.view
    QTest.keyPress(view, KEY.Key_H)
    detected.window.table.setFocus()
    assert len(view._landmarks._items) == 19


@pytest.mark.parametrize("verb", ["move", "nudge"])
def test_whoever_would_move_a_locked_landmark_is_told_of_the_lock(
    detected: "Bench", verb: str
) -> None:
    session = detected.window.session
    session.lock()
    session.messages.say(None)
    if verb == "move":
        session.move("S", Point(1, 2))
    else:
        session.nudge(1.0, 0.0)
    assert "S is locked" in session.messages.current.text  # type: ignore[union-attr] # it was said


def test_sorted_by_what_was_moved_the_table_follows_each_move_and_the_unknown_comes_last(
    detected: "Bench",
) -> None:
    table, session = detected.window.table, detected.window.session
    table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    session.select("N")
    session.missing()
    session.move("Go", Point(1, 2))
    model = table.model()
    assert [model.index(row, 0).data() for row in (17, 18)] == ["Go", "N"]

"""The ruler in the hand: what marks the film, what moves it, and what the hand gets back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.ui.keymap import Keymap
from tests.ui.calibrating import begun, press
from tests.ui.conftest import Bench
from tests.ui.hand import CTRL, KEY, LEFT, NONE

AT = QPoint(100, 100)


@pytest.mark.parametrize("held", [NONE, CTRL])
def test_a_click_with_a_key_that_pans_makes_no_mark(
    bench: Bench, held: Qt.KeyboardModifier
) -> None:
    calibrating, view = begun(bench), bench.window.view
    if held is NONE:
        QTest.keyPress(view, KEY.Key_Space)
    QTest.mouseClick(view.viewport(), LEFT, held, AT)
    assert calibrating.tool.marks == ()
    QTest.keyRelease(view, KEY.Key_Space)
    QTest.mouseClick(view.viewport(), LEFT, NONE, AT)
    assert len(calibrating.tool.marks) == 1


def test_a_key_that_pans_is_forgotten_with_the_focus(bench: Bench) -> None:
    calibrating, view = begun(bench), bench.window.view
    QTest.keyPress(view, KEY.Key_Space)
    bench.window.panels.table.setFocus()  # where nobody tells the film that the key was let go of
    QTest.mouseClick(view.viewport(), LEFT, pos=AT)
    assert len(calibrating.tool.marks) == 1


def test_another_key_that_pans_makes_no_mark_either(bench: Bench) -> None:
    calibrating, view = begun(bench), bench.window.view
    view.show_keys(Keymap({"pan_held": ("G",)}))
    QTest.keyPress(view, KEY.Key_G)
    QTest.mouseClick(view.viewport(), LEFT, pos=AT)
    assert calibrating.tool.marks == ()


def test_a_key_of_the_tool_with_another_one_held_is_the_windows(bench: Bench) -> None:
    calibrating = begun(bench)
    press(bench, KEY.Key_N)
    press(bench, KEY.Key_N)
    press(bench, KEY.Key_Delete, CTRL)
    assert len(calibrating.tool.marks) == 2
    press(bench, KEY.Key_Return, CTRL)
    assert calibrating.open


def test_the_mark_of_a_key_stands_in_the_middle_of_what_is_seen(bench: Bench) -> None:
    calibrating, view = begun(bench), bench.window.view
    view.zoom_in()
    press(bench, KEY.Key_N)
    (mark,) = calibrating.tool.marks
    at = view.viewport_now.to_screen(mark)
    assert (at.x, at.y) == pytest.approx((view.width() / 2, view.height() / 2))


def test_no_click_and_no_key_makes_a_mark_beside_the_film(bench: Bench) -> None:
    calibrating, view = begun(bench), bench.window.view
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(2, 2))
    assert list(calibrating.tool.marks) == []
    view.look_at(view.viewport_now.panned(view.width() * 0.6, 0))
    press(bench, KEY.Key_N)
    assert calibrating.tool.marks == (view.middle_now,)
    view.look_at(view.viewport_now.panned(view.width(), 0))
    press(bench, KEY.Key_N)
    assert len(calibrating.tool.marks) == 1


def test_ctrl_and_an_arrow_shift_a_mark_by_a_tenth_of_a_pixel(bench: Bench) -> None:
    calibrating = begun(bench)
    press(bench, KEY.Key_N)
    (before,) = calibrating.tool.marks
    press(bench, KEY.Key_Right, CTRL)
    (after,) = calibrating.tool.marks
    assert (after.x - before.x, after.y - before.y) == pytest.approx((0.1, 0.0))


def test_the_cross_goes_with_the_tool(bench: Bench) -> None:
    calibrating, screen = begun(bench), bench.window.view.viewport()
    assert screen.cursor().shape() is Qt.CursorShape.CrossCursor
    calibrating.cancel()
    assert screen.cursor().shape() is Qt.CursorShape.ArrowCursor

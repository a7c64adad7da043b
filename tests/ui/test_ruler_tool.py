"""The ruler in the hand: what marks the film, what moves it, and what the hand gets back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.ruler_tool import tool_in_hand
from landmark_gui.ui.canvas.viewport import ScreenPoint
from landmark_gui.ui.keymap import Keymap
from tests.ui.calibrating import bar, begun, opened, press, source
from tests.ui.conftest import HEIGHT_PX, Bench
from tests.ui.hand import CTRL, KEY, LEFT, NONE, SHIFT, Hand

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
    calibrating, view, over = begun(bench), bench.window.view, bar(bench)
    view.zoom_in()
    press(bench, KEY.Key_N)
    (mark,) = calibrating.tool.marks
    at = view.viewport_now.to_screen(mark)
    assert over.y() + over.height() == view.height()
    assert (at.x, at.y) == pytest.approx((view.width() / 2, over.y() / 2))


def test_below_a_bar_at_the_head_the_middle_lies_lower(bench: Bench) -> None:
    calibrating, view, over = begun(bench), bench.window.view, bar(bench)
    bench.window.correcting.move("S", Point(100, HEIGHT_PX))
    view.look_at(view.viewport_now.zoomed(1.5, view.viewport_now.to_screen(Point(100, HEIGHT_PX))))
    assert over.y() == 0
    press(bench, KEY.Key_N)
    (mark,) = calibrating.tool.marks
    top, foot = over.height(), view.viewport_now.to_screen(Point(0, HEIGHT_PX)).y
    assert view.viewport_now.to_screen(mark).y == pytest.approx((top + foot) / 2)


def test_arrow_keys_keep_a_mark_on_the_film(bench: Bench) -> None:
    calibrating = begun(bench)
    calibrating.tool.show([Point(5, HEIGHT_PX - 0.5)])
    press(bench, KEY.Key_Left, SHIFT)
    press(bench, KEY.Key_Down)
    assert calibrating.tool.marks == (Point(0, HEIGHT_PX),)


def test_a_mark_that_arrow_keys_move_stays_in_view(bench: Bench) -> None:
    calibrating, view = begun(bench), bench.window.view
    view.look_at(view.viewport_now.zoomed(6, ScreenPoint(200, 200)))
    press(bench, KEY.Key_N)
    for _ in range(8):
        press(bench, KEY.Key_Down, SHIFT)
        at = view.viewport_now.to_screen(calibrating.tool.marks[-1])
        assert 0 <= at.y <= bar(bench).y()


@pytest.mark.parametrize("action", ["calibrate", "distance"])
def test_a_double_click_makes_one_mark(bench: Bench, action: str) -> None:
    opened(bench, source(1))
    bench.window.menus[action].trigger()
    for number, at in enumerate((AT, AT + QPoint(60, 80)), start=1):
        QTest.mouseClick(bench.window.view.viewport(), LEFT, pos=at)
        QTest.mouseDClick(bench.window.view.viewport(), LEFT, pos=at)  # Qt's second press alone
        assert len(marks(bench)) == number


def marks(bench: Bench) -> tuple[Point, ...]:
    tool = tool_in_hand(bench.window.view)
    assert tool is not None
    return tool.marks


def with_two_marks(bench: Bench, action: str) -> tuple[Hand, tuple[Point, ...]]:
    """Return a hand with a tool in it, two marks on the film and a step made before."""
    opened(bench, source(1))
    hand = Hand(bench)
    hand.correcting.move("S", Point(90, 90))
    hand.window.menus[action].trigger()
    press(bench, KEY.Key_N)
    press(bench, KEY.Key_N)
    press(bench, KEY.Key_Right, SHIFT)
    return hand, marks(bench)


@pytest.mark.parametrize("action", ["calibrate", "distance"])
def test_undo_takes_marks_back_before_it_means_the_film(bench: Bench, action: str) -> None:
    hand, (first, _) = with_two_marks(bench, action)
    undo = hand.window.menus["undo"]
    assert undo.text() == "Undo Mark"
    hand.key(KEY.Key_Z, CTRL)
    assert marks(bench) == (first,)
    hand.key(KEY.Key_Z, CTRL)
    assert (marks(bench), hand.point("S"), undo.text()) == ((), Point(90, 90), "Undo Place S")
    hand.key(KEY.Key_Z, CTRL)
    assert hand.status("S") is Status.UNSET
    hand.window.menus["redo"].trigger()
    assert (marks(bench), hand.point("S")) == ((), Point(90, 90))


@pytest.mark.parametrize("key", [KEY.Key_Z, KEY.Key_Backspace])
def test_redo_brings_back_the_mark_taken_back(bench: Bench, key: Qt.Key) -> None:
    hand, both = with_two_marks(bench, "calibrate")
    redo = hand.window.menus["redo"]
    assert not redo.isEnabled()
    for _ in both:
        hand.key(key, CTRL if key is KEY.Key_Z else NONE)
    for number in (1, 2):
        assert redo.text() == "Redo Mark"
        hand.key(KEY.Key_Y, CTRL)
        assert marks(bench) == both[:number]
    assert not redo.isEnabled()


def test_with_marks_made_anew_redo_brings_back_neither_mark_nor_step(bench: Bench) -> None:
    hand, (first, _) = with_two_marks(bench, "calibrate")
    for _ in range(3):
        hand.window.menus["undo"].trigger()
    press(bench, KEY.Key_N)
    assert not hand.window.menus["redo"].isEnabled()
    hand.window._verbs.by_id()["redo"]()
    assert marks(bench) == (first,)
    assert hand.status("S") is Status.UNSET


def test_a_key_that_the_reader_gave_to_undo_takes_marks_back(bench: Bench) -> None:
    hand, both = with_two_marks(bench, "distance")
    hand.window.menus.show_keys(Keymap({"undo": ("Ctrl+U",)}))
    hand.key(KEY.Key_Z, CTRL)
    assert marks(bench) == both
    hand.key(KEY.Key_U, CTRL)
    assert marks(bench) == both[:1]


def test_marks_of_a_tool_that_was_laid_down_are_no_steps(bench: Bench) -> None:
    hand, _ = with_two_marks(bench, "distance")
    hand.key(KEY.Key_Escape)
    assert hand.window.menus["undo"].text() == "Undo Place S"
    hand.key(KEY.Key_Z, CTRL)
    assert hand.status("S") is Status.UNSET


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

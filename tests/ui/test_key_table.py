"""The table of keys and mouse, row by row, through real events on the window."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.panels.key_list import KeyList
from tests.ui.hand import BY, CTRL, KEY, LEFT, NONE, SHIFT, Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
EMPTY = Point(20, 30)  # on the film, with no landmark near


# select and move a landmark: left click, left drag


def test_left_click_selects_a_landmark_and_moves_nothing(hand: Hand) -> None:
    before = hand.point("Go")
    hand.click(before)
    assert hand.session.selected == "Go"
    assert hand.point("Go") == before


def test_left_drag_moves_a_landmark_and_only_that_one(hand: Hand) -> None:
    before, there = dict(hand.case.annotations), hand.point("Go")
    scale = hand.view.viewport_now.scale
    hand.drag(hand.on_screen(there))
    assert hand.point("Go").distance_px(there.moved(40 / scale, -30 / scale)) < 1e-6
    assert hand.status("Go") is Status.MOVED
    assert {n for n, said in hand.case.annotations.items() if said != before[n]} == {"Go"}


def test_a_drag_starts_only_after_a_few_pixels(hand: Hand) -> None:
    before = hand.point("Go")
    hand.drag(hand.on_screen(before), QPoint(2, 2))
    assert hand.point("Go") == before


# place the next missing landmark: left click on empty film in Place mode


def test_in_place_mode_left_clicks_place_one_landmark_after_the_other(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    hand = Hand(bench)
    hand.key(KEY.Key_P)
    hand.click(Point(100, 90))
    hand.click(Point(200, 120))
    assert [n for n, said in hand.case.annotations.items() if said.point] == ["S", "N"]
    assert hand.point("N").distance_px(Point(200, 120)) < 1 / hand.view.viewport_now.scale
    assert hand.session.selected == "Or"
    hand.key(KEY.Key_Escape)
    assert not hand.window.menus["place"].isChecked()


def test_in_place_mode_a_click_on_a_landmark_takes_hold_of_it(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    hand = Hand(bench)
    hand.key(KEY.Key_P)
    hand.click(Point(100, 90))
    hand.drag(hand.on_screen(hand.point("S")))
    assert [n for n, said in hand.case.annotations.items() if said.point] == ["S"]
    assert hand.point("S").distance_px(Point(100, 90)) > 10


def test_outside_of_place_mode_a_click_on_empty_film_changes_nothing(hand: Hand) -> None:
    before = hand.case
    hand.click(EMPTY)
    assert hand.case is before


def test_place_mode_is_not_entered_where_every_landmark_has_a_position(hand: Hand) -> None:
    hand.key(KEY.Key_P)
    assert not hand.session.display.placing
    assert hand.window.messages.current is not None


def test_place_mode_puts_a_landmark_marked_missing_back_where_it_is_the_selected_one(
    hand: Hand,
) -> None:
    hand.key(KEY.Key_M)
    hand.key(KEY.Key_P)
    hand.click(EMPTY)
    assert hand.status("S") is Status.MOVED
    assert not hand.session.display.placing


# nudge: arrows 1 px, Shift 10 px, Ctrl 0.1 px


@pytest.mark.parametrize(("held", "px"), [(NONE, 1.0), (SHIFT, 10.0), (CTRL, 0.1)])
@pytest.mark.parametrize(
    ("arrow", "way"),
    [
        (KEY.Key_Left, (-1, 0)),
        (KEY.Key_Right, (1, 0)),
        (KEY.Key_Up, (0, -1)),
        (KEY.Key_Down, (0, 1)),
    ],
)
def test_arrows_nudge(
    hand: Hand, arrow: Qt.Key, way: tuple[int, int], held: Qt.KeyboardModifier, px: float
) -> None:
    before = hand.point("S")
    hand.key(arrow, held)
    assert hand.point("S").distance_px(before.moved(way[0] * px, way[1] * px)) < 1e-9


# abort a drag: Esc, or right click while dragging


def test_esc_aborts_a_drag(hand: Hand) -> None:
    before, at = hand.case, hand.on_screen(hand.point("Go"))
    hand.hold(at)
    hand.key(KEY.Key_Escape)
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, at + BY)
    assert hand.case is before


def test_a_right_click_aborts_a_drag_and_leaves_the_grey_values_alone(hand: Hand) -> None:
    before, window = hand.case, hand.view.window_now
    at = hand.on_screen(hand.point("Go"))
    hand.hold(at)
    QTest.mouseClick(hand.view.viewport(), RIGHT, NONE, at + BY)
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, at + BY)
    assert hand.case is before
    assert hand.view.window_now == window


# undo / redo: Ctrl+Z / Ctrl+Shift+Z, Ctrl+Y


@pytest.mark.parametrize(("key", "held"), [(KEY.Key_Z, CTRL | SHIFT), (KEY.Key_Y, CTRL)])
def test_undo_and_redo(hand: Hand, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    before = hand.point("S")
    hand.key(KEY.Key_Right)
    after = hand.point("S")
    hand.key(KEY.Key_Z, CTRL)
    assert hand.point("S") == before
    hand.key(key, held)
    assert hand.point("S") == after


# pan: middle drag; Space or Ctrl + left drag


@pytest.mark.parametrize(("button", "held"), [(MIDDLE, NONE), (LEFT, CTRL)])
def test_middle_drag_and_ctrl_left_drag_move_the_film(
    hand: Hand, button: Qt.MouseButton, held: Qt.KeyboardModifier
) -> None:
    case, before = hand.case, hand.view.viewport_now
    hand.drag(hand.on_screen(hand.point("Go")), BY, button, held)
    assert hand.view.viewport_now == before.panned(40, -30)
    assert hand.case is case


def test_space_and_left_drag_move_the_film_and_do_not_go_to_another_one(two: Hand) -> None:
    current, before = two.session.worklist.current, two.view.viewport_now
    QTest.keyPress(two.view, KEY.Key_Space)
    two.drag(two.on_screen(two.point("Go")))
    QTest.keyRelease(two.view, KEY.Key_Space)
    assert two.view.viewport_now == before.panned(40, -30)
    assert two.session.worklist.current == current


def test_two_fingers_on_a_touchpad_move_the_film(hand: Hand) -> None:
    before = hand.view.viewport_now
    hand.wheel(60, QPoint(100, 100), slide=QPoint(12, -7))
    assert hand.view.viewport_now == before.panned(12, -7)


# zoom: wheel at the cursor; + / - ; F fit; 0 = 1:1


@pytest.mark.parametrize("turn", [120, -240])
def test_the_wheel_zooms_at_the_cursor(hand: Hand, turn: int) -> None:
    at, before = hand.on_screen(hand.point("Go")), hand.view.viewport_now
    hand.wheel(turn, at)
    now = hand.view.viewport_now
    assert (now.scale > before.scale) is (turn > 0)
    shifted = now.to_screen(hand.point("Go")).distance(before.to_screen(hand.point("Go")))
    assert shifted < 1.0  # the cursor stands on a whole pixel, the landmark need not


def test_spreading_two_fingers_zooms_at_the_cursor(hand: Hand) -> None:
    before, at = hand.view.viewport_now, QPointF(120, 90)
    pad = QPointingDevice(
        "pad",
        1,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        2,
        0,
    )
    zoom = Qt.NativeGestureType.ZoomNativeGesture
    spread = QNativeGestureEvent(zoom, pad, 2, at, at, at, 0.25, QPointF())
    QApplication.sendEvent(hand.view.viewport(), spread)
    assert hand.view.viewport_now.scale == pytest.approx(1.25 * before.scale)


def test_plus_and_minus_zoom(hand: Hand) -> None:
    before = hand.view.viewport_now.scale
    hand.key(KEY.Key_Plus)
    assert hand.view.viewport_now.scale > before
    hand.key(KEY.Key_Minus)
    assert hand.view.viewport_now.scale == pytest.approx(before)


def test_f_fits_and_0_shows_a_pixel_per_pixel(hand: Hand) -> None:
    fitted = hand.view.viewport_now
    hand.key(KEY.Key_0)
    assert hand.view.viewport_now.scale * hand.view.devicePixelRatioF() == pytest.approx(1.0)
    hand.key(KEY.Key_F)
    assert hand.view.viewport_now == fitted


# window/level: right drag; R resets; Ctrl+I inverts


def test_right_drag_changes_the_grey_values_and_r_resets_them(hand: Hand) -> None:
    before = hand.view.window_now
    hand.drag(hand.on_screen(EMPTY), BY, RIGHT)
    assert hand.view.window_now != before
    hand.key(KEY.Key_R)
    assert hand.view.window_now == before


def test_ctrl_i_inverts_and_back(hand: Hand) -> None:
    hand.key(KEY.Key_I, CTRL)
    assert hand.view.inverted
    hand.key(KEY.Key_I, CTRL)
    assert not hand.view.inverted


# previous / next film: A / D, Page Up / Page Down


@pytest.mark.parametrize(
    ("on", "back"), [(KEY.Key_D, KEY.Key_A), (KEY.Key_PageDown, KEY.Key_PageUp)]
)
def test_next_and_previous_film(two: Hand, on: Qt.Key, back: Qt.Key) -> None:
    assert two.session.worklist.current == 0
    for _ in range(2):  # there is no third film
        two.key(on)
        assert two.session.worklist.current == 1
    two.key(back)
    assert two.session.worklist.current == 0


# next doubtful landmark: Tab / Shift+Tab


def test_tab_goes_to_the_next_doubtful_landmark_and_shift_tab_back(hand: Hand) -> None:
    hand.key(KEY.Key_Tab)
    assert hand.session.selected == "Ar"  # the least sure
    hand.key(KEY.Key_Tab)
    assert hand.session.selected == "ANS"
    hand.key(KEY.Key_Backtab, SHIFT)
    assert hand.session.selected == "Ar"
    assert hand.focused() is hand.view


# next film to review: Space / Shift+Space


def test_space_goes_to_the_next_film_to_review_and_shift_space_back(two: Hand) -> None:
    two.key(KEY.Key_Space)
    assert two.session.worklist.current == 1
    two.bench.until_shown()
    two.key(KEY.Key_Space, SHIFT)
    assert two.session.worklist.current == 0


# confirm landmark / film: Enter / Ctrl+Enter


@pytest.mark.parametrize("enter", [KEY.Key_Return, KEY.Key_Enter])
def test_enter_confirms_the_landmark_and_ctrl_enter_the_film(hand: Hand, enter: Qt.Key) -> None:
    hand.key(enter)
    assert hand.status("S") is Status.CONFIRMED
    assert hand.case.decided == 1
    hand.session.select("Or")
    hand.key(KEY.Key_V)
    for _ in hand.case.annotations:
        hand.key(KEY.Key_Tab)  # doubtful landmarks want to be looked at
    hand.key(enter, CTRL)
    assert hand.case.complete
    assert hand.status("Or") is Status.NOT_VISIBLE


def test_there_is_a_way_back_only_where_something_was_corrected(hand: Hand) -> None:
    back = hand.window.menus["back"]
    assert not back.isEnabled()
    hand.key(KEY.Key_Right)
    assert back.isEnabled()
    hand.key(KEY.Key_Backspace)
    assert not back.isEnabled()


# back to the prediction: Backspace (undoable)


def test_backspace_goes_back_to_the_prediction_and_can_be_undone(hand: Hand) -> None:
    predicted = hand.point("S")
    hand.key(KEY.Key_Right, SHIFT)
    moved = hand.point("S")
    hand.key(KEY.Key_Backspace)
    assert hand.point("S") == predicted
    assert hand.status("S") is Status.PREDICTED
    hand.key(KEY.Key_Z, CTRL)
    assert hand.point("S") == moved


# missing / not visible: M / V


@pytest.mark.parametrize(
    ("key", "status"), [(KEY.Key_M, Status.MISSING), (KEY.Key_V, Status.NOT_VISIBLE)]
)
def test_missing_and_not_visible_are_states_without_a_position(
    hand: Hand, key: Qt.Key, status: Status
) -> None:
    hand.key(key)
    assert hand.status("S") is status
    assert hand.case.annotations["S"].point is None
    hand.key(KEY.Key_Backspace)
    assert hand.status("S") is Status.PREDICTED


# lock a landmark: L


def test_l_locks_a_landmark_against_hand_and_keys_until_l_unlocks_it(hand: Hand) -> None:
    hand.key(KEY.Key_L)
    before = hand.case
    hand.drag(hand.on_screen(hand.point("S")))
    for key in (KEY.Key_Right, KEY.Key_M, KEY.Key_V, KEY.Key_Backspace):
        hand.key(key)
    assert hand.case is before
    assert "locked" in hand.bench.said
    assert "locked" in hand.window.panels.card._title.text()
    hand.key(KEY.Key_L)
    hand.key(KEY.Key_M)
    assert hand.status("S") is Status.MISSING


def test_locking_is_a_step_of_undo(hand: Hand) -> None:
    hand.key(KEY.Key_L)
    hand.key(KEY.Key_Z, CTRL)
    assert not hand.case.annotations["S"].locked


# hide the overlay while held: H


def test_h_hides_everything_while_it_is_held(hand: Hand) -> None:
    hand.key(KEY.Key_3)
    QTest.keyPress(hand.view, KEY.Key_H)
    assert hand.view._landmarks._items == {}
    QTest.keyRelease(hand.view, KEY.Key_H)
    assert len(hand.view._landmarks._items) == 19


# loupe: by itself while dragging; Q toggles


def test_the_loupe_comes_by_itself_while_dragging_and_q_keeps_it(hand: Hand) -> None:
    loupe, at = hand.view._loupe, hand.on_screen(hand.point("Go"))
    hand.hold(at)
    assert loupe.isVisible()
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, at + BY)
    assert loupe.isHidden()
    hand.key(KEY.Key_Q)
    QTest.mouseMove(hand.view.viewport(), at)
    assert loupe.isVisible()
    hand.key(KEY.Key_Q)
    assert loupe.isHidden()


# list of shortcuts: F1 or ?


@pytest.mark.parametrize("key", [KEY.Key_F1, KEY.Key_Question])
def test_the_list_of_shortcuts_is_one_key_away(hand: Hand, key: Qt.Key) -> None:
    hand.key(key)
    (shown,) = hand.window.findChildren(KeyList)
    assert shown.isVisible()
    shown.close()

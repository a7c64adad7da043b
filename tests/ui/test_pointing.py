"""What the mouse tells before it is pressed, and what a press without a drag leaves alone."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui.ui.canvas.viewport import ScreenPoint
from tests.ui.hand import CTRL, KEY, LEFT, NONE, Hand

FREE = QPoint(100, 100)  # no landmark is near
TREMBLING, AWAY = QPoint(2, 2), QPoint(40, -30)
RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
ARROW, CROSS, OPEN, CLOSED = (
    Qt.CursorShape.ArrowCursor,
    Qt.CursorShape.CrossCursor,
    Qt.CursorShape.OpenHandCursor,
    Qt.CursorShape.ClosedHandCursor,
)


def shape(hand: Hand) -> Qt.CursorShape:
    return hand.view.viewport().cursor().shape()


def point_at(hand: Hand, at: QPoint) -> Qt.CursorShape:
    QTest.mouseMove(hand.view.viewport(), at)
    return shape(hand)


def test_a_hand_is_shown_over_what_can_be_moved_and_nowhere_else(hand: Hand) -> None:
    sella = hand.on_screen(hand.point("S"))
    assert point_at(hand, sella) is OPEN
    assert point_at(hand, FREE) is ARROW
    point_at(hand, sella)
    hand.correcting.lock()
    assert shape(hand) is ARROW
    hand.correcting.lock()
    QTest.keyPress(hand.view, KEY.Key_H)
    assert shape(hand) is ARROW
    QTest.keyRelease(hand.view, KEY.Key_H)
    assert shape(hand) is OPEN


def test_the_cursor_knows_what_comes_under_it_when_the_film_moves(hand: Hand) -> None:
    sella = hand.on_screen(hand.point("S"))
    point_at(hand, FREE)
    assert point_at(hand, sella) is OPEN
    hand.wheel(0, sella, QPoint(60, 0))
    assert shape(hand) is ARROW
    hand.wheel(0, sella, QPoint(-60, 0))
    assert shape(hand) is OPEN


def test_a_cross_is_carried_and_goes_with_the_landmark(hand: Hand) -> None:
    at = hand.on_screen(hand.point("S"))
    hand.hold(at, TREMBLING)
    assert shape(hand) is OPEN
    QTest.mouseMove(hand.view.viewport(), at + AWAY)
    assert shape(hand) is CROSS
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, at + AWAY)
    assert shape(hand) is OPEN  # it lies there


def test_the_key_that_lets_the_hand_move_the_film_opens_it_and_the_drag_closes_it(
    hand: Hand,
) -> None:
    point_at(hand, FREE)
    QTest.keyPress(hand.view, KEY.Key_Space)
    assert shape(hand) is OPEN
    hand.hold(FREE)
    assert shape(hand) is CLOSED
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, FREE + AWAY)
    assert shape(hand) is OPEN
    QTest.keyRelease(hand.view, KEY.Key_Space)
    assert shape(hand) is ARROW


def test_in_place_mode_the_cross_stays_beside_landmarks(hand: Hand) -> None:
    hand.session.see(placing=True)
    assert point_at(hand, FREE) is CROSS
    assert point_at(hand, hand.on_screen(hand.point("S"))) is OPEN


def test_the_landmark_under_the_cursor_is_named_though_labels_are_off(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    class Tips:
        @staticmethod
        def showText(_at: QPoint, text: str, *_: object) -> None:  # noqa: N802 - Qt's own name
            told.append(text)

    monkeypatch.setattr("landmark_gui.ui.canvas.pointing.QToolTip", Tips)

    def stay(at: QPoint) -> None:
        screen = hand.view.viewport()
        QApplication.sendEvent(screen, QHelpEvent(QEvent.Type.ToolTip, at, screen.mapToGlobal(at)))

    hand.session.see(labels=False)
    gonion = hand.on_screen(hand.point("Go"))
    stay(gonion)
    stay(FREE)
    hand.hold(hand.on_screen(hand.point("S")))
    stay(gonion)
    assert told == ["Go  ·  Gonion", "", ""]
    assert hand.session.selected == "S"


@pytest.mark.parametrize(
    ("button", "held"), [(LEFT, NONE), (LEFT, CTRL), (MIDDLE, NONE), (RIGHT, NONE)]
)
def test_a_click_that_trembles_leaves_the_film_and_its_grey_values_as_they_are(
    hand: Hand, button: Qt.MouseButton, held: Qt.KeyboardModifier
) -> None:
    view, case = hand.view, hand.case
    before = view.viewport_now, view.window_now
    hand.drag(FREE, TREMBLING, button, held)
    assert (view.viewport_now, view.window_now, view.is_fitted) == (*before, True)
    hand.hold(FREE, TREMBLING, button, held)
    hand.key(KEY.Key_Escape)
    assert (view.viewport_now, view.window_now, view.is_fitted) == (*before, True)
    assert hand.case is case


def test_a_left_drag_beside_all_landmarks_moves_the_film_alone(hand: Hand) -> None:
    case, before = hand.case, hand.view.viewport_now
    hand.drag(FREE)
    assert hand.view.viewport_now == before.panned(40, -30)
    hand.hold(FREE)
    hand.key(KEY.Key_Escape)
    assert hand.view.viewport_now == before.panned(40, -30)
    assert (hand.case, hand.session.selected) == (case, "S")


def test_a_film_that_is_put_back_fits_the_window_as_before(hand: Hand) -> None:
    before = hand.view.viewport_now
    hand.hold(FREE)
    assert not hand.view.is_fitted
    hand.key(KEY.Key_Escape)
    assert (hand.view.viewport_now, hand.view.is_fitted) == (before, True)


def test_a_left_drag_moves_no_film_where_a_click_places_landmarks(hand: Hand) -> None:
    hand.session.see(placing=True)
    before = hand.view.viewport_now
    hand.drag(FREE)
    assert hand.view.viewport_now == before


def test_what_was_let_go_of_unheard_follows_no_hand_that_is_empty(hand: Hand) -> None:
    screen, case, at = hand.view.viewport(), hand.case, hand.on_screen(hand.point("S"))
    hand.hold(at)
    where, none = QPointF(at + AWAY * 2), Qt.MouseButton.NoButton
    there = screen.mapToGlobal(where)
    move = QMouseEvent(QEvent.Type.MouseMove, where, there, none, none, NONE)
    QApplication.sendEvent(screen, move)
    assert hand.view.landmark_under(ScreenPoint(*at.toTuple())) == "S"
    assert shape(hand) is ARROW
    assert hand.case is case

"""Fingers on a touch screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QInputDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.fingers import pinched
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from tests.ui.hand import KEY, Hand

FREE, BY = QPoint(60, 60), QPoint(50, 40)
APART = QPoint(120, 0)


class Screen:
    """A touch screen; or a pad, which tells of the mouse by itself."""

    def __init__(self, hand: Hand, *, pad: bool = False) -> None:
        kind, can = QInputDevice.DeviceType, QInputDevice.Capability
        self._target = hand.view.viewport()
        self._device = (
            QTest.createTouchDevice(kind.TouchPad, can.Position | can.MouseEmulation)
            if pad
            else QTest.createTouchDevice(kind.TouchScreen)
        )
        self._down: dict[int, QPoint] = {}

    def touch(self, **fingers: QPoint) -> None:
        """Have fingers there and no others, whatever they have to do for it."""
        now = {ord(name): at for name, at in fingers.items()}
        told = QTest.touchEvent(self._target, self._device, False)
        for finger in {*self._down, *now}:
            if finger not in now:
                told.release(finger, self._down[finger], self._target)
            elif finger not in self._down:
                told.press(finger, now[finger], self._target)
            else:
                told.move(finger, now[finger], self._target)
        self._down = now
        told.commit()

    def drag(self, at: QPoint, by: QPoint = BY) -> None:
        for share in (0.0, 0.5, 1.0):
            self.touch(a=at + by * share)


@pytest.fixture
def screen(hand: Hand) -> Screen:
    return Screen(hand)


def test_what_lay_between_two_fingers_stays_there_and_is_enlarged_as_they_spread() -> None:
    viewport = Viewport(2.0, 30.0, 40.0)
    before = ScreenPoint(100, 100), ScreenPoint(200, 100)
    now = ScreenPoint(90, 150), ScreenPoint(290, 150)
    after = pinched(viewport, before, now)
    assert after.scale == 4.0
    assert after.to_film(ScreenPoint(190, 150)) == viewport.to_film(ScreenPoint(150, 100))
    assert pinched(viewport, (before[0], before[0]), now).scale > 0


def test_two_fingers_move_and_enlarge_the_film_and_leave_the_landmark_under_one(
    hand: Hand, screen: Screen
) -> None:
    at, case, before = hand.on_screen(hand.point("S")), hand.case, hand.view.viewport_now
    screen.touch(a=at)
    screen.touch(a=at, b=at + APART)
    screen.touch(a=at + BY, b=at + BY + APART)
    assert hand.view.viewport_now == before.panned(50, 40)
    screen.touch(a=at + BY, b=at + BY + APART * 2)
    assert hand.view.viewport_now.scale == pytest.approx(2 * before.scale)
    screen.touch(b=at + BY + APART * 2)
    screen.touch(b=at)
    screen.touch()
    assert hand.view.viewport_now.scale == pytest.approx(2 * before.scale)
    assert hand.case is case


def test_a_second_finger_puts_back_what_the_first_has_taken_along(
    hand: Hand, screen: Screen
) -> None:
    at, case = hand.on_screen(hand.point("S")), hand.case
    screen.drag(at)
    item = hand.view._landmarks.item("S")
    assert item is not None
    assert item.pos().toTuple() != (hand.point("S").x, hand.point("S").y)
    screen.touch(a=at + BY, b=at + APART)
    screen.touch()
    assert hand.case is case
    assert item.pos().toTuple() == (hand.point("S").x, hand.point("S").y)


def test_one_finger_moves_a_landmark_as_one_step(hand: Hand, screen: Screen) -> None:
    before, scale = hand.point("N"), hand.view.viewport_now.scale
    screen.drag(hand.on_screen(before))
    screen.touch()
    assert hand.session.selected == "N"
    assert hand.status("N") is Status.MOVED
    moved = hand.point("N")
    assert moved.x - before.x == pytest.approx(50 / scale)
    assert moved.y - before.y == pytest.approx(40 / scale)


def test_one_finger_beside_all_landmarks_moves_the_film(hand: Hand, screen: Screen) -> None:
    case, before = hand.case, hand.view.viewport_now
    screen.drag(FREE)
    screen.touch()
    assert hand.view.viewport_now == before.panned(50, 40)
    assert hand.case is case


def test_a_tap_selects_what_is_under_it(hand: Hand, screen: Screen) -> None:
    screen.touch(a=hand.on_screen(hand.point("Go")))
    assert hand.session.selected == "S"
    screen.touch()
    assert hand.session.selected == "Go"


def test_a_tap_places_a_landmark_and_two_fingers_do_not(hand: Hand, screen: Screen) -> None:
    hand.window.menus["blind_first"].trigger()
    hand.key(KEY.Key_P)
    screen.touch(a=FREE)
    screen.touch(a=FREE, b=FREE + APART)
    screen.touch()
    assert hand.case.decided == 0
    at = hand.on_screen(Point(150, 150))
    screen.touch(a=at)
    screen.touch()
    assert hand.on_screen(hand.point("S")) == at


def test_a_tap_marks_the_ruler_and_two_fingers_do_not(hand: Hand, screen: Screen) -> None:
    hand.window.menus["calibrate"].trigger()
    tool = hand.window.calibrating.tool
    screen.touch(a=FREE)
    screen.touch(a=FREE, b=FREE + APART)
    screen.touch()
    assert list(tool.marks) == []
    screen.touch(a=FREE + BY)  # on the film
    screen.touch()
    assert list(tool.marks) == [hand.view.viewport_now.to_film(ScreenPoint(110, 100))]
    hand.window.menus["calibrate"].trigger()


@pytest.fixture
def unhurried() -> Iterator[None]:
    """Let taps be double ones however long a busy machine takes between them."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(600_000)
    yield
    QApplication.setDoubleClickInterval(before)


@pytest.mark.usefixtures("unhurried")
def test_a_double_tap_marks_the_ruler_once(hand: Hand, screen: Screen) -> None:
    hand.window.menus["calibrate"].trigger()
    for at in (FREE + BY, FREE + BY + QPoint(5, -5), FREE + BY * 2):
        screen.touch(a=at)
        screen.touch()
    marks = hand.window.calibrating.tool.marks
    to_film = hand.view.viewport_now.to_film
    assert marks == (to_film(ScreenPoint(110, 100)), to_film(ScreenPoint(160, 140)))
    hand.window.menus["calibrate"].trigger()


def test_a_finger_moves_the_film_by_a_landmark_too_while_the_ruler_is_in_the_hand(
    hand: Hand, screen: Screen
) -> None:
    hand.window.menus["calibrate"].trigger()
    before, sella = hand.view.viewport_now, hand.on_screen(hand.point("S"))
    screen.drag(sella)
    screen.touch()
    assert hand.view.viewport_now == before.panned(50, 40)
    assert hand.window.calibrating.tool.marks == ()
    hand.window.menus["calibrate"].trigger()
    screen.drag(sella + BY)
    screen.touch()
    assert hand.status("S") is Status.MOVED


def test_fingers_on_a_touchpad_are_left_to_the_gestures_that_it_tells(hand: Hand) -> None:
    case, pad = hand.case, Screen(hand, pad=True)
    pad.drag(hand.on_screen(hand.point("S")))
    pad.touch()
    assert hand.case is case

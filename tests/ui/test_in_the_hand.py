"""What is in the hand or held down, and what becomes of it when something else comes in between."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.film_keys import TAP_MS
from landmark_gui.ui.canvas.loupe import MARGIN, SIDE, Loupe
from landmark_gui.ui.canvas.region_item import RegionItem
from tests.ui.hand import KEY, LEFT, NONE, SHIFT, Hand

FREE = QPoint(100, 100)  # no landmark is near


def test_another_film_takes_what_is_in_the_hand_away(two: Hand) -> None:
    session = two.session
    session.show(1)
    two.bench.until_shown()
    session.show(0)
    two.bench.until_shown()
    before = [entry.case for entry in session.worklist.entries]
    two.hold(two.on_screen(two.point("S")))
    session.show(1)
    QTest.mouseRelease(two.view.viewport(), LEFT, pos=FREE)
    assert [entry.case for entry in session.worklist.entries] == before


def test_the_arrows_move_nothing_while_a_landmark_is_in_the_hand(hand: Hand) -> None:
    before = hand.case
    hand.hold(hand.on_screen(hand.point("S")))
    hand.key(KEY.Key_Right)
    hand.key(KEY.Key_Escape)
    assert hand.case is before


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton])
def test_esc_puts_the_film_and_its_grey_values_back(hand: Hand, button: Qt.MouseButton) -> None:
    before = hand.view.viewport_now, hand.view.window_now
    hand.hold(FREE, button=button)
    assert (hand.view.viewport_now, hand.view.window_now) != before
    hand.key(KEY.Key_Escape)
    assert (hand.view.viewport_now, hand.view.window_now) == before


def test_the_way_from_the_prediction_follows_the_landmark_in_the_hand(hand: Hand) -> None:
    def ways() -> list[Point]:
        regions = [i._region for i in hand.view.scene().items() if isinstance(i, RegionItem)]
        return [region.landmark for region in regions if region.selected]

    before = hand.point("S")
    assert ways() == [before]
    hand.hold(hand.on_screen(before))
    (end,), carried = ways(), hand.view._landmarks.item("S")
    assert carried is not None
    assert (end.x, end.y) == carried.pos().toTuple() != (before.x, before.y)


def test_the_loupe_makes_room_for_the_hand(hand: Hand) -> None:
    view = hand.view
    loupe = view.findChild(Loupe)
    assert loupe is not None
    view.set_loupe(always=True)
    for at in (FREE, QPoint(view.width() - MARGIN - SIDE // 2, MARGIN + SIDE // 2)):
        QTest.mouseMove(view.viewport(), at)
        assert loupe.isVisible()
        assert not loupe.geometry().contains(at)


def test_a_key_that_is_still_held_after_it_moved_the_film_asks_for_nothing(hand: Hand) -> None:
    tapped: list[str] = []
    hand.view.tapped.connect(tapped.append)

    def space(kind: QEvent.Type, *, repeated: bool = False) -> None:
        QApplication.sendEvent(hand.view, QKeyEvent(kind, KEY.Key_Space, NONE, " ", repeated))

    space(QEvent.Type.KeyPress)
    hand.drag(FREE)
    space(QEvent.Type.KeyPress, repeated=True)
    space(QEvent.Type.KeyRelease)
    assert tapped == []


@pytest.mark.parametrize(("held_ms", "taps"), [(TAP_MS - 1, ["Space"]), (TAP_MS + 1, [])])
def test_a_key_that_is_held_for_long_was_to_move_the_film_and_asks_for_nothing(
    hand: Hand, held_ms: int, taps: list[str]
) -> None:
    tapped: list[str] = []
    hand.view.tapped.connect(tapped.append)
    for kind, at in ((QEvent.Type.KeyPress, 7000), (QEvent.Type.KeyRelease, 7000 + held_ms)):
        event = QKeyEvent(kind, KEY.Key_Space, NONE, " ")
        event.setTimestamp(at)
        QApplication.sendEvent(hand.view, event)
    assert tapped == taps


@pytest.mark.parametrize("order", [(KEY.Key_Space, KEY.Key_Shift), (KEY.Key_Shift, KEY.Key_Space)])
def test_shift_and_space_are_tapped_together_whichever_is_let_go_of_first(
    hand: Hand, order: tuple[Qt.Key, Qt.Key]
) -> None:
    tapped: list[str] = []
    hand.view.tapped.connect(tapped.append)
    QTest.keyPress(hand.view, KEY.Key_Shift, SHIFT)
    QTest.keyPress(hand.view, KEY.Key_Space, SHIFT)
    held = SHIFT
    for key in order:
        held = NONE if key is KEY.Key_Shift else held
        QTest.keyRelease(hand.view, key, held)
    assert tapped == ["Shift+Space"]


def test_a_held_arrow_adds_to_the_landmark_that_it_began_with_alone(hand: Hand) -> None:
    session, correcting = hand.session, hand.correcting
    correcting.nudge(1, 0)
    session.select("N")
    sella, nasion = hand.point("S"), hand.point("N")
    correcting.nudge(1, 0, repeated=True)
    assert hand.point("N") == nasion.moved(1, 0)
    correcting.undo()
    assert (hand.point("S"), hand.point("N")) == (sella, nasion)


def test_the_loupe_shows_the_landmark_that_a_key_selects_or_moves(hand: Hand) -> None:
    hand.key(KEY.Key_Q)
    hand.session.select("Go")
    assert hand.view._loupe._centre() == hand.point("Go")
    hand.key(KEY.Key_Right, SHIFT)
    assert hand.status("Go") is Status.MOVED
    assert hand.view._loupe._centre() == hand.point("Go")


def test_what_comes_by_itself_leaves_the_loupe_under_the_cursor(hand: Hand) -> None:
    hand.key(KEY.Key_Q)
    QTest.mouseMove(hand.view.viewport(), FREE)
    under = hand.view._loupe._centre()
    session, detection, before = hand.session, hand.case.detection, hand.point("S")
    assert detection is not None
    others = [replace(p, point=p.point.moved(3.0, 0.0)) for p in detection.predictions]
    again = replace(detection, predictions=tuple(others))
    session.update_worklist(session.worklist.detected(0, again))
    session.changed.emit()
    assert hand.point("S") != before
    assert hand.view._loupe._centre() == under


def test_the_film_stays_under_a_hand_that_holds_something(hand: Hand) -> None:
    view = hand.view
    hand.session.select("S")
    view.look_at(
        view.viewport_now.panned(0, view.height() - 30 - hand.on_screen(hand.point("S")).y())
    )
    hand.hold(hand.on_screen(hand.point("S")))
    seen = view.viewport_now
    view.show_case(hand.case, "Me")
    assert view.viewport_now == seen
    hand.key(KEY.Key_Escape)
    view.show_case(hand.case, "S")
    view.show_case(hand.case, "Me")
    assert view.viewport_now != seen

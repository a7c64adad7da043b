"""A landmark is placed where the hand lets go: press, look at the loupe, adjust, let go."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.landmark_item import LandmarkItem
from landmark_gui.ui.canvas.markers import Shape
from landmark_gui.ui.canvas.viewport import ScreenPoint
from tests.ui.hand import KEY, LEFT, NONE, Hand

AT, BY = QPoint(120, 120), QPoint(37, 21)
BESIDE = QPoint(3, 3)  # the film


@pytest.fixture
def placing(hand: Hand) -> Hand:
    """A film that is read blind, in place mode, with sella to be placed first."""
    hand.window.menus["blind_first"].trigger()
    hand.session.select("S")
    hand.key(KEY.Key_P)
    return hand


def markers(hand: Hand) -> dict[str, tuple[Shape, Point]]:
    items = [item for item in hand.view.scene().items() if isinstance(item, LandmarkItem)]
    return {item.marker.name: (item.marker.shape, item.marker.point) for item in items}


def under(hand: Hand, at: QPoint) -> Point:
    return hand.view.viewport_now.to_film(ScreenPoint(at.x(), at.y()))


def test_it_lies_where_the_hand_lets_go_and_is_seen_there_before(placing: Hand) -> None:
    placing.hold(AT, BY)
    assert markers(placing) == {"S": (Shape.SQUARE, under(placing, AT + BY))}
    assert placing.case.decided == 0
    QTest.mouseRelease(placing.view.viewport(), LEFT, NONE, AT + BY)
    assert placing.point("S") == under(placing, AT + BY)
    assert placing.case.decided == 1
    assert placing.session.selected == "N"


def test_a_click_that_trembles_places_it_where_it_was_pressed(placing: Hand) -> None:
    placing.hold(AT, QPoint(2, 2))
    assert markers(placing) == {"S": (Shape.SQUARE, under(placing, AT))}
    QTest.mouseRelease(placing.view.viewport(), LEFT, NONE, AT + QPoint(2, 2))
    assert placing.point("S") == under(placing, AT)


@pytest.mark.parametrize("by", ["Esc", "right click", "another film", "place mode left"])
def test_nothing_is_placed_where_the_press_is_taken_back(placing: Hand, by: str) -> None:
    placing.hold(AT, BY)
    if by == "Esc":
        placing.key(KEY.Key_Escape)
    elif by == "right click":
        QTest.mouseClick(placing.view.viewport(), Qt.MouseButton.RightButton, NONE, AT + BY)
    elif by == "another film":
        placing.view.show_film(None)
    else:
        placing.key(KEY.Key_P)
    QTest.mouseRelease(placing.view.viewport(), LEFT, NONE, AT + BY)
    assert placing.case.decided == 0
    assert markers(placing) == {}
    assert placing.session.display.placing is (by != "place mode left")


def test_beside_the_film_nothing_is_placed_wherever_it_was_pressed(placing: Hand) -> None:
    placing.hold(AT, BESIDE - AT)
    assert markers(placing) == {}
    QTest.mouseRelease(placing.view.viewport(), LEFT, NONE, BESIDE)
    placing.drag(BESIDE, AT - BESIDE)
    assert placing.case.decided == 0


def test_it_stays_in_the_hand_while_other_things_are_drawn(placing: Hand) -> None:
    placing.hold(AT, BY)
    placing.session.see(labels=False)
    placing.session.select("N")
    assert markers(placing) == {"N": (Shape.SQUARE, under(placing, AT + BY))}
    QTest.mouseRelease(placing.view.viewport(), LEFT, NONE, AT + BY)
    assert (placing.status("N"), placing.status("S")) == (Status.MOVED, Status.UNSET)


def test_what_is_missing_is_seen_as_placed_in_the_hand_and_as_missing_once_it_is_not(
    hand: Hand,
) -> None:
    hand.key(KEY.Key_M)
    hand.key(KEY.Key_P)
    hand.hold(AT, BY)
    assert markers(hand)["S"] == (Shape.SQUARE, under(hand, AT + BY))
    hand.key(KEY.Key_Escape)
    assert markers(hand)["S"][0] is Shape.CROSSED


def test_it_stays_under_the_hand_when_the_film_is_moved(placing: Hand) -> None:
    placing.hold(AT, BY)
    placing.wheel(0, AT + BY, QPoint(30, -20))
    assert markers(placing) == {"S": (Shape.SQUARE, under(placing, AT + BY))}
    QTest.mouseRelease(placing.view.viewport(), LEFT, NONE, AT + BY)
    assert placing.point("S") == under(placing, AT + BY)

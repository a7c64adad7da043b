import pytest

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.interaction import (
    DRAG_THRESHOLD,
    GRAB_RADIUS,
    Drag,
    landmark_at,
    wheel_factor,
    window_dragged,
)
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

MARKERS = {"A": ScreenPoint(100, 100), "B": ScreenPoint(110, 100)}


def test_the_nearest_marker_within_reach_is_taken() -> None:
    assert landmark_at(ScreenPoint(103, 100), MARKERS) == "A"
    assert landmark_at(ScreenPoint(107, 100), MARKERS) == "B"


def test_out_of_reach_nothing_is_taken() -> None:
    assert landmark_at(ScreenPoint(100, 100 + GRAB_RADIUS + 0.1), {"A": MARKERS["A"]}) is None


def test_the_selected_marker_is_taken_even_where_another_is_nearer() -> None:
    assert landmark_at(ScreenPoint(106, 100), MARKERS, preferred="A") == "A"


def test_a_selected_marker_far_off_does_not_keep_others_from_being_taken() -> None:
    assert landmark_at(ScreenPoint(110, 100), MARKERS, preferred="A") == "B"


def test_a_trembling_click_moves_nothing() -> None:
    drag = Drag.begun("A", ScreenPoint(0, 0), Point(50, 50), Viewport(0.1))
    after = drag.to(ScreenPoint(DRAG_THRESHOLD - 0.1, 0), Viewport(0.1))
    assert not after.moving
    assert after.point == Point(50, 50)


def test_a_drag_moves_by_what_the_hand_moved_whatever_it_grabbed() -> None:
    viewport = Viewport(scale=4.0, left=99.0, top=-12.0)
    drag = Drag.begun("A", ScreenPoint(7, -3), Point(50, 50), viewport)
    after = drag.to(ScreenPoint(27, 7), viewport)
    assert after.point == Point(55.0, 52.5)


def test_a_landmark_stays_in_the_hand_whatever_is_enlarged_meanwhile() -> None:
    before = Viewport(scale=1.0, left=10.0, top=20.0)
    hand = before.to_screen(Point(50, 50))
    drag = Drag.begun("A", hand, Point(50, 50), before).to(ScreenPoint(hand.x + 40, hand.y), before)
    cursor = ScreenPoint(hand.x + 41, hand.y)
    after = before.zoomed(3.0, ScreenPoint(hand.x + 40, hand.y))
    assert after.to_screen(drag.to(cursor, after).point) == pytest.approx(cursor)


def test_a_drag_that_has_begun_goes_on_below_the_threshold() -> None:
    begun = Drag.begun("A", ScreenPoint(0, 0), Point(50, 50), Viewport())
    drag = begun.to(ScreenPoint(40, 0), Viewport())
    assert drag.to(ScreenPoint(1, 0), Viewport()).point == Point(51, 50)


def test_a_notch_up_enlarges_and_a_notch_down_undoes_it() -> None:
    assert wheel_factor(120) > 1
    assert wheel_factor(120) * wheel_factor(-120) == pytest.approx(1)


def test_dragging_down_darkens_and_dragging_right_raises_the_contrast() -> None:
    start = Window(0, 1000)
    darker = window_dragged(start, 1000, 0, 60)
    assert darker == Window(100, 1100)
    harder = window_dragged(start, 1000, 60, 0)
    assert harder == Window(50, 950)


def test_a_window_never_closes() -> None:
    narrow = window_dragged(Window(0, 256), 256, 10_000, 0)
    assert narrow.high - narrow.low == pytest.approx(1)

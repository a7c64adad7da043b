import pytest
from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.viewport import MAX_SCALE, MIN_SCALE, ScreenPoint, Viewport

coordinates = st.floats(-5000, 5000)
aspects = st.floats(0.1, 10)
viewports = st.builds(
    Viewport, st.floats(MIN_SCALE, MAX_SCALE), coordinates, coordinates, st.just(1.0) | aspects
)
points = st.builds(Point, st.floats(0, 4000), st.floats(0, 4000))


@given(viewports, points)
def test_a_point_comes_back_from_the_screen(viewport: Viewport, point: Point) -> None:
    assert viewport.to_film(viewport.to_screen(point)).distance_px(point) < 1e-6


@given(viewports, st.floats(0.05, 20), coordinates, coordinates)
def test_what_lies_under_the_cursor_stays_there_when_zooming(
    viewport: Viewport, factor: float, x: float, y: float
) -> None:
    cursor = ScreenPoint(x, y)
    before = viewport.to_film(cursor)
    zoomed = viewport.zoomed(factor, cursor)
    assert zoomed.to_screen(before).distance(cursor) < 1e-6
    assert MIN_SCALE <= zoomed.scale <= MAX_SCALE


@given(st.tuples(st.integers(1, 9000), st.integers(1, 9000)), st.just(1.0) | aspects)
def test_a_fitted_film_lies_inside_and_in_the_middle(film: tuple[int, int], aspect: float) -> None:
    viewport = Viewport.fitted(film, (800, 600), aspect)
    left, top = viewport.to_screen(Point(0, 0))
    right, bottom = viewport.to_screen(Point(*film))
    assert (left + right) / 2 == pytest.approx(400)
    assert (top + bottom) / 2 == pytest.approx(300)
    assert (bottom - top) / (right - left) == pytest.approx(film[1] * aspect / film[0])
    if viewport.scale > MIN_SCALE:
        assert left >= 0
        assert top >= 0


def test_centring_brings_a_point_to_the_middle() -> None:
    viewport = Viewport(3.0, -50.0, 20.0).centred_on(Point(700, 12), (800, 600))
    assert viewport.to_screen(Point(700, 12)) == pytest.approx((400, 300))


@given(viewports, points)
def test_a_point_that_is_revealed_is_seen_with_what_surrounds_it(
    viewport: Viewport, point: Point
) -> None:
    shown = viewport.revealing(point, (600, 100), 48.0)
    at = shown.to_screen(point)
    assert 48 <= at.x <= 552
    assert 25 <= at.y <= 75  # a quarter of a small side
    assert (shown.scale, shown.aspect) == (viewport.scale, viewport.aspect)
    assert shown.revealing(point, (600, 100), 48.0) is shown

import math

import numpy as np
import pytest

from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.prediction import Prediction
from landmark_gui.domain.region import Candidate, Cells, Ellipse, Region

SLANTED = Ellipse(Point(10.0, 20.0), 4.0, 1.0, math.pi / 4)


def test_an_ellipse_holds_what_lies_along_its_longer_axis_and_not_across() -> None:
    reach = 3.9 / math.sqrt(2)
    assert SLANTED.holds(SLANTED.centre)
    assert SLANTED.holds(Point(10 + reach, 20 + reach))
    assert not SLANTED.holds(Point(10 + reach, 20 - reach))


def test_the_axes_end_on_the_edge() -> None:
    (x, y), (across_x, across_y) = SLANTED.axes
    assert (x, y) == pytest.approx((4 / math.sqrt(2), 4 / math.sqrt(2)))
    assert (across_x, across_y) == pytest.approx((-1 / math.sqrt(2), 1 / math.sqrt(2)))


def test_the_area_of_a_circle_is_that_of_its_radius() -> None:
    assert Ellipse(Point(0, 0), 2.0, 2.0, 1.0).area_px2 == pytest.approx(4 * math.pi)


def test_cells_hold_the_points_in_them_alone() -> None:
    cells = Cells(ImageGrid(2, 1, 5.0, 100.0, 50.0), np.array([[True, False]]))
    assert cells.holds(Point(104.9, 54.9))
    assert not cells.holds(Point(105.1, 54.9))  # the other cell
    assert not cells.holds(Point(99.9, 52.0))  # beside the grid
    assert not cells.holds(Point(101.0, 55.1))
    assert cells.area_px2 == 25.0


def test_a_prediction_is_asked_for_the_region_of_a_probability() -> None:
    region = Region(0.9, 12.0, SLANTED)
    said = Prediction("S", Point(10, 20), 1.0, 2.0, 1.5, (region,))
    assert said.region(0.9) is region
    assert said.region(0.5) is None


def test_the_places_of_a_prediction_begin_with_its_point() -> None:
    others = tuple(Candidate(Point(x, 20), 0.2) for x in (30, 40))
    said = Prediction("S", Point(10, 20), 1.0, 2.0, 1.5, candidates=others)
    assert said.places == (Point(10, 20), Point(30, 20), Point(40, 20))


def test_an_ellipse_sees_the_ends_of_its_axes_at_a_distance_of_one() -> None:
    (x, y), (across_x, across_y) = SLANTED.axes
    along = SLANTED.seen(SLANTED.centre.moved(x, y))
    across = SLANTED.seen(SLANTED.centre.moved(-across_x, -across_y))
    assert (along.x, along.y) == pytest.approx((1, 0))
    assert (across.x, across.y) == pytest.approx((0, -1))


def test_the_edge_goes_once_around_from_the_end_of_the_longer_axis() -> None:
    edge = SLANTED.edge(8)
    assert edge.shape == (9, 2)
    seen = [SLANTED.seen(Point(x, y)) for x, y in edge.tolist()]
    turns = np.arange(9) * math.pi / 4
    np.testing.assert_allclose([p.x for p in seen], np.cos(turns), atol=1e-12)
    np.testing.assert_allclose([p.y for p in seen], np.sin(turns), atol=1e-12)


@pytest.mark.parametrize("angle", [0.0, 0.4, math.pi / 2, 2.9])
@pytest.mark.parametrize(("across", "down"), [(1.0, 3.0), (2.0, 0.5), (1.0, 1.0)])
def test_an_ellipse_that_is_stretched_holds_what_it_held(
    angle: float, across: float, down: float
) -> None:
    here = Ellipse(Point(0, 0), 4.0, 1.0, angle)
    there = Ellipse.spanned(Point(0, 0), here.axes * [across, down])
    assert there.major_px >= there.minor_px
    assert 0 <= there.angle_rad < math.pi
    for x, y in here.edge(40).tolist():
        seen = there.seen(Point(x * across, y * down))
        assert math.hypot(seen.x, seen.y) == pytest.approx(1)

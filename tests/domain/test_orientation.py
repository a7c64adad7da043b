from itertools import product

import numpy as np
import pytest

from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.domain.region import Ellipse

POSITIONS = [Orientation(facing, quarter_turns=t) for facing, t in product(Facing, range(4))]
UPRIGHT = np.arange(15).reshape(3, 5)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_film_comes_upright_and_back(position: Orientation) -> None:
    np.testing.assert_array_equal(position.upright(position.stored(UPRIGHT)), UPRIGHT)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_point_goes_where_its_pixel_goes(position: Orientation) -> None:
    stored = position.stored(UPRIGHT)
    for row, column in np.ndindex(UPRIGHT.shape):
        there = position.point_as_stored(Point(column + 0.5, row + 0.5), (5, 3))
        assert stored[int(there.y), int(there.x)] == UPRIGHT[row, column]


@pytest.mark.parametrize("position", POSITIONS)
def test_a_point_comes_upright_and_back(position: Orientation) -> None:
    there = position.point_as_stored(Point(1.25, 2.5), (5, 3))
    stored_size = (3, 5) if position.sideways else (5, 3)
    assert position.point_upright(there, stored_size) == Point(1.25, 2.5)


@pytest.mark.parametrize("position", POSITIONS)
def test_an_ellipse_goes_where_its_points_go(position: Orientation) -> None:
    upright = Ellipse(Point(1.25, 2.5), 0.9, 0.2, 0.4)
    there = position.ellipse_as_stored(upright, (5, 3))
    for x, y in product(np.linspace(0, 3, 31), np.linspace(1, 4, 31)):
        stored = position.point_as_stored(Point(x, y), (5, 3))
        assert there.holds(stored) is upright.holds(Point(x, y))


@pytest.mark.parametrize("position", POSITIONS)
def test_a_grid_goes_where_the_film_below_it_goes(position: Orientation) -> None:
    grid = ImageGrid(4, 6, 2.0, left_px=-1.5, top_px=-4.5)
    there = position.grid_as_stored(grid, (5, 3))
    cells = np.arange(24).reshape(6, 4)
    stored = position.stored(cells)
    assert stored.shape == (there.height, there.width)
    for row, column in np.ndindex(cells.shape):
        point = grid.to_film(Point(column + 0.5, row + 0.5))
        cell = there.to_grid(position.point_as_stored(point, (5, 3)))
        assert stored[int(cell.y), int(cell.x)] == cells[row, column]


def test_the_spacing_of_a_film_on_its_side_is_turned_with_it() -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    turned = Orientation(quarter_turns=1).upright_spacing(spacing)
    assert turned == PixelSpacing(0.2, 0.1, SpacingSource.CALIBRATED)
    assert Orientation(quarter_turns=2).upright_spacing(spacing) == spacing
    assert Orientation(quarter_turns=1).upright_spacing(None) is None


def test_a_film_is_turned_by_quarters_up_to_three() -> None:
    with pytest.raises(ValueError, match="quarters"):
        Orientation(quarter_turns=4)


def test_only_what_may_make_landmarks_wrong_is_a_warning() -> None:
    shown_as_it_should_be = (Remark.FACES_LEFT, Remark.INVERTED, Remark.TURNED)
    assert not Finding(Orientation(polarity=Polarity.INVERTED), shown_as_it_should_be).warns
    assert Finding(remarks=(Remark.STRANGE,)).warns
    assert Finding(remarks=(Remark.FACES_LEFT, Remark.IMPLAUSIBLE)).warns


def test_every_remark_is_a_sentence() -> None:
    assert all(remark.sentence.endswith(".") for remark in Remark)

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource

sizes = st.tuples(st.integers(20, 4000), st.integers(20, 4000))
shares = st.floats(0, 1)


@given(sizes, shares, shares)
def test_a_position_comes_back_from_the_grid(size: tuple[int, int], u: float, v: float) -> None:
    grid = ImageGrid.letterbox(size, (128, 160))
    point = Point(u * size[0], v * size[1])
    assert grid.to_film(grid.to_grid(point)).distance_px(point) < 1e-6
    cell = grid.to_grid(point)
    assert np.allclose(grid.points_to_grid(np.array([[point.x, point.y]])), [[cell.x, cell.y]])


@given(sizes)
def test_the_letterbox_holds_the_whole_film_in_its_middle(size: tuple[int, int]) -> None:
    left, top, width, height = ImageGrid.letterbox(size, (128, 160)).rect_px
    assert left <= 1e-6
    assert top <= 1e-6
    assert left + width / 2 == pytest.approx(size[0] / 2)
    assert top + height / 2 == pytest.approx(size[1] / 2)
    assert min(width - size[0], height - size[1]) == pytest.approx(0, abs=1e-6)


def test_one_position_and_many_are_converted_alike() -> None:
    grid = ImageGrid(10, 20, 3.0, -5.0, 7.0)
    cell = grid.to_grid(Point(4.0, 13.0))
    assert grid.points_to_grid(np.array([4.0, 13.0])).tolist() == [cell.x, cell.y]


def test_distances_honour_a_spacing_that_differs_by_direction() -> None:
    spacing = PixelSpacing(0.1, 0.4, SpacingSource.CALIBRATED)
    assert spacing.distance_mm(Point(0, 0), Point(30, 10)) == pytest.approx(5.0)
    assert spacing.mean_mm == pytest.approx(0.2)
    assert spacing.aspect == pytest.approx(spacing.y_mm / spacing.x_mm)


@pytest.mark.parametrize(("x_mm", "same"), [(0.0987654321, True), (0.0988, False)])
def test_a_spacing_is_the_same_but_for_digits_that_were_cut_off(x_mm: float, *, same: bool) -> None:
    whole = PixelSpacing(0.09876543210987, 0.1, SpacingSource.RULER)
    other = PixelSpacing(x_mm, 0.1, SpacingSource.STATED_BY_USER)
    assert whole.is_about(other) is same
    assert not whole.is_about(PixelSpacing(0.09876543210987, 0.2, SpacingSource.RULER))


def test_what_lies_at_the_detector_or_in_a_scan_is_not_confirmed() -> None:
    assert SpacingSource.SCAN_RESOLUTION.unconfirmed
    assert not SpacingSource.CALIBRATED.unconfirmed
    assert not any(source.unconfirmed and source.by_reader for source in SpacingSource)


def test_lengths_of_the_shadow_are_not_given_out_as_the_patients() -> None:
    warned = {source for source in SpacingSource if source.caution}
    assert warned == {source for source in SpacingSource if source.unconfirmed}
    assert SpacingSource.DETECTOR.caution.startswith("lengths are those of the shadow")
    assert SpacingSource.STATED_BY_FILE.caution.startswith("lengths may be")


def test_only_what_may_measure_the_shadow_can_be_divided_by_a_magnification() -> None:
    assert {source for source in SpacingSource if not source.divisible} == {
        SpacingSource.CALIBRATED,
        SpacingSource.GEOMETRY,
        SpacingSource.FIDUCIAL,
        SpacingSource.CALIBRATED_TYPE_UNKNOWN,
        SpacingSource.MAGNIFICATION,
    }


@pytest.mark.parametrize("mm", [0.0, -0.1, math.nan, math.inf, 0.001, 5.0])
def test_a_spacing_that_cannot_measure_is_refused(mm: float) -> None:
    with pytest.raises(ValueError, match="not plausible"):
        PixelSpacing(0.1, mm, SpacingSource.CALIBRATED)


def test_a_point_moves_by_the_pixels_told() -> None:
    assert Point(1.0, 2.0).moved(0.5, -1.0) == Point(1.5, 1.0)


def test_readers_vouch_for_what_they_have_measured_or_stated() -> None:
    vouched = {source for source in SpacingSource if source.by_reader}
    assert vouched == {
        SpacingSource.RULER,
        SpacingSource.MAGNIFICATION,
        SpacingSource.STATED_BY_USER,
    }

"""Millimetres from marks along a ruler."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.ruler import Ruler, measured

RULER = SpacingSource.RULER


def test_two_marks_and_their_distance_give_the_spacing() -> None:
    found = measured([Point(10, 10), Point(40, 50)], 5.0)
    assert found.spacing == PixelSpacing(0.1, 0.1, RULER)
    assert found.residual_mm is None


def test_marks_at_equal_steps_leave_no_residual() -> None:
    found = measured([Point(10 + 3 * i, 20 + 4 * i) for i in range(6)], 25.0)
    assert found.spacing.x_mm == pytest.approx(1.0)
    assert found.residual_mm == pytest.approx(0.0, abs=1e-9)


def test_the_residual_is_how_far_the_marks_are_from_equal_steps() -> None:
    marks = [Point(0, 0), Point(0, 101), Point(0, 200)]
    found = measured(marks, 20.0)
    assert found.spacing.x_mm == pytest.approx(0.1)
    off_px = np.array([-1 / 3, 2 / 3, -1 / 3])
    assert found.residual_mm == pytest.approx(0.1 * np.sqrt(np.mean(off_px**2)))


def test_every_mark_has_its_say() -> None:
    trembling = np.random.default_rng(0).normal(0, 2, (21, 2))
    marks = [Point(x, 10.0 * i + y) for i, (x, y) in enumerate(trembling)]
    ends = measured([marks[0], marks[-1]], 20.0).spacing.x_mm
    fitted = measured(marks, 20.0).spacing.x_mm
    assert abs(fitted - 0.1) < abs(ends - 0.1)


@given(st.floats(0.5, 2.0), st.floats(0, 6.283))
def test_the_direction_of_the_ruler_does_not_matter_where_pixels_are_not_square(
    aspect: float, angle: float
) -> None:
    """A ruler of 30 mm on a film with pixels of 0.1 mm width, drawn as such a film shows it."""
    spacing = PixelSpacing(0.1, 0.1 * aspect, RULER)
    end = Point(30 * np.cos(angle) / spacing.x_mm, 30 * np.sin(angle) / spacing.y_mm)
    found = measured([Point(0, 0), end], 30.0, aspect).spacing
    assert (found.x_mm, found.y_mm) == pytest.approx((spacing.x_mm, spacing.y_mm))
    assert found.distance_mm(Point(0, 0), Point(0, 100)) == pytest.approx(100 * spacing.y_mm)


@pytest.mark.parametrize(
    ("marks", "length_mm"),
    [
        ([], 10.0),
        ([Point(1, 1)], 10.0),
        ([Point(1, 1), Point(1, 1)], 10.0),
        ([Point(1, 1), Point(2, 1)], 10.0),
        ([Point(1, 1), Point(90, 1)], 0.0),
        ([Point(1, 1), Point(90, 1)], float("nan")),
    ],
)
def test_what_gives_no_plausible_spacing_is_refused(marks: list[Point], length_mm: float) -> None:
    with pytest.raises(ValueError, match=r"ruler|plausible"):
        measured(marks, length_mm)


def test_a_ruler_that_is_seen_gives_the_spacing_of_its_film() -> None:
    upright = Ruler(10.0, 0.001, 30, 0.9, Point(50, 100), Point(50, 400), 30.0)
    assert upright.spacing() == PixelSpacing(0.1, 0.1, RULER)
    assert upright.spacing(2.0) == PixelSpacing(0.05, 0.1, RULER)


def test_a_magnification_divides_and_says_so() -> None:
    spacing = PixelSpacing(0.11, 0.22, SpacingSource.DETECTOR).magnified(1.1)
    assert (spacing.x_mm, spacing.y_mm) == pytest.approx((0.1, 0.2))
    assert spacing.source is SpacingSource.MAGNIFICATION

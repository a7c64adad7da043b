"""What comes of a calibration, without a window."""

from dataclasses import replace

import pytest

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.ui.calibration.ways import Way, outcome


def with_spacing(film: Cephalogram, spacing: PixelSpacing | None) -> Cephalogram:
    return replace(film, info=replace(film.info, spacing=spacing))


def test_millimetres_that_are_typed_keep_the_shape_of_the_pixels(film: Cephalogram) -> None:
    tall = replace(film, info=replace(film.info, spacing=None, pixel_aspect=1.5))
    found = outcome(Way.TYPED, 0.1, (), tall).spacing
    assert found is not None
    assert (found.x_mm, found.y_mm) == pytest.approx((0.1, 0.15))


@pytest.mark.parametrize("source", SpacingSource)
def test_a_magnification_divides_what_is_not_of_the_head_itself(
    film: Cephalogram, source: SpacingSource
) -> None:
    beside_the_head = {
        SpacingSource.DETECTOR,
        SpacingSource.SCANNED_FILM,
        SpacingSource.SCAN_RESOLUTION,
    }
    stated = with_spacing(film, PixelSpacing(0.2, 0.2, source))
    found = outcome(Way.MAGNIFICATION, 1.25, (), stated)
    assert bool(found.label) is (source in beside_the_head)
    assert found.spacing is None or found.spacing.x_mm == pytest.approx(0.16)

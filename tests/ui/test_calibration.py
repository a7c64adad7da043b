"""What comes of a calibration, without a window."""

from dataclasses import replace

import pytest

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.ui.calibration.ways import Way, outcome, size_doubt


def with_spacing(film: Cephalogram, spacing: PixelSpacing | None) -> Cephalogram:
    return replace(film, info=replace(film.info, spacing=spacing))


def test_millimetres_that_are_typed_keep_the_shape_of_the_pixels(film: Cephalogram) -> None:
    tall = replace(film, info=replace(film.info, spacing=None, pixel_aspect=1.5))
    found = outcome(Way.TYPED, 0.1, (), tall, None).spacing
    assert found is not None
    assert (found.x_mm, found.y_mm) == pytest.approx((0.1, 0.15))


@pytest.mark.parametrize("by_file", [True, False])
@pytest.mark.parametrize("source", SpacingSource)
def test_a_magnification_divides_the_millimetres_at_hand_unless_they_are_of_the_head_itself(
    film: Cephalogram, source: SpacingSource, *, by_file: bool
) -> None:
    of_the_head = {
        SpacingSource.CALIBRATED,
        SpacingSource.GEOMETRY,
        SpacingSource.FIDUCIAL,
        SpacingSource.CALIBRATED_TYPE_UNKNOWN,
        SpacingSource.MAGNIFICATION,
    }
    known = PixelSpacing(0.2, 0.2, source)
    stated = with_spacing(film, known if by_file else None)
    found = outcome(Way.MAGNIFICATION, 1.25, (), stated, known)
    assert bool(found.label) is (source not in of_the_head)
    assert found.spacing is None or found.spacing.x_mm == pytest.approx(0.16)


def test_another_magnification_takes_the_place_of_the_first(film: Cephalogram) -> None:
    raw = PixelSpacing(0.2, 0.2, SpacingSource.DETECTOR)
    found = outcome(Way.MAGNIFICATION, 1.25, (), with_spacing(film, raw), raw.magnified(1.1))
    assert found.spacing == raw.magnified(1.25)


@pytest.mark.parametrize(
    ("mm", "told"), [(0.05, "24 × 40 mm"), (0.125, ""), (0.625, ""), (0.75, "360 × 600 mm")]
)
def test_a_size_that_no_cephalogram_has_is_told(mm: float, told: str) -> None:
    info = FilmInfo("a.png", "", 480, 800)
    said = size_doubt(info, PixelSpacing(mm, mm, SpacingSource.RULER))
    assert (told in said) if told else not said
    assert not size_doubt(info, None)

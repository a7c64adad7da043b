"""Millimetres out of DICOM headers, row by row of the table in the design notes."""

from typing import Any

import pytest
from pydicom import Dataset

from landmark_gui.domain.geometry import Point, SpacingSource
from landmark_gui.imaging.dicom_spacing import (
    film_spacing,
    magnification,
    pixel_aspect,
)

ALONE = SpacingSource.STATED_BY_FILE
UNKNOWN = SpacingSource.CALIBRATED_TYPE_UNKNOWN
DETECTOR = SpacingSource.DETECTOR
SCANNED = SpacingSource.SCANNED_FILM


def header(**attributes: Any) -> Dataset:  # noqa: ANN401 - any element
    ds = Dataset()
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


@pytest.mark.parametrize("kind", ["GEOMETRY", "FIDUCIAL"])
@pytest.mark.parametrize("imager", [None, [0.1, 0.1], [0.2, 0.2]])
def test_a_stated_calibration_counts(kind: str, imager: list[float] | None) -> None:
    ds = header(
        PixelSpacing=[0.1, 0.1], PixelSpacingCalibrationType=kind, ImagerPixelSpacing=imager
    )
    spacing = film_spacing(ds)
    assert spacing
    assert (spacing.x_mm, spacing.source) == (0.1, f"calibrated, {kind}")


@pytest.mark.parametrize(
    ("attributes", "mm", "source"),
    [
        ({"PixelSpacing": [0.15, 0.15], "ImagerPixelSpacing": [0.15, 0.15]}, 0.15, DETECTOR),
        (
            {"PixelSpacing": [0.144, 0.144], "ImagerPixelSpacing": [0.1439, 0.1439]},
            0.1439,
            DETECTOR,
        ),
        ({"ImagerPixelSpacing": [0.15, 0.15]}, 0.15, DETECTOR),
        ({"PixelSpacing": [0.13, 0.13], "ImagerPixelSpacing": [0.15, 0.15]}, 0.13, UNKNOWN),
        ({"PixelSpacing": [0.1, 0.1], "ImagerPixelSpacing": [0.103, 0.103]}, 0.1, UNKNOWN),
        ({"PixelSpacing": [0.1, 0.1], "ImagerPixelSpacing": [0.109, 0.109]}, 0.1, UNKNOWN),
        ({"PixelSpacing": [0.13, 0.13]}, 0.13, ALONE),
        ({"PixelSpacing": [0.13, 0.13], "ImagerPixelSpacing": [0, 0]}, 0.13, ALONE),
        ({"NominalScannedPixelSpacing": [0.08, 0.08]}, 0.08, SCANNED),
        ({"PixelSpacing": [0.08, 0.08], "NominalScannedPixelSpacing": [0.08, 0.08]}, 0.08, SCANNED),
        (
            {"ImagerPixelSpacing": [0.1, 0.1], "NominalScannedPixelSpacing": [0.2, 0.2]},
            0.1,
            DETECTOR,
        ),
        ({"PixelSpacing": [0.13, 0.13], "PixelSpacingCalibrationType": "HEARSAY"}, 0.13, UNKNOWN),
        ({"PixelSpacing": [0.13, 0.13], "PixelAspectRatio": [2, 1]}, 0.13, ALONE),
        ({"PixelSpacing": [0, 0], "ImagerPixelSpacing": [0.15, 0.15]}, 0.15, DETECTOR),
    ],
)
def test_a_spacing_carries_its_source(
    attributes: dict[str, Any], mm: float, source: SpacingSource
) -> None:
    spacing = film_spacing(header(**attributes))
    assert spacing
    assert (spacing.x_mm, spacing.y_mm, spacing.source) == (mm, mm, source)


@pytest.mark.parametrize("keyword", ["PixelSpacing", "ImagerPixelSpacing"])
@pytest.mark.parametrize(
    "value", [None, [0, 0], [-0.1, 0.1], [0.1, -0.1], [0.009, 0.1], [0.1, 2.1], [5, 5], 0.1]
)
def test_nonsense_is_no_spacing(keyword: str, value: Any) -> None:  # noqa: ANN401 - as files have it
    assert film_spacing(header(**{keyword: value})) is None


@pytest.mark.parametrize("text", [r"nan\nan", r"abc\0.1", r"1e999\1e999", r"0,1\0,1", r"\\"])
def test_text_that_is_no_number_is_no_spacing(text: str) -> None:
    ds = Dataset()
    ds.add_new("PatientID", "LO", "")
    from pydicom.dataelem import RawDataElement  # noqa: PLC0415 - what stands in a file, unread
    from pydicom.tag import Tag  # noqa: PLC0415

    tag = Tag("PixelSpacing")
    raw = RawDataElement(tag, "DS", len(text), text.encode(), 0, False, True)
    ds._dict[tag] = raw
    assert film_spacing(ds) is None


def test_an_empty_header_has_no_spacing() -> None:
    assert film_spacing(Dataset()) is None


def test_rows_come_first_so_the_first_number_is_vertical() -> None:
    spacing = film_spacing(header(PixelSpacing=[0.2, 0.1]))
    assert spacing
    assert (spacing.x_mm, spacing.y_mm) == (0.1, 0.2)


def test_the_magnification_factor_is_left_to_the_user() -> None:
    ds = header(ImagerPixelSpacing=[0.15, 0.15], EstimatedRadiographicMagnificationFactor=1.1)
    spacing = film_spacing(ds)
    assert spacing
    assert spacing.x_mm == 0.15
    assert magnification(ds) == 1.1


@pytest.mark.parametrize("factor", [None, 0, -1.1, 0.9, 30])
def test_a_magnification_that_cannot_be_is_none(factor: float | None) -> None:
    assert magnification(header(EstimatedRadiographicMagnificationFactor=factor)) is None


def test_a_calibration_type_beside_an_unusable_spacing_calibrates_nothing() -> None:
    ds = header(
        PixelSpacing=[0, 0], PixelSpacingCalibrationType="FIDUCIAL", ImagerPixelSpacing=[0.15, 0.15]
    )
    spacing = film_spacing(ds)
    assert spacing
    assert spacing.source is DETECTOR


def test_a_distance_on_an_anisotropic_film_is_right() -> None:
    spacing = film_spacing(header(PixelSpacing=[0.2, 0.1]))
    assert spacing
    assert spacing.distance_mm(Point(0, 0), Point(30, 20)) == pytest.approx(5)


def test_an_aspect_ratio_gives_no_millimetres_but_is_handed_on() -> None:
    ds = header(PixelAspectRatio=[3, 2])
    assert film_spacing(ds) is None
    assert pixel_aspect(ds) == 1.5


@pytest.mark.parametrize("ratio", [None, [1, 1], [0, 1], [1, 0], [-1, 2], [1000, 1], 5])
def test_an_aspect_ratio_that_cannot_be_is_square(ratio: Any) -> None:  # noqa: ANN401 - as files
    assert pixel_aspect(header(PixelAspectRatio=ratio)) == 1

"""Cases and detections in few words: all landmarks predicted, in a row or as in a head."""

from dataclasses import replace

import numpy as np

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.paths import scheme_file, shape_file
from tests.domain.test_shape import placed

SCHEME = LandmarkScheme.read(scheme_file("isbi19"))
SHAPE = ShapeModel.read(shape_file("isbi19"))
STAMP = Stamp.now("reader")
SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
FILM = FilmInfo("a.png", "x", 1935, 2400, SPACING)


def detection(shift: float = 0.0) -> Detection:
    predictions = tuple(
        Prediction(name, Point(10.0 + i + shift, 20.0), 1.0, 2.0, 1.0)
        for i, name in enumerate(SCHEME.abbreviations)
    )
    empty = Heatmap(ImageGrid(2, 2, 50.0), (), np.zeros((0, 2, 2), np.float32))
    return Detection("x", predictions, empty, Provenance("m", "0", Mode.SINGLE, 1, 1, 0, "cpu"))


def found(points: dict[str, Point], error_px: float = 5.0, step_px: float = 0.0) -> Detection:
    """Return a detection whose expected errors grow in the scheme's order."""
    predictions = tuple(
        replace(said, point=points[said.landmark], expected_error_px=error_px + step_px * number)
        for number, said in enumerate(detection().predictions)
    )
    return replace(detection(), predictions=predictions)


def predicted(error_px: float = 5.0, step_px: float = 0.0, **moved: Point) -> Case:
    """Return a film with the landmarks of the mean shape, some of them elsewhere."""
    points = placed(SHAPE) | moved
    return Case.new(replace(FILM), SCHEME).detected(found(points, error_px, step_px))


def far_nasion() -> Point:
    return placed(SHAPE)["N"].moved(300, 0)

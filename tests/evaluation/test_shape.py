import json

import numpy as np
import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.evaluation.shape import ShapeModel, shipped_shape
from landmark_gui.phantom.phantom import make_phantom

NAMES = ("a", "b", "c", "d")


@pytest.fixture
def model() -> ShapeModel:
    square = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], float)
    return ShapeModel.fit(NAMES, square + np.random.default_rng(0).normal(0, 2, (40, 4, 2)))


def square(turn_deg: float = 0, size: float = 100, left: float = 0) -> dict[str, Point]:
    angle = np.deg2rad(turn_deg)
    cos, sin = np.cos(angle) * size, np.sin(angle) * size
    corners = ((0, 0), (1, 0), (1, 1), (0, 1))
    points = (Point(left + x * cos - y * sin, x * sin + y * cos) for x, y in corners)
    return dict(zip(NAMES, points, strict=True))


def test_place_size_and_tilt_do_not_make_a_shape_odd(model: ShapeModel) -> None:
    usual = model.oddness(square())
    assert model.oddness(square(40, 7, 900)) == pytest.approx(usual)
    assert model.plausible(square(40, 7, 900))


def test_a_landmark_far_from_its_place_is_implausible(model: ShapeModel) -> None:
    assert not model.plausible(square() | {"c": Point(60, 60)})


def test_a_mirrored_shape_is_implausible() -> None:
    model = shipped_shape()
    points = make_phantom(1, height_px=400).landmarks
    assert model.plausible(points)
    assert not model.plausible({name: Point(-p.x, p.y) for name, p in points.items()})


def test_landmarks_of_another_scheme_are_not_judged(model: ShapeModel) -> None:
    assert model.plausible({"x": Point(0, 0)})


def test_all_landmarks_in_one_place_are_implausible(model: ShapeModel) -> None:
    assert not model.plausible(dict.fromkeys(NAMES, Point(5, 5)))


def test_what_is_written_of_it_is_json_with_its_limit(model: ShapeModel) -> None:
    told = json.loads(json.dumps(model.as_dict()))
    assert told["landmarks"] == list(NAMES)
    assert told["limit"] > 1

"""A small shape model, and the one that is shipped."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel, as_complex, as_real
from landmark_gui.paths import shape_file

SHIPPED = ShapeModel.read(shape_file("isbi19"))
NAMES = ("A", "B", "C", "D", "E")
SQUARE = ShapeModel(
    NAMES,
    np.array([-1 - 1j, 1 - 1j, 1 + 1j, -1 + 1j, 0.2j], np.complex128),
    np.eye(10) * 1e-4,
    13.8,
)


def placed(
    model: ShapeModel, turn: complex = 600, shift: complex = 900 + 1200j, *, mirrored: bool = False
) -> dict[str, Point]:
    """Return the mean shape on a film."""
    at = turn * model.mean + shift
    if mirrored:
        at = -np.conj(at) + 4000
    return {name: Point(z.real, z.imag) for name, z in zip(model.landmarks, at, strict=True)}


@pytest.mark.parametrize("mirrored", [False, True])
@given(
    scale=st.floats(50, 2000),
    angle=st.floats(-3, 3),
    x=st.floats(-500, 3000),
    y=st.floats(-500, 3000),
)
def test_the_mean_shape_surprises_nobody_wherever_it_lies(
    mirrored: bool,  # noqa: FBT001 - parametrised
    scale: float,
    angle: float,
    x: float,
    y: float,
) -> None:
    film = placed(SHIPPED, scale * np.exp(1j * angle), x + 1j * y, mirrored=mirrored)
    for name, said in SHIPPED.expectations(film).items():
        assert said.surprise < 1e-6
        assert said.point.distance_px(film[name]) < 1e-3 * scale


def test_a_landmark_that_was_put_elsewhere_is_expected_where_it_was() -> None:
    film = placed(SHIPPED)
    said = SHIPPED.expectations(film | {"N": film["N"].moved(150, 0)})
    assert said["N"].surprise > SHIPPED.limit
    assert max(said, key=lambda name: said[name].surprise) == "N"
    assert said["N"].point.distance_px(film["N"]) < 20


def test_the_surprise_is_the_conditional_gaussians() -> None:
    """Against a computation that does not know our algebra: sampling the others' pose away."""
    film = placed(SQUARE, 100)
    film["E"] = film["E"].moved(5, 0)
    said = SQUARE.expectations(film)["E"]
    others = np.delete(as_real(SQUARE.mean), 4, axis=0)
    # regression of E's pose on the four corners: y = H p with p = (tx, ty, a, b)
    design = np.concatenate([[[1, 0, x, -y], [0, 1, y, x]] for x, y in others])
    x, y = as_real(SQUARE.mean)[4]
    own = np.array([[1, 0, x, -y], [0, 1, y, x]])
    spread = 1e-4 * (np.eye(2) + own @ np.linalg.inv(design.T @ design) @ own.T)
    off = np.array([0.05, 0.0])
    assert said.surprise == pytest.approx(off @ np.linalg.inv(spread) @ off, rel=0.05)


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_spread_around_the_expected_place_turns_with_the_head(*, mirrored: bool) -> None:
    covariance = np.diag([9.0, 1.0] * len(NAMES)) * 1e-4
    long_in_x = ShapeModel(NAMES, SQUARE.mean, covariance, 13.8)
    film = placed(long_in_x, 100 * np.exp(1j * np.pi / 6), mirrored=mirrored)
    xx, xy, yy = long_in_x.expectations(film)["E"].covariance_px2
    axis = np.degrees(np.arctan2(2 * xy, xx - yy)) / 2
    assert axis == pytest.approx(-30 if mirrored else 30, abs=1)
    large, small = np.linalg.eigvalsh([[xx, xy], [xy, yy]])[::-1]
    assert large > 2 * small


def test_others_that_are_not_sure_say_less() -> None:
    film = placed(SHIPPED)
    film["Po"] = film["Po"].moved(60, 0)
    sure = SHIPPED.expectations(film)["Po"].surprise
    unsure = SHIPPED.expectations(film, dict.fromkeys(film.keys() - {"Po"}, 60.0))["Po"].surprise
    assert unsure < sure / 1.5


def test_a_landmarks_own_error_is_no_excuse() -> None:
    film = placed(SHIPPED)
    film["Po"] = film["Po"].moved(60, 0)
    sure = SHIPPED.expectations(film)["Po"].surprise
    assert SHIPPED.expectations(film, {"Po": 60.0})["Po"].surprise == pytest.approx(sure, rel=0.05)


@pytest.mark.parametrize("known", [0, 1, 3])
def test_few_landmarks_say_nothing(known: int) -> None:
    film = dict(list(placed(SHIPPED).items())[:known])
    assert SHIPPED.expectations(film) == {}


def test_landmarks_on_one_spot_say_nothing() -> None:
    assert SHIPPED.expectations(dict.fromkeys(NAMES + SHIPPED.landmarks, Point(5, 5))) == {}


def test_complex_numbers_and_positions_are_the_same_points() -> None:
    points = np.array([[1.0, 2.0], [3.5, -4.0]])
    assert np.array_equal(as_real(as_complex(points)), points)


def test_a_head_is_plausible_with_a_landmark_or_two_elsewhere() -> None:
    film = placed(SHIPPED)
    assert SHIPPED.plausible(film)
    assert SHIPPED.plausible(film | {"N": film["N"].moved(150, 0)})
    assert SHIPPED.plausible(placed(SHIPPED, mirrored=True))


def test_landmarks_of_no_head_are_implausible() -> None:
    names = tuple(reversed(SHIPPED.landmarks))
    film = placed(SHIPPED)
    assert not SHIPPED.plausible(dict(zip(names, film.values(), strict=True)))
    assert not SHIPPED.plausible(dict.fromkeys(names, Point(5, 5)))


def test_landmarks_of_another_scheme_are_not_judged() -> None:
    assert SHIPPED.plausible({"x": Point(0, 0)})


def test_a_scheme_may_have_no_shape_model(tmp_path: Path) -> None:
    assert ShapeModel.read_if_any(tmp_path / "none.json") is None
    found = ShapeModel.read_if_any(shape_file("isbi19"))
    assert found is not None
    assert found.landmarks == SHIPPED.landmarks

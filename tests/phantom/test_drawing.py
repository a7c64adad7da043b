"""That landmarks lie on what is drawn, and that drawing is exact."""

import numpy as np
import pytest
from numpy.typing import NDArray

from landmark_gui.phantom.anatomy import Anatomy, build_anatomy
from landmark_gui.phantom.curves import crossing, smooth
from landmark_gui.phantom.proportions import draw_proportions
from landmark_gui.phantom.rays import Edge, Patch, Rays, Tissue, blurred_coverage, coverage, soften
from landmark_gui.phantom.render import Frame, attenuation, draw_habit, drawn_head

FRAME = Frame(484, 600, 2.5)
SOFT_TISSUE = ["UL", "LL", "Pog'"]


def anatomy_of(seed: int) -> Anatomy:
    return build_anatomy(draw_proportions(np.random.default_rng(seed)), np.array([80.8, 103.8]))


def plain(shape: tuple[int, int]) -> Tissue:
    return Tissue(np.zeros(shape, np.float32), np.zeros(shape, np.float32))


def head(anatomy: Anatomy) -> Patch:
    """Return the attenuation without noise, blur, texture and fixtures."""
    habit = draw_habit(np.random.default_rng(0))
    return attenuation(drawn_head(anatomy, habit), FRAME, plain(FRAME.shape))


def to_polyline(point: NDArray[np.float64], line: NDArray[np.float64]) -> float:
    return float(np.hypot(*(line - point).T).min())


@pytest.mark.parametrize("seed", range(4))
def test_soft_tissue_landmarks_lie_where_tissue_meets_air(seed: int) -> None:
    anatomy = anatomy_of(seed)
    total = head(anatomy)

    for name in SOFT_TISSUE:
        x, y = anatomy.landmarks[name] * FRAME.px_per_mm
        row = total[int(y)]
        edge = np.flatnonzero(row > 0.3 * row[int(x) - 6])
        last = edge[edge < x + 12].max()
        assert abs(last + 1 - x) <= 1.0, name


@pytest.mark.parametrize("seed", range(4))
def test_the_outermost_points_are_outermost_on_the_drawn_chin(seed: int) -> None:
    anatomy = anatomy_of(seed)
    outline = anatomy.curves["symphysis"].points
    drawn = coverage(outline * FRAME.px_per_mm, FRAME.shape) > 0.5
    rows, columns = np.nonzero(drawn)
    menton, pogonion = (anatomy.landmarks[name] * FRAME.px_per_mm for name in ("Me", "Pog"))

    assert abs(rows.max() + 1 - menton[1]) <= 1.0
    below_b = rows > anatomy.landmarks["B"][1] * FRAME.px_per_mm + 1
    assert abs(columns[below_b].max() + 1 - pogonion[0]) <= 1.0


@pytest.mark.parametrize("seed", range(4))
def test_every_landmark_lies_on_a_drawn_structure(seed: int) -> None:
    anatomy = anatomy_of(seed)
    structure = {
        **dict.fromkeys(["B", "Pog", "Me", "Gn"], "symphysis"),
        **dict.fromkeys(["UL", "LL", "Sn", "Pog'"], "skin"),
        **dict.fromkeys(["ANS", "PNS"], "palate"),
        **dict.fromkeys(["Go", "Ar"], "ramus rear"),
        "A": "maxilla front",
        "U1": "upper 0",
        "L1": "lower 0",
        "N": "nasal bone",
        "Or": "orbit near",
        "Po": "meatus",
    }

    for name, curve in structure.items():
        assert to_polyline(anatomy.landmarks[name], anatomy.curves[curve].points) < 0.1, name
    assert to_polyline(anatomy.landmarks["Ar"], anatomy.curves["cranial base"].points) < 0.11


def test_a_and_b_are_hollows() -> None:
    for seed in range(8):
        places = anatomy_of(seed).landmarks
        assert places["A"][0] < places["ANS"][0]
        assert places["B"][0] < max(places["Pog"][0], places["L1"][0])


def test_both_sides_of_the_jaw_meet_at_articulare_and_halve_at_gonion() -> None:
    anatomy = anatomy_of(1)
    habit = draw_habit(np.random.default_rng(1))
    near, far = (
        points for structure, points in drawn_head(anatomy, habit) if structure.name == "ramus rear"
    )

    np.testing.assert_allclose((near + far) / 2, anatomy.curves["ramus rear"].points)
    for side in (near, far):
        assert to_polyline(anatomy.landmarks["Ar"], side) < 0.15


def test_coverage_is_the_exact_share_of_a_pixel() -> None:
    square = np.array([[1.25, 1.5], [3.5, 1.5], [3.5, 2.75], [1.25, 2.75]])

    cover = coverage(square, (4, 5))

    expected = np.outer([0, 0.5, 0.75, 0], [0, 0.75, 1, 0.5, 0])
    np.testing.assert_allclose(cover, expected, atol=1e-6)


def test_what_lies_beyond_the_film_covers_nothing_on_it() -> None:
    square = np.array([[-3.0, -3.0], [2.0, -3.0], [2.0, 9.0], [-3.0, 9.0]])

    np.testing.assert_allclose(coverage(square, (3, 4)), [[1, 1, 0, 0]] * 3)
    assert coverage(square + 20, (3, 4)).sum() == 0


@pytest.mark.parametrize("sigma_px", [1.0, 6.0, 15.0])
def test_a_wide_blur_is_the_same_on_a_coarse_grid(sigma_px: float) -> None:
    turn = np.linspace(0, 2 * np.pi, 300, endpoint=False)
    disc = 60 + 30 * np.stack([np.cos(turn), np.sin(turn)], axis=1)

    fine = soften(coverage(disc, (120, 120)), 1.0 * sigma_px)
    coarse = blurred_coverage(disc, (120, 120), sigma_px)

    assert abs(fine.sum() - np.pi * 900) < 0.02 * np.pi * 900
    assert np.abs(fine - coarse).max() < 0.02


def test_attenuations_add_up_along_the_ray() -> None:
    square = np.array([[2.0, 2.0], [8.0, 2.0], [8.0, 8.0], [2.0, 8.0]])
    rays = Rays(np.zeros((10, 10), np.float32), plain((10, 10)), 1.0)

    rays.body(square, 0.5, Edge(0.4))
    once = rays.total.copy()
    rays.body(square, 0.5, Edge(0.4))

    np.testing.assert_allclose(rays.total, 2 * once)


def test_a_point_given_twice_is_a_sharp_corner() -> None:
    bend = smooth(np.array([[0.0, 0.0], [5.0, 0.0], [5.0, 0.0], [5.0, 5.0]]))

    np.testing.assert_allclose(bend.points[bend.points[:, 0] < 5, 1], 0.0, atol=1e-12)
    np.testing.assert_allclose(bend.points[bend.knots[-1]], [5.0, 5.0])


def test_lines_cross_between_their_samples() -> None:
    across = np.array([[0.0, 0.05], [1.0, 0.05], [2.0, 0.05]])
    down = np.array([[0.77, -1.0], [0.77, 0.0], [0.77, 1.0]])

    np.testing.assert_allclose(crossing(across, down), [0.77, 0.05])

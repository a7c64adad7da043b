"""What is set of the others decides where a landmark is sought, and nothing where all agree."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.following import Priors, contradicted, sought
from landmark_gui.diffusion.heatmaps import gaussian, least_error
from landmark_gui.diffusion.refinement import Crops
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.paths import shape_file

CONFIG = PRESETS["tiny"]  # 40 x 32 cells, 4 pixels a cell, crops of 32 pixels
SHAPE = ShapeModel.read(shape_file("isbi19"))
NAMES = SHAPE.landmarks
CELLS = torch.tensor([(z.real * 8 + 16, z.imag * 8 + 20) for z in SHAPE.mean]).float()


def head(elsewhere: dict[str, tuple[float, float]] | None = None) -> Refined:
    """Return sure maps of the mean head, with some landmarks seen in other cells."""
    cells = CELLS.clone()
    for name, place in (elsewhere or {}).items():
        cells[NAMES.index(name)] = torch.tensor(place)
    return seen(cells)


def seen(cells: Tensor) -> Refined:
    side, fine = CONFIG.crop, CONFIG.fine
    coarse = gaussian(cells, 0.7, CONFIG.grid_height, CONFIG.grid_width)
    origin = (cells * fine - side / 2).round().long()
    points = cells * fine - origin
    pixels = torch.zeros(len(cells), 1, side, side)
    maps = gaussian(points, 1.5, side, side)
    grid = ImageGrid(CONFIG.grid_width, CONFIG.grid_height, 10.0)
    return Refined(grid, CONFIG, maps, points, Crops(pixels, origin), coarse)


def place(name: str) -> Point:
    x, y = CELLS[NAMES.index(name)].tolist()
    return Point(x, y)


def blank(centres: Tensor, landmarks: Tensor) -> tuple[Crops, Tensor]:
    """Look without seeing anything."""
    side = CONFIG.crop
    origin = (centres * CONFIG.fine - side / 2).round().long()
    zero = torch.zeros(len(landmarks), 1, side, side)
    return Crops(zero, origin), zero[:, 0]


def forbidden(centres: Tensor, landmarks: Tensor) -> tuple[Crops, Tensor]:
    raise AssertionError(f"{landmarks} need no other look at {centres}")


def test_answers_that_agree_are_left_alone() -> None:
    assert contradicted(head(), NAMES, {"S": place("S")}, SHAPE) is None


def test_an_answer_on_another_structure_is_contradicted_by_the_others() -> None:
    priors = contradicted(head({"Me": (4.0, 4.0)}), NAMES, {"S": place("S")}, SHAPE)
    assert priors is not None
    assert NAMES.index("Me") in priors.landmarks.tolist()
    at = priors.landmarks.tolist().index(NAMES.index("Me"))
    wanted = CELLS[NAMES.index("Me")]
    away = (priors.centre[at] - wanted).norm()
    assert away < (wanted - torch.tensor([4.0, 4.0])).norm() / 4


def test_what_is_given_is_never_sought() -> None:
    film = head({"Me": (4.0, 4.0)})
    priors = contradicted(film, NAMES, {"Me": Point(4.0, 4.0), "S": place("S")}, SHAPE)
    assert priors is None or NAMES.index("Me") not in priors.landmarks.tolist()


def test_few_landmarks_in_all_say_nothing() -> None:
    at = torch.arange(3)
    assert contradicted(head().of(at), NAMES[:3], {NAMES[0]: Point(1.0, 1.0)}, SHAPE) is None


def prior(name: str, centre: Tensor, spread: float) -> Priors:
    precision = torch.eye(2)[None] / spread**2
    return Priors(torch.tensor([NAMES.index(name)]), centre[None], precision)


def test_a_landmark_seen_on_two_structures_goes_to_the_one_that_is_expected() -> None:
    at = torch.tensor([NAMES.index("Me")])
    wrong, right = torch.tensor([6.0, 6.0]), torch.tensor([20.0, 30.0])
    film = head({"Me": (6.0, 6.0)}).of(at)
    both = 0.9 * film.coarse + 0.1 * gaussian(right[None], 0.7, 40, 32)
    found = sought(replace(film, coarse=both), prior("Me", right + 1.0, 3.0), blank, least_error)
    assert (found.cells[0] - right).norm() < 1.0
    assert (film.cells[0] - wrong).norm() < 0.2


def test_a_place_nearby_is_weighed_without_another_look() -> None:
    at = torch.tensor([NAMES.index("Me")])
    film = head().of(at)
    before = film.cells[0]
    found = sought(
        film, prior("Me", before + torch.tensor([1.0, 0.0]), 0.5), forbidden, least_error
    )
    moved = found.cells[0] - before
    assert 0.1 < moved[0] < 1.0
    assert abs(moved[1]) < 0.05
    assert torch.equal(found.crops.origin, film.crops.origin)


def test_maps_beside_the_others_are_probabilities() -> None:
    film = head({"Me": (4.0, 4.0), "Go": (28.0, 4.0)})
    priors = contradicted(film, NAMES, {"S": place("S")}, SHAPE)
    assert priors is not None
    found = sought(film.of(priors.landmarks), priors, blank, least_error)
    assert found.fine.sum((1, 2)).tolist() == pytest.approx([1.0] * len(priors.landmarks))
    assert len(found.points) == len(priors.landmarks)


def test_the_density_is_the_gaussians() -> None:
    covariance = torch.tensor([[4.0, 1.0], [1.0, 2.0]])
    centre = torch.tensor([3.0, 5.0])
    made = Priors(torch.tensor([0]), centre[None], torch.linalg.inv(covariance)[None])
    told = made.log_density(torch.tensor([[1.0, 3.0]]), torch.tensor([[5.0, 6.0, 9.0]]))[0]
    away = torch.tensor([[(x, y) for x in (1.0, 3.0)] for y in (5.0, 6.0, 9.0)]) - centre
    expected = -0.5 * (away * torch.linalg.solve(covariance, away[..., None])[..., 0]).sum(-1)
    assert torch.allclose(told, expected, atol=1e-5)

"""Films whose pixels are not square are shown to the model as they lie in the head."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.diffusion.square_pixels import SquarePixels
from landmark_gui.diffusion.upright import UprightDetector, upright_with
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.orientation import Orientation
from landmark_gui.domain.region import Cells, Ellipse
from landmark_gui.phantom.phantom import make_phantom
from tests.diffusion.test_upright import watching

PHANTOM = make_phantom(3, height_px=400)


def oblong(times: int, *, by_spacing: bool = True) -> Cephalogram:
    """The phantom with so many times as many rows, and pixels of a fraction of the height."""
    film, info = PHANTOM.film, PHANTOM.film.info
    spacing = PixelSpacing(0.5, 0.5 / times, SpacingSource.CALIBRATED) if by_spacing else None
    aspect = 1.0 if by_spacing else 1 / times
    height_px = times * info.height_px
    tall = replace(info, height_px=height_px, spacing=spacing, pixel_aspect=aspect)
    return replace(film, info=tall, pixels=film.pixels.repeat(times, axis=0))


@pytest.mark.parametrize("by_spacing", [True, False])
def test_the_model_is_shown_square_pixels_and_answers_on_the_film_as_stored(
    *, by_spacing: bool
) -> None:
    asked: list[Request] = []
    names, film = ("S", "N", "Me"), oblong(2, by_spacing=by_spacing)
    request = Request(1, film, Settings(steps=1), {"Or": Point(50.0, 120.0)})
    *_, wanted = FakeDetector(names).detect(replace(request, film=PHANTOM.film, given={}))
    *_, last = UprightDetector(watching(asked, *names)).detect(request)
    assert asked[0].film.info.size_px == PHANTOM.film.info.size_px
    assert asked[0].film.info.aspect == pytest.approx(1.0)
    assert np.abs(asked[0].film.pixels - PHANTOM.film.pixels.astype(float)).mean() < 3.0
    assert asked[0].given == {"Or": Point(50.0, 60.0)}
    assert isinstance(last, Finished)
    assert isinstance(wanted, Finished)
    heat = last.detection.heatmap
    assert heat.maps.sum((1, 2)) == pytest.approx(1.0)
    for said, there in zip(last.detection.predictions, wanted.detection.predictions, strict=True):
        assert said.point == Point(there.point.x, 2 * there.point.y)
        assert said.candidates[0].point.y == pytest.approx(2 * there.candidates[0].point.y)
        assert said.radius90_px == pytest.approx(there.radius90_px * 2**0.5)
        assert said.expected_error_px == pytest.approx(there.expected_error_px * 2**0.5)
        assert said.regions[1].area_px2 == pytest.approx(2 * there.regions[1].area_px2)
        assert said.regions[1].ellipse.area_px2 == pytest.approx(said.regions[1].area_px2)
        cell = heat.grid.to_grid(said.point)
        hot = heat.maps[heat.landmarks.index(said.landmark), int(cell.y), int(cell.x)]
        assert hot == heat.maps[heat.landmarks.index(said.landmark)].max()


def test_what_readers_say_is_taken_along_to_square_pixels() -> None:
    stored = {name: Point(p.x, 3 * p.y) for name, p in PHANTOM.landmarks.items()}
    film, (there,) = upright_with(oblong(3), stored)
    assert film.info.size_px == PHANTOM.film.info.size_px
    assert all(there[name].distance_px(p) < 1e-9 for name, p in PHANTOM.landmarks.items())


@pytest.mark.parametrize("stretch", [0.5, 0.8, 1.25, 3.0])
def test_ellipses_and_cells_hold_on_the_film_what_they_hold_with_square_pixels(
    stretch: float,
) -> None:
    squares = SquarePixels(stretch)
    ellipse = Ellipse(Point(40.0, 30.0), 14.0, 5.0, 0.7)
    there = Cells(ImageGrid(24, 20, 2.0, 8.0, 6.0), np.random.default_rng(0).random((20, 24)) < 0.5)
    here, stored = squares.ellipse(ellipse), squares.grid(there.grid)
    cells = Cells(stored, squares.inside(there.inside))
    for place in np.random.default_rng(1).uniform(0, 60, (400, 2)):
        point = squares.point(Point(*place))
        assert here.holds(point) == ellipse.holds(Point(*place))
    assert 0 <= here.angle_rad < np.pi
    assert here.major_px >= here.minor_px
    for row, column in np.ndindex(*cells.inside.shape):
        middle = stored.to_film(Point(column + 0.5, row + 0.5))
        assert cells.holds(middle) == there.holds(squares.point_there(middle))


@pytest.mark.parametrize("stretch", [0.5, 2 / 3, 1.0, 1.5, 2.0, 3.1])
def test_maps_keep_their_sums_and_their_centres_on_the_film(stretch: float) -> None:
    squares, grid = SquarePixels(stretch), ImageGrid(24, 40, 2.0, 8.0, 6.0)
    middles = np.random.default_rng(0).uniform(15, 20, (6, 1, 1))
    blobs = np.exp(-((np.arange(40)[:, None] - middles) ** 2) / 9) * np.ones(24)
    there = (blobs / blobs.sum((1, 2), keepdims=True)).astype(np.float32)
    here, stored = squares.maps(there), squares.grid(grid)
    assert here.shape == (6, stored.height, stored.width)
    assert here.dtype == np.float32
    assert here.sum((1, 2)) == pytest.approx(1.0, abs=1e-5)
    for one, other in zip(centres(there, grid), centres(here, stored), strict=True):
        assert squares.point(one).distance_px(other) < 0.01


def centres(maps: NDArray[np.float32], grid: ImageGrid) -> list[Point]:
    rows, columns = (np.arange(side) + 0.5 for side in maps.shape[1:])
    places = zip(maps.sum(1) @ columns, maps.sum(2) @ rows, strict=True)
    return [grid.to_film(Point(float(x), float(y))) for x, y in places]


@pytest.mark.parametrize("aspect", [1.0, 1.2, 0.85, 2.0, 0.5, 9.0, 0.1])
def test_a_ratio_that_does_not_matter_or_with_which_no_head_is_seen_moves_nothing(
    aspect: float,
) -> None:
    info = replace(PHANTOM.film.info, spacing=None, pixel_aspect=aspect)
    film = replace(PHANTOM.film, info=info)
    squares = SquarePixels.of(film)
    assert squares.film(film) is film
    ellipse = Ellipse(Point(4.0, 3.0), 2.0, 1.0, 0.7)
    assert squares.ellipse(ellipse) is ellipse


def test_oblong_pixels_are_recognised_and_turned_upright_too() -> None:
    film = oblong(2)
    side = np.ascontiguousarray(np.rot90(film.pixels))
    assert film.info.spacing is not None
    spacing = PixelSpacing(film.info.spacing.y_mm, film.info.spacing.x_mm, SpacingSource.CALIBRATED)
    size = {"width_px": side.shape[1], "height_px": side.shape[0]}
    laid = replace(film, pixels=side, info=replace(film.info, spacing=spacing, **size))
    position = Orientation(quarter_turns=1)
    stored = {
        name: position.point_as_stored(Point(p.x, 2 * p.y), film.info.size_px)
        for name, p in PHANTOM.landmarks.items()
    }
    shown, (there,) = upright_with(laid, stored)
    assert shown.info.width_px / shown.info.height_px == pytest.approx(
        PHANTOM.film.info.width_px / PHANTOM.film.info.height_px, rel=0.01
    )
    scale = shown.info.width_px / PHANTOM.film.info.width_px
    for name, p in PHANTOM.landmarks.items():
        assert there[name].distance_px(Point(p.x * scale, p.y * scale)) < 1.0

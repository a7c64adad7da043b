"""Films that lie anyhow are answered as the upright ones, in their own coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from typing_extensions import override

from landmark_gui.app import _load_detector, scheme_of
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, Settings, StepDone
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.diffusion.upright import (
    UprightDetector,
    load_upright_detector,
    stored_as,
    upright_film,
)
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.orientation import Facing, Orientation, Polarity, Remark
from landmark_gui.domain.prediction import Detection, Prediction
from landmark_gui.domain.region import Cells
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.imaging.recognition import POSITIONS
from landmark_gui.phantom.phantom import make_phantom
from tests.weights import write_tiny

SHORT = Settings(steps=2, samples=1)


@pytest.fixture(scope="module")
def film() -> Cephalogram:
    return make_phantom(3, height_px=400).film


@pytest.fixture(scope="module")
def detector(tiny_weights: Path) -> UprightDetector:
    return load_upright_detector(str(tiny_weights), "cpu")


def detect(
    detector: UprightDetector | FakeDetector, film: Cephalogram, settings: Settings = SHORT
) -> Detection:
    *_, last = detector.detect(Request(1, film, settings))
    assert isinstance(last, Finished)
    return last.detection


@pytest.mark.parametrize("position", POSITIONS, ids=str)
def test_a_film_is_answered_in_its_own_coordinates_however_it_lies(
    detector: UprightDetector, film: Cephalogram, position: Orientation
) -> None:
    plain, other = detect(detector, film), detect(detector, stored_as(film, position))
    for one, there in zip(plain.predictions, other.predictions, strict=True):
        wanted = position.point_as_stored(one.point, film.info.size_px)
        assert there.point.distance_px(wanted) < 0.05
        assert there.radius90_px == pytest.approx(one.radius90_px, rel=0.01)
        for region, here in zip(there.regions, one.regions, strict=True):
            assert region.area_px2 == pytest.approx(here.area_px2, rel=0.05)
            middle = position.point_as_stored(here.ellipse.centre, film.info.size_px)
            assert region.ellipse.centre.distance_px(middle) < 1.0
            assert region.cells is not None
            assert here.cells is not None
            assert region.cells.area_px2 == pytest.approx(here.cells.area_px2, rel=0.05)
    assert other.finding.orientation == position


def watching(asked: list[Request], *names: str) -> FakeDetector:
    """Return a detector that notes what it is asked."""

    class Watching(FakeDetector):
        @override
        def detect(self, request: Request) -> Iterator[StepDone | Finished]:
            asked.append(request)
            return super().detect(request)

    return Watching(names or ("S", "N"))


@pytest.mark.parametrize("position", POSITIONS[:8], ids=str)
def test_given_landmarks_are_shown_to_the_model_upright(
    film: Cephalogram, position: Orientation
) -> None:
    asked: list[Request] = []
    given = {"S": position.point_as_stored(Point(30, 50), film.info.size_px)}
    stated = replace(SHORT, facing=position.facing, polarity=position.polarity)
    request = Request(1, stored_as(film, position), stated, given)
    list(UprightDetector(watching(asked)).detect(request))
    assert asked[0].given["S"].distance_px(Point(30, 50)) < 1e-9


class Slanted(FakeDetector):
    """Says of each landmark that it lies in three cells at a corner, as no mirrored one does."""

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        *_, last = super().detect(request)
        assert isinstance(last, Finished)
        said = tuple(map(_in_a_corner, last.detection.predictions))
        yield replace(last, detection=replace(last.detection, predictions=said))


def _in_a_corner(said: Prediction) -> Prediction:
    grid = ImageGrid(3, 2, 4.0, said.point.x - 7.0, said.point.y + 2.0)
    cells = Cells(grid, np.array([[True, True, False], [True, False, False]]))
    return replace(said, regions=tuple(replace(r, cells=cells) for r in said.regions))


@pytest.mark.parametrize("position", POSITIONS, ids=str)
def test_regions_and_candidates_lie_on_the_stored_film_as_on_the_upright_one(
    film: Cephalogram, position: Orientation
) -> None:
    stated = replace(SHORT, facing=position.facing, polarity=position.polarity)
    plain = detect(Slanted(), film)
    other = detect(UprightDetector(Slanted()), stored_as(film, position), stated)
    assert other.finding.orientation == position

    def stored(point: Point) -> Point:
        return position.point_as_stored(point, film.info.size_px)

    for one, there in zip(plain.predictions, other.predictions, strict=True):
        ((here,), (candidate,)) = one.candidates, there.candidates
        assert candidate.point.distance_px(stored(here.point)) < 1e-9
        region, wanted = there.regions[1], one.regions[1]
        assert region.cells is not None
        assert wanted.cells is not None
        for dx, dy in product(range(-20, 21), repeat=2):
            place = one.point.moved(dx + 0.3, dy + 0.4)
            assert region.cells.holds(stored(place)) == wanted.cells.holds(place)
            assert region.ellipse.holds(stored(place)) == wanted.ellipse.holds(place)


def test_maps_and_previews_lie_over_the_film_as_stored(film: Cephalogram) -> None:
    side = stored_as(film, Orientation(Facing.LEFT, quarter_turns=1))
    *steps, _ = UprightDetector(FakeDetector()).detect(Request(1, side, SHORT))
    for step in steps:
        assert isinstance(step, StepDone)
        assert step.preview is not None
        grid, maps = step.preview.grid, step.preview.maps
        assert maps.shape[1:] == (grid.height, grid.width)
        found = detect(UprightDetector(FakeDetector()), side)
        for said, heat in zip(found.predictions, maps, strict=True):
            row, column = np.unravel_index(heat.argmax(), heat.shape)
            middle = grid.to_film(Point(column + 0.5, row + 0.5))
            assert middle.distance_px(said.point) < grid.cell_px


def test_what_the_user_states_decides_what_the_model_is_shown(film: Cephalogram) -> None:
    shown: list[Cephalogram] = []

    class Watching(FakeDetector):
        @override
        def detect(self, request: Request) -> Iterator[StepDone | Finished]:
            shown.append(request.film)
            return super().detect(request)

    stated = replace(SHORT, facing=Facing.LEFT, polarity=Polarity.INVERTED)
    detection = detect(UprightDetector(Watching()), film, stated)
    both = int(film.pixels.min()) + int(film.pixels.max())
    np.testing.assert_array_equal(shown[0].pixels, both - film.pixels[:, ::-1].astype(int))
    assert detection.finding.orientation == Orientation(Facing.LEFT, Polarity.INVERTED)
    assert detection.finding.facing is Facing.LEFT
    assert detection.finding.polarity is Polarity.INVERTED


def test_landmarks_that_lie_as_on_no_film_are_remarked(
    detector: UprightDetector, film: Cephalogram
) -> None:
    # untrained weights put them anywhere
    assert Remark.IMPLAUSIBLE in detect(detector, film).finding.remarks


@dataclass(frozen=True)
class Knowing(FakeDetector):
    """Says where the landmarks are."""

    points: tuple[Point, ...] = ()

    @override
    def _points(self, request: Request) -> list[Point]:
        return list(self.points)


@pytest.mark.parametrize("position", [Orientation(), Orientation(quarter_turns=1)], ids=str)
@pytest.mark.parametrize("by_spacing", [True, False])
def test_landmarks_on_oblong_pixels_are_judged_as_they_lie_in_the_head(
    position: Orientation, *, by_spacing: bool
) -> None:
    phantom = make_phantom(3, height_px=400)
    tall = replace(
        phantom.film,
        pixels=phantom.film.pixels.repeat(2, axis=0),
        info=replace(phantom.film.info, height_px=800, spacing=None),
    )
    laid, aspect = stored_as(tall, position), 2.0 if position.sideways else 0.5
    if by_spacing:
        spacing = PixelSpacing(0.2, 0.2 * aspect, SpacingSource.CALIBRATED)
        laid = replace(laid, info=replace(laid.info, spacing=spacing))
    else:
        laid = replace(laid, info=replace(laid.info, pixel_aspect=aspect))
    names = tuple(phantom.landmarks)
    # with the square pixels that the model is shown: of a film on its side, from its longer side
    scale = 2 if position.sideways else 1
    points = tuple(Point(p.x * scale, p.y * scale) for p in phantom.landmarks.values())
    found = detect(UprightDetector(Knowing(names, points=points)), laid).finding
    assert found.orientation == position
    assert Remark.IMPLAUSIBLE not in found.remarks


@pytest.mark.parametrize("position", POSITIONS, ids=str)
def test_a_film_that_is_stored_otherwise_comes_back_upright(
    film: Cephalogram, position: Orientation
) -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    film = replace(film, info=replace(film.info, spacing=spacing, pixel_aspect=2.0))
    back = upright_film(stored_as(film, position), position)
    np.testing.assert_array_equal(back.pixels, film.pixels)
    assert (back.info, back.window) == (film.info, film.window)


def test_the_window_is_turned_round_with_the_greys() -> None:
    pixels = np.array([[10, 20], [30, 250]], np.uint8)
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    film = Cephalogram(FilmInfo("film", "x", 2, 2, spacing), pixels, Window(20, 50))
    shown = upright_film(film, Orientation(Facing.RIGHT, Polarity.INVERTED, 1))
    np.testing.assert_array_equal(shown.pixels, [[230, 250], [10, 240]])
    assert shown.window == Window(210, 240)
    assert shown.info.spacing == PixelSpacing(0.2, 0.1, SpacingSource.CALIBRATED)
    assert shown.info.sha256 == "x"


def test_it_is_the_detector_behind_it_that_is_ready() -> None:
    assert UprightDetector(FakeDetector()).ready() == FakeDetector().ready()


def test_the_window_asks_the_weights_that_were_named(tiny_weights: Path) -> None:
    assert _load_detector(str(tiny_weights), "cpu", read_scheme("isbi19")).ready().model == "tiny"


def test_a_window_takes_no_weights_of_other_landmarks(tiny_weights: Path) -> None:
    with pytest.raises(WeightsError, match="open it anew"):
        _load_detector(str(tiny_weights), "cpu", read_scheme("aariz29"))


def test_a_window_without_weights_has_the_usual_landmarks() -> None:
    assert scheme_of("nosuch") == read_scheme("isbi19")


def test_landmarks_are_judged_by_what_they_are_and_not_by_what_they_are_called(
    film: Cephalogram, tmp_path: Path
) -> None:
    on_a_line = FakeDetector(read_scheme("isbi19").abbreviations)
    assert Remark.IMPLAUSIBLE in detect(UprightDetector(on_a_line), film).finding.remarks
    assert Remark.IMPLAUSIBLE not in detect(UprightDetector(on_a_line, {}), film).finding.remarks
    judged = load_upright_detector(str(write_tiny(tmp_path, "aariz29", 29)), "cpu").judged
    assert judged is not None
    assert (judged["LIT"], judged.get("Go")) == ("L1", None)

"""Recognition on phantoms and drawings; the figures on real films come from `bench orientation`."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.orientation import Facing, Orientation, Polarity, Remark
from landmark_gui.imaging.recognition import POSITIONS, recognise
from landmark_gui.phantom.phantom import make_phantom

RNG = np.random.default_rng(7)


def film(pixels: NDArray[Any]) -> Cephalogram:
    height, width = pixels.shape
    return Cephalogram(FilmInfo("film", "", width, height), np.array(pixels), Window(0, 255))


def phantom(seed: int) -> NDArray[np.uint8 | np.uint16 | np.float32]:
    return make_phantom(seed, height_px=400).film.pixels


def lying(position: Orientation, seed: int) -> Cephalogram:
    pixels = position.stored(phantom(seed))
    inverted = position.polarity is Polarity.INVERTED
    return film(pixels.max() - pixels if inverted else pixels)


@pytest.mark.parametrize("position", POSITIONS, ids=str)
def test_the_way_a_film_lies_and_its_polarity_are_recognised(position: Orientation) -> None:
    finding = recognise(lying(position, 3))
    assert finding.orientation == position
    assert not finding.warns


def test_nothing_is_said_of_a_film_as_usual() -> None:
    assert all(recognise(film(phantom(seed))).remarks == () for seed in range(5))


def test_each_departure_is_remarked() -> None:
    turned = Orientation(Facing.LEFT, Polarity.INVERTED, 2)
    assert recognise(lying(turned, 1)).remarks == (
        Remark.FACES_LEFT,
        Remark.TURNED,
        Remark.INVERTED,
    )


def test_what_the_user_states_goes_before_what_is_recognised() -> None:
    finding = recognise(film(phantom(2)), Facing.LEFT, Polarity.INVERTED)
    assert (finding.orientation.facing, finding.orientation.polarity) == ("left", "inverted")
    assert (finding.facing, finding.polarity) == (Facing.LEFT, Polarity.INVERTED)


def test_brightness_contrast_and_depth_do_not_matter() -> None:
    deep = film((phantom(4).astype(np.uint16) * 37 + 900).astype(np.uint16))
    real = film(phantom(4).astype(np.float32) / np.float32(7))
    assert recognise(deep).orientation == recognise(real).orientation == Orientation()


@pytest.mark.parametrize("aspect", [0.5, 1.5, 2.0])
def test_pixels_that_are_not_square_do_not_turn_a_film(aspect: float) -> None:
    whole = phantom(3)
    size = (whole.shape[1], round(whole.shape[0] / aspect))
    flat = film(np.array(Image.fromarray(whole).resize(size)))
    stated = replace(flat, info=replace(flat.info, pixel_aspect=aspect))
    assert recognise(stated).orientation == Orientation()


@pytest.mark.parametrize("half", ["left", "right", "top", "bottom"])
def test_half_a_film_is_a_strange_one(half: str) -> None:
    pixels = phantom(5)
    height, width = (side // 2 for side in pixels.shape)
    halves = {
        "left": pixels[:, :width],
        "right": pixels[:, width:],
        "top": pixels[:height],
        "bottom": pixels[height:],
    }
    assert Remark.STRANGE in recognise(film(halves[half])).remarks


def text() -> NDArray[np.uint8]:
    page = Image.new("L", (400, 500), 255)
    for line in range(20):
        ImageDraw.Draw(page).text((20, 20 + 22 * line), "Nasion, sella and porion " * 2)
    return np.array(page, np.uint8)


STRANGE: dict[str, NDArray[np.uint8 | np.float32]] = {
    "noise": RNG.integers(0, 256, (500, 400)).astype(np.uint8),
    "gradient": np.tile(np.linspace(0, 255, 400, dtype=np.uint8), (500, 1)),
    "even": np.full((500, 400), 80, np.uint8),
    "text": text(),
    "one pixel": np.zeros((1, 1), np.uint8),
    "a line": np.arange(900, dtype=np.float32)[None],
}


@pytest.mark.parametrize("name", STRANGE)
def test_other_pictures_are_strange(name: str) -> None:
    assert Remark.STRANGE in recognise(film(STRANGE[name])).remarks


def test_the_film_is_left_as_it_was() -> None:
    one = film(phantom(1))
    before = one.pixels.copy()
    recognise(replace(one))
    np.testing.assert_array_equal(one.pixels, before)

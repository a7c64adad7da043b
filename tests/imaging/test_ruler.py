"""The scale of a film, read off the ruler on it: right where it speaks, and silent otherwise."""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.ruler import find_ruler
from landmark_gui.phantom.phantom import make_phantom
from tests.imaging.drawn_rulers import Drawn
from tests.imaging.rulers import Found, summary

_BESIDE = Path(__file__).parents[3] / "shared" / "data"
HAMEDAN = Path(os.environ.get("LANDMARK_GUI_FILMS", _BESIDE)) / "hamedan" / "images"


@cache
def head(height_px: int = 900, seed: int = 11) -> NDArray[np.float32]:
    return make_phantom(seed, height_px=height_px).film.normalised()


@pytest.mark.parametrize(
    ("height_px", "drawn"),
    [
        (900, Drawn(4.1, (640, 60))),
        (900, Drawn(4.1, (640, 60), tilt_deg=4.0)),
        (900, Drawn(5.3, (60, 840), tilt_deg=90.0)),
        (900, Drawn(5.3, (60, 840), tilt_deg=87.0, length_mm=40.0)),
        (900, Drawn(7.9, (560, 80), tilt_deg=-5.0, length_mm=20.0)),
        (1300, Drawn(13.2, (800, 100), tilt_deg=2.0, length_mm=40.0)),
    ],
)
def test_a_millimetre_ruler_gives_the_scale(height_px: int, drawn: Drawn) -> None:
    ruler = find_ruler(drawn.on(head(height_px)))
    assert ruler is not None
    assert ruler.px_per_mm == pytest.approx(drawn.px_per_mm, rel=0.003)
    assert ruler.length_mm == pytest.approx(drawn.length_mm, abs=6)
    spacing = ruler.spacing()
    assert spacing.distance_mm(ruler.start, ruler.end) == pytest.approx(ruler.length_mm)


def test_where_the_ruler_lies_is_told() -> None:
    drawn = Drawn(5.3, (60, 840), tilt_deg=90.0)
    ruler = find_ruler(drawn.on(head()))
    assert ruler is not None
    middle = (ruler.start.x + ruler.end.x) / 2, (ruler.start.y + ruler.end.y) / 2
    assert middle == pytest.approx((60 + 15 * 5.3, 840 - 5), abs=10)


@pytest.mark.parametrize("seed", [1, 11, 23, 42])
def test_a_bare_comb_of_unknown_step_says_nothing(seed: int) -> None:
    """The rods of the phantoms carry one of 2 mm, as those of a public collection do."""
    assert find_ruler(head(1200, seed)) is None


@pytest.mark.parametrize(
    "drawn",
    [
        Drawn(5.0, (640, 60), every=10),  # centimetres, or half ones?
        Drawn(9.0, (560, 60), step_mm=0.5, every=2, length_mm=25.0),  # half millimetres
        Drawn(40.0, (300, 60), step_mm=0.2, length_mm=4.0),  # a film of 22 mm
    ],
)
def test_what_may_be_no_millimetre_ruler_says_nothing(drawn: Drawn) -> None:
    ruler = find_ruler(drawn.on(head()))
    assert ruler is None


def test_two_rulers_of_different_scale_say_nothing() -> None:
    one, other = Drawn(5.0, (650, 60)), Drawn(6.0, (60, 840), tilt_deg=90.0)
    assert find_ruler(one.on(head())) is not None
    assert find_ruler(other.on(one.on(head()))) is None


@pytest.mark.parametrize(
    "film",
    [
        np.zeros((40, 30), np.float32),
        np.full((600, 500), 0.5, np.float32),
        np.random.default_rng(0).random((700, 500), np.float32),
        (0.5 + 0.4 * np.sin(np.arange(700) * 0.9)[:, None] * np.ones((1, 500))).astype(np.float32),
    ],
    ids=["tiny", "flat", "noise", "stripes"],
)
def test_a_film_without_a_ruler_says_nothing(film: NDArray[np.float32]) -> None:
    assert find_ruler(film) is None


def test_the_measurement_counts_who_spoke_and_who_was_right() -> None:
    right = Found("a", 7.9, 0.001, 20, 0.001, 1.0)
    wrong = Found("b", 8.9, 0.001, 20, 0.127, 2.0)
    silent = Found("c", None, None, 0, None, 1.5)
    told = summary([right, wrong, silent])
    assert (told["films"], told["spoke"]) == (3, 2)
    assert (told["within_half_a_percent"], told["beyond_two_percent"]) == (1, 1)


@pytest.mark.films
@pytest.mark.skipif(not HAMEDAN.is_dir(), reason="no films at hand")
def test_the_ruler_of_real_films_is_read() -> None:
    films = sorted(HAMEDAN.iterdir())[::25]
    rulers = [find_ruler(read_film(film).normalised()) for film in films]
    scales = [ruler.px_per_mm for ruler in rulers if ruler]
    assert len(scales) >= len(films) - 1
    assert scales == pytest.approx([7.9] * len(scales), rel=0.02)

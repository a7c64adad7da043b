"""Artefacts on films."""

import numpy as np
import pytest

from landmark_gui.bench.artefacts import KINDS, with_artefact
from landmark_gui.domain.geometry import Point
from landmark_gui.phantom.phantom import make_phantom

TRUTH = {"a": Point(150.0, 200.0), "b": Point(5.0, 3.0)}


@pytest.mark.parametrize("kind", KINDS)
def test_an_artefact_lies_about_a_landmark_and_is_the_same_each_time(kind: str) -> None:
    film = make_phantom(1, height_px=480).film
    shown = with_artefact(film, TRUTH, kind)
    rows, columns = np.nonzero(shown.pixels != film.pixels)
    assert len(rows) > 20
    assert min(np.hypot(columns - p.x, rows - p.y).min() for p in TRUTH.values()) < 480 / 12
    assert max(np.ptp(rows), np.ptp(columns)) < 480 / 2
    assert shown.pixels.dtype == film.pixels.dtype
    assert np.array_equal(with_artefact(film, TRUTH, kind).pixels, shown.pixels)
    assert shown.info.sha256 != film.info.sha256


def test_a_square_is_of_one_grey() -> None:
    film = make_phantom(1, height_px=480).film
    shown = with_artefact(film, TRUTH, "square")
    changed = shown.pixels != film.pixels
    rows, columns = np.nonzero(changed)
    assert max(np.ptp(rows), np.ptp(columns)) < 480 / 6
    assert len({*shown.pixels[changed].tolist()}) == 1

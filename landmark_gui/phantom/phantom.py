"""A synthetic cephalogram with exactly known landmarks, for tests, demonstrations and training."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window, film_identity
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.phantom.anatomy import Anatomy, build_anatomy
from landmark_gui.phantom.exposure import develop, draw_exposure, quantise
from landmark_gui.phantom.fixtures import fixtures
from landmark_gui.phantom.proportions import draw_proportions
from landmark_gui.phantom.render import Frame, attenuation, draw_habit, draw_tissue, drawn_head

_ASPECT = 1935 / 2400  # of the films of the ISBI 2015 challenge


@dataclass(frozen=True, slots=True, eq=False)
class Phantom:
    """A film of a head that never was.

    Attributes:
        film: the picture.
        landmarks: film positions of all 19 landmarks of the scheme isbi19, by abbreviation.
    """

    film: Cephalogram
    landmarks: Mapping[str, Point]


def make_phantom(seed: int, *, height_px: int = 1200) -> Phantom:
    """Return the phantom with that number; it is the same head at every height.

    Args:
        seed: number of the phantom, 0 or more.
        height_px: rows of the film.

    Raises:
        ValueError: so few rows (below 125) that the spacing is no film's any more.
    """
    shape_rng, picture_rng, noise_rng = np.random.default_rng(seed).spawn(3)
    patient = draw_proportions(shape_rng)
    film_height_mm = shape_rng.uniform(232.0, 248.0)
    sella_mm = np.array([80.8, 103.8]) + shape_rng.normal(0.0, 4.0, 2).clip(-9.0, 9.0)
    anatomy = build_anatomy(patient, sella_mm)
    frame = Frame(round(height_px * _ASPECT), height_px, height_px / film_height_mm)
    habit, exposure = draw_habit(picture_rng), draw_exposure(picture_rng)
    extras = fixtures(anatomy, frame.width_px / frame.px_per_mm, picture_rng)
    outlines = [*drawn_head(anatomy, habit), *extras]
    total = attenuation(outlines, frame, draw_tissue(frame, picture_rng))
    pixels = quantise(develop(total, exposure, frame, noise_rng))
    mm = film_height_mm / height_px
    spacing = PixelSpacing(mm, mm, SpacingSource.CALIBRATED)
    info = FilmInfo(
        f"phantom-{seed:04d}.png",
        film_identity(pixels, spacing),
        frame.width_px,
        frame.height_px,
        spacing,
    )
    return Phantom(Cephalogram(info, pixels, Window(0.0, 255.0)), _points(anatomy, frame))


def _points(anatomy: Anatomy, frame: Frame) -> Mapping[str, Point]:
    scaled = {name: place * frame.px_per_mm for name, place in anatomy.landmarks.items()}
    return MappingProxyType({name: Point(float(x), float(y)) for name, (x, y) in scaled.items()})

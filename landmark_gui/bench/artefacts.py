"""Artefacts on films: about one of the landmarks, by chance but the same each time."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.evaluation.truth import Reading
from landmark_gui.exchange.picture.font import font

SIDES = (1 / 12, 1 / 6)  # of the film's height
BRIGHT = 99.5  # percentile of the greys that metal and letters have
BEADS, WIRES = 5, 4

Pixels: TypeAlias = NDArray[np.uint8 | np.uint16 | np.float32]


def with_artefact(film: Cephalogram, truth: Reading, kind: str) -> Cephalogram:
    """Return a film with an artefact of one of `KINDS` about one of its landmarks."""
    chance = random.Random(film.info.sha256)  # noqa: S311 - no secret
    side = film.info.height_px * chance.uniform(*SIDES)
    about = truth[chance.choice(sorted(truth))]
    middle = about.moved(chance.gauss(0, side / 6), chance.gauss(0, side / 6))
    info = replace(film.info, sha256=f"{film.info.sha256}-{kind}")
    return replace(film, info=info, pixels=KINDS[kind](film.pixels, middle, side, chance))


def _square(pixels: Pixels, middle: Point, side: float, chance: random.Random) -> Pixels:
    """An even grey, as of a label or a diaphragm."""
    left, top = (max(0, round(v - side / 2)) for v in (middle.x, middle.y))
    shown = pixels.copy()
    grey = np.percentile(pixels, chance.uniform(2, 98))
    shown[top : top + round(side), left : left + round(side)] = grey
    return shown


def _text(pixels: Pixels, middle: Point, side: float, chance: random.Random) -> Pixels:
    """Bright letters."""
    picture, bright = _picture(pixels)
    words, at = f"R {chance.randrange(1000, 10000)}", (middle.x, middle.y)
    ImageDraw.Draw(picture).text(at, words, fill=bright, font=font(side / 2), anchor="mm")
    return np.array(picture).astype(pixels.dtype)


def _metal(pixels: Pixels, middle: Point, side: float, chance: random.Random) -> Pixels:
    """Bright beads and wires, as of jewellery and appliances."""
    picture, bright = _picture(pixels)
    draw = ImageDraw.Draw(picture)

    def near(sigma: float) -> Point:
        return middle.moved(chance.gauss(0, sigma), chance.gauss(0, sigma))

    for _ in range(BEADS):
        at, across = near(side / 4), side * chance.uniform(0.08, 0.3)
        down = across * chance.uniform(0.3, 1)
        draw.ellipse((at.x - across, at.y - down, at.x + across, at.y + down), fill=bright)
    for _ in range(WIRES):
        one, other = near(side / 2), near(side / 2)
        draw.line((one.x, one.y, other.x, other.y), fill=bright, width=max(2, round(side / 25)))
    return np.array(picture).astype(pixels.dtype)


def _picture(pixels: Pixels) -> tuple[Image.Image, float]:
    """Return what can be drawn on, and a bright grey of the film."""
    return Image.fromarray(pixels.astype(np.float32)), float(np.percentile(pixels, BRIGHT))


KINDS: Mapping[str, Callable[[Pixels, Point, float, random.Random], Pixels]] = MappingProxyType(
    {"square": _square, "text": _text, "metal": _metal}
)

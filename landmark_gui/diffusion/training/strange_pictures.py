"""Variations of small films: those that a recogniser shall know again, and those it shall not.

Films are `(h, w)` float32 in 0 ... 1 of some 96 pixels. No collection of foreign pictures is
needed: pieces of films, films in disorder and drawings stand for all that is no cephalogram.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

Film = NDArray[np.float32]

SIDE = 96
_KEPT, _LOST = (0.0, 0.07), (0.36, 0.7)  # shares of a side that a whole film and a piece may lack


def taken_otherwise(film: Film, rng: Generator) -> Film:
    """Return a film as another machine and another hand might have taken it."""
    moved = _moved(film, rng, turn_deg=14, scale=0.18, shift=0.07)
    return _other_greys(_cut(moved, rng.uniform(*_KEPT, 4)), rng)


def strange_picture(film: Film, rng: Generator) -> Film:
    """Return something that is no whole lateral cephalogram, half of the time a piece of one."""
    makers = (_piece, _piece, _piece, _disorder, _close_up, _drawing)
    return _other_greys(makers[rng.integers(len(makers))](film, rng), rng)


def _moved(film: Film, rng: Generator, *, turn_deg: float, scale: float, shift: float) -> Film:
    angle, size = np.deg2rad(rng.uniform(-turn_deg, turn_deg)), np.exp(rng.uniform(-scale, scale))
    cos, sin = np.cos(angle) / size, np.sin(angle) / size
    height, width = film.shape
    x, y = rng.uniform(-shift, shift, 2) * (width, height) + (width / 2, height / 2)
    inverse = (cos, sin, width / 2 - cos * x - sin * y, -sin, cos, height / 2 + sin * x - cos * y)
    beside = float(np.median(film[:3])) * int(rng.integers(2))
    moved = Image.fromarray(film).transform(
        (width, height),
        Image.Transform.AFFINE,
        inverse,
        Image.Resampling.BILINEAR,
        fillcolor=beside,
    )
    return np.array(moved, np.float32)


def _other_greys(film: Film, rng: Generator) -> Film:
    greys = np.clip(film, 1e-3, 1) ** np.exp(rng.uniform(-0.7, 0.7))
    greys = (greys - 0.5) * rng.uniform(0.6, 1.3) + 0.5 + rng.uniform(-0.15, 0.15)
    greys += rng.normal(0, abs(rng.normal(0, 0.05)), greys.shape)
    for _ in range(rng.integers(0, 3)):  # a name plate, a mark, a hand
        height, width = (max(2, int(side * rng.uniform(0.03, 0.2))) for side in greys.shape)
        top, left = (
            rng.integers(0, greys.shape[0] - height),
            rng.integers(0, greys.shape[1] - width),
        )
        greys[top : top + height, left : left + width] = rng.uniform(-0.1, 1.1)
    if rng.random() < 0.15:  # noqa: PLR2004 - a film in its mount
        rim = rng.integers(1, 5)
        greys[:rim] = greys[-rim:] = greys[:, :rim] = greys[:, -rim:] = rng.integers(2)
    return np.asarray(np.clip(greys, 0, 1), np.float32)


def _cut(film: Film, shares: NDArray[np.float64]) -> Film:
    """Return a film without shares of its sides: left, top, right, bottom."""
    height, width = film.shape
    left, right = int(shares[0] * width), width - int(shares[2] * width)
    top, bottom = int(shares[1] * height), height - int(shares[3] * height)
    return film[top : max(bottom, top + 8), left : max(right, left + 8)]


def _piece(film: Film, rng: Generator) -> Film:
    shares = np.zeros(4)
    shares[rng.integers(4)] = rng.uniform(*_LOST)
    return _cut(_moved(film, rng, turn_deg=8, scale=0.1, shift=0.04), shares)


def _disorder(film: Film, rng: Generator) -> Film:
    count = int(rng.integers(2, 6))
    height, width = film.shape[0] // count, film.shape[1] // count
    tiles = film[: height * count, : width * count].reshape(count, height, count, width)
    mixed = tiles.swapaxes(1, 2).reshape(-1, height, width)[rng.permutation(count**2)]
    rows = mixed.reshape(count, count, height, width).swapaxes(1, 2)
    return rows.reshape(height * count, width * count)


def _close_up(film: Film, rng: Generator) -> Film:
    share = rng.uniform(0.25, 0.5)
    left, top = rng.uniform(0, 1 - share, 2)
    return _cut(film, np.array([left, top, 1 - share - left, 1 - share - top]))


def _drawing(_: Film, rng: Generator) -> Film:
    drawings = (_noise, _waves, _shapes, _text)
    height, width = (int(side) for side in rng.integers(40, SIDE + 1, 2))
    return drawings[rng.integers(len(drawings))](height, width, rng)


def _noise(height: int, width: int, rng: Generator) -> Film:
    coarse = rng.random(rng.integers(2, 40, 2)).astype(np.float32)
    return np.array(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def _waves(height: int, width: int, rng: Generator) -> Film:
    angle, pitch = rng.uniform(0, 2 * np.pi), np.exp(rng.uniform(0, 4.5))
    y, x = np.mgrid[:height, :width] / SIDE
    waves = 0.5 + 0.5 * np.sin(pitch * (np.cos(angle) * x + np.sin(angle) * y))
    return np.asarray(waves, np.float32)


def _shapes(height: int, width: int, rng: Generator) -> Film:
    drawn = np.full((height, width), rng.random(), np.float32)
    y, x = np.mgrid[:height, :width]
    for _ in range(rng.integers(1, 12)):
        cy, cx = rng.uniform(0, 1, 2) * (height, width)
        ry, rx = rng.uniform(0.05, 0.5, 2) * (height, width)
        if rng.integers(2):
            inside = ((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1
        else:
            inside = (abs(y - cy) < ry) & (abs(x - cx) < rx)
        drawn[inside] = rng.random()
    return drawn


def _text(height: int, width: int, rng: Generator) -> Film:
    paper = float(rng.integers(2))
    page = np.full((height, width), paper, np.float32)
    for top in range(2, height - 4, int(rng.integers(4, 9))):
        end = rng.integers(width // 3, width)
        page[top : top + 2, :end][:, rng.random(end) < 0.5] = 1 - paper  # noqa: PLR2004 - half of it
    return page

"""ISBI 2015 text: one file per film, one `x,y` line per landmark in scheme order.

The numbers are whole pixel indices: the centre of the first pixel is 0,0. Lines after the
landmarks, as the challenge's files have them for its diagnoses, are left alone.
"""

import re
from collections.abc import Sequence

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import CannotHold, UnknownLabels
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.text import decoded, stem

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PAIR = re.compile(rf"\s*({_NUMBER})(?:\s*[,;]\s*|\s+)({_NUMBER})\s*")


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of a text file.

    Raises:
        UnknownLabels: there are fewer pairs than landmarks, or more.
    """
    lines = [line for line in decoded(data, file).splitlines() if line.strip()]
    pairs = [_PAIR.fullmatch(line) for line in lines]
    count = next((i for i, pair in enumerate(pairs) if pair is None), len(pairs))
    wanted = len(context.scheme)
    if count != wanted:
        reason = f"has {count} lines with x,y, but {context.scheme.title} has {wanted} landmarks"
        raise UnknownLabels(f"{file} {reason}")
    points = [_point(float(pair[1]), float(pair[2])) for pair in pairs[:count] if pair]
    return [context.in_order(points, context.film(FilmInfo.named(stem(file))))]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the text of one film.

    Raises:
        CannotHold: a landmark has no position; a line too few would shift all others.
    """
    (film,) = films
    points = film.points
    absent = [name for name in context.scheme.abbreviations if name not in points]
    if absent:
        reason = f"has no position for {', '.join(absent)}; ISBI text needs every landmark"
        raise CannotHold(f"{film.film.name} {reason}.")
    indices = (_indices(points[name]) for name in context.scheme.abbreviations)
    return "".join(f"{x},{y}\n" for x, y in indices).encode("ascii")


def _point(x: float, y: float) -> Point:
    return Point(x + PIXEL_CENTRE, y + PIXEL_CENTRE)


def _indices(point: Point) -> tuple[int, int]:
    return round(point.x - PIXEL_CENTRE), round(point.y - PIXEL_CENTRE)

"""Aariz (CEPHA29) JSON: one file per film, landmarks with id, title, symbol and value.

The public files write the prime of N' and Pog' as a backtick; any apostrophe is understood.
"""

from collections.abc import Sequence

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import Landmark
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.note import NOTE, film_of, note_of
from landmark_gui.exchange.structure import Node, json_bytes, parse_json
from landmark_gui.exchange.text import posix, stem


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of an Aariz file; its name is the file's.

    Raises:
        UnreadableLabels: not such a file, or its symbols are no landmarks.
    """
    root = parse_json(data, file)
    if not root["landmarks"].given:
        raise root.refusal("has no landmarks: it is not an Aariz file")
    points = [(_symbol(node), _point(node["value"])) for node in root["landmarks"]]
    own = film_of(root[NOTE])
    film = context.film(own if own.name else FilmInfo.named(stem(file)))
    return [LabelledFilm(film, context.annotated(points, file))]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the Aariz file of one film; landmarks without a position are left out."""
    (film,) = films
    points = film.points
    landmarks = [
        _landmark(mark, points[mark.abbreviation])
        for mark in context.scheme
        if mark.abbreviation in points
    ]
    root = {
        "ceph_id": posix(film.film.name).stem,
        "landmarks": landmarks,
        NOTE: note_of(film.film),
    }
    return json_bytes(root)


def _symbol(landmark: Node) -> str:
    return landmark["symbol"].text() or landmark["title"].text()


def _point(value: Node) -> Point | None:
    if not (value["x"].given and value["y"].given):
        return None
    return Point(value["x"].number(), value["y"].number())


def _landmark(mark: Landmark, point: Point) -> dict[str, object]:
    return {
        "landmark_id": str(mark.id),
        "title": mark.name,
        "symbol": mark.abbreviation.replace("'", "`"),
        "value": {"x": float(point.x), "y": float(point.y)},
    }

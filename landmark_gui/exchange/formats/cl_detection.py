"""CL-Detection challenge JSON: one file, points with the number of their landmark and image.

Images are only numbered, in the order of the folder. Our files note which film each number is; in
those of others the number is a place among the films at hand.
"""

from collections.abc import Sequence

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.note import NOTE, film_of, note_of
from landmark_gui.exchange.structure import Node, json_bytes, parse_json

KIND = "Multiple points"


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the films in the order of their numbers.

    Raises:
        UnreadableLabels: not such a file.
    """
    root = parse_json(data, file)
    if not root["points"].given:
        raise root.refusal("has no points")
    films: dict[int, list[tuple[str, Point]]] = {}
    for node in root["points"]:
        films.setdefault(_image_number(node), []).append((node["name"].text(), _point(node)))
    noted = dict(enumerate((film_of(note) for note in root[NOTE]["images"]), start=1))
    return [
        LabelledFilm(
            context.film(noted.get(number) or _numbered(number, context)),
            context.annotated(films.get(number, ()), file),
        )
        for number in sorted(films.keys() | noted.keys())
    ]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the file of all films; landmarks without a position are left out."""
    names = {mark.abbreviation: str(mark.id) for mark in context.scheme}
    points = [
        {"name": names[name], "point": [float(point.x), float(point.y), number]}
        for number, film in enumerate(films, start=1)
        for name, point in film.points.items()
    ]
    return json_bytes(
        {
            "name": "Orthodontic landmarks",
            "type": KIND,
            "points": points,
            "version": {"major": 1, "minor": 0},
            NOTE: {"images": [note_of(film.film) for film in films]},
        }
    )


def _image_number(node: Node) -> int:
    number = node["point"].numbers(3)[2]
    if number < 1 or number != int(number):
        raise node.refusal("does not state an image number")
    return int(number)


def _point(node: Node) -> Point:
    return node["point"].point()


def _numbered(number: int, context: Context) -> FilmInfo:
    return FilmInfo.named(context.films.numbered(number) or str(number))

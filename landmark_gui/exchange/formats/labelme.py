"""labelme JSON: one file per film, one shape of type point per landmark.

labelme paints the film with its top-left corner at (0, 0): its coordinates are ours. Whether
somebody has decided a landmark stands in the description of its shape, which labelme keeps.
"""

from collections.abc import Sequence
from dataclasses import replace

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.page import named_page
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.landmark_values import described, description
from landmark_gui.exchange.note import NOTE, film_of, note_of, size_px
from landmark_gui.exchange.structure import Node, json_bytes, parse_json
from landmark_gui.exchange.text import beside, posix

VERSION = "5.5.0"  # the file format has been the same since 5.0


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of a labelme file; shapes that are no points are left alone.

    Raises:
        UnreadableLabels: not such a file, or its labels are no landmarks.
    """
    root = parse_json(data, file)
    marks = ((s["label"].text(), p, s["description"]) for s, p in points_in(root))
    annotations = described(marks, context, file)
    return [LabelledFilm(context.film(film_in(root, file)), annotations)]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the labelme file of one film; landmarks without a position have no shape."""
    (film,) = films
    shapes = [
        shape(name, point) | {"description": description(film.annotations[name])}
        for name, point in film.points.items()
    ]
    return json_bytes(document(film.film, shapes, context) | {"version": VERSION})


def points_in(root: Node) -> list[tuple[Node, Point]]:
    """Return the shapes that are points, with their positions."""
    if not root["shapes"].given:
        raise root.refusal("has no shapes: it is not a labelme file")
    shapes = [s for s in root["shapes"] if s["shape_type"].text("point") == "point"]
    return [(s, next(iter(s["points"]), s["points"]).point()) for s in shapes]


def film_in(root: Node, file: str) -> FilmInfo:
    """Return what a labelme file says of its film."""
    noted = film_of(root[NOTE])
    name = beside(file, root["imagePath"].text())
    width_px, height_px = size_px(root["imageWidth"]), size_px(root["imageHeight"])
    if (width_px, height_px) != noted.size_px:  # the note is of another picture
        return FilmInfo(name, "", width_px, height_px)
    own = posix(noted.name).name
    same = posix(name).name in (own, named_page(own)[0])  # the picture's path knows no pages
    return replace(noted, name=noted.name if same else name)


def shape(label: str, point: Point) -> dict[str, object]:
    """Return a point as labelme has it."""
    return {
        "label": label,
        "points": [[float(point.x), float(point.y)]],
        "group_id": None,
        "description": "",
        "shape_type": "point",
        "flags": {},
    }


def document(
    film: FilmInfo, shapes: list[dict[str, object]], context: Context
) -> dict[str, object]:
    """Return the file around the shapes."""
    return {
        "version": VERSION,
        "flags": {},
        "shapes": shapes,
        "imagePath": context.pictures.get(film.name, posix(film.name).name),
        "imageData": None,
        "imageHeight": film.height_px,
        "imageWidth": film.width_px,
        NOTE: note_of(film),
    }

"""COCO keypoints: one file for all films, one annotation per film.

Visibility 2 is a landmark with a position, 0 one without. What COCO has no word for stands
under a key of ours, which COCO's readers leave alone. In foreign files visibility 1 (labelled,
but hidden) is a position too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.landmark_values import film_with_values, model_in, model_values, said_of
from landmark_gui.exchange.note import NOTE, film_of, note_of, size_px
from landmark_gui.exchange.structure import Node, json_bytes, parse_json

VISIBLE = 2
_TRIPLE = 3


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the films of a COCO file; films without an annotation are left out.

    Raises:
        UnreadableLabels: not such a file, a film is annotated twice, or two have one id.
    """
    root = parse_json(data, file)
    images = _by_id(root["images"])
    categories = _by_id(c for c in root["categories"] if c["keypoints"].given)
    if not categories:
        raise root.refusal("has no category with keypoints")
    films: dict[int, LabelledFilm] = {}
    for said in root["annotations"]:
        number = said["image_id"].whole()
        category = categories.get(said["category_id"].whole())
        if category is None:
            continue
        if number in films or number not in images:
            raise said.refusal("belongs to a film that already has one, or to no film")
        films[number] = _film(images[number], category, said, context)
    return list(films.values())


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the COCO file of all films."""
    numbered = list(enumerate(films, start=1))
    category = {
        "id": 1,
        "name": "cephalogram",
        "supercategory": "film",
        "keypoints": list(context.scheme.abbreviations),
        "skeleton": [],
    }
    root = {
        "info": {"description": context.scheme.title},
        "licenses": [],
        "images": [_image(number, film.film) for number, film in numbered],
        "annotations": [_annotation(number, film, context) for number, film in numbered],
        "categories": [category],
    }
    return json_bytes(root)


def _by_id(nodes: Iterable[Node]) -> dict[int, Node]:
    found: dict[int, Node] = {}
    for node in nodes:
        if found.setdefault(node["id"].whole(), node) is not node:
            raise node.refusal("has the same id as another one")
    return found


def _film(image: Node, category: Node, annotation: Node, context: Context) -> LabelledFilm:
    labels = [label.text() for label in category["keypoints"]]
    points = _points(annotation["keypoints"], len(labels))
    ours = annotation[NOTE]
    values = (ours["landmarks"][label] for label in labels)
    film = film_with_values(
        _film_info(image), zip(labels, points, values, strict=True), annotation.file, context
    )
    return replace(film, model=model_in(ours["model"]))


def _points(keypoints: Node, count: int) -> list[Point | None]:
    numbers = keypoints.numbers(_TRIPLE * count)
    if len(numbers) != _TRIPLE * count:
        raise keypoints.refusal(f"holds more than {_TRIPLE * count} numbers")
    triples = (numbers[i : i + _TRIPLE] for i in range(0, len(numbers), _TRIPLE))
    return [Point(x, y) if visible else None for x, y, visible in triples]


def _film_info(image: Node) -> FilmInfo:
    noted, name = film_of(image[NOTE]), image["file_name"].text()
    size = size_px(image["width"]), size_px(image["height"])
    if (noted.name, noted.size_px) != (name, size):
        return FilmInfo(name, "", *size)
    return noted


def _image(number: int, film: FilmInfo) -> dict[str, object]:
    size = {"width": film.width_px, "height": film.height_px}
    return {"id": number, "file_name": film.name, **size, NOTE: note_of(film)}


def _annotation(number: int, film: LabelledFilm, context: Context) -> dict[str, object]:
    points = film.points
    names = context.scheme.abbreviations
    left, top, width, height = _box(points)
    ours: dict[str, object] = {"landmarks": {name: said_of(film, name) for name in names}}
    if film.model is not None:
        ours["model"] = model_values(film.model)
    return {
        "id": number,
        "image_id": number,
        "category_id": 1,
        "keypoints": list(chain.from_iterable(_triple(points.get(name)) for name in names)),
        "num_keypoints": len(points),
        "bbox": [left, top, width, height],
        "area": width * height,
        "iscrowd": 0,
        NOTE: ours,
    }


def _triple(point: Point | None) -> tuple[float, float, int]:
    return (0, 0, 0) if point is None else (float(point.x), float(point.y), VISIBLE)


def _box(points: Mapping[str, Point]) -> tuple[float, float, float, float]:
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [float(p.x) for p in points.values()], [float(p.y) for p in points.values()]
    return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

"""X-AnyLabeling JSON: labelme's file with score, difficult and attributes on every shape.

What we know of a landmark stands in its attributes, as text. The score falls from 1 with the
radius that holds half of the probability: 1 / (1 + radius50_px).
"""

from collections.abc import Sequence

from landmark_gui.domain.annotation import Status
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.formats import labelme
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.landmark_values import film_with_values, said_of
from landmark_gui.exchange.structure import json_bytes, parse_json

VERSION = "3.0.0"
_OWN = frozenset({Status.MOVED})  # the reader's own position, of which the model says nothing


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of an X-AnyLabeling file.

    Raises:
        UnreadableLabels: not such a file, or its labels are no landmarks.
    """
    root = parse_json(data, file)
    marks = ((s["label"].text(), point, s["attributes"]) for s, point in labelme.points_in(root))
    return [film_with_values(labelme.film_in(root, file), marks, file, context)]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the X-AnyLabeling file of one film."""
    (film,) = films
    shapes = [
        labelme.shape(name, point)
        | {
            "score": _score(film, name),
            "difficult": False,
            "kie_linking": [],
            "attributes": {key: str(value) for key, value in said_of(film, name).items()},
        }
        for name, point in film.points.items()
    ]
    root = labelme.document(film.film, shapes, context)
    return json_bytes(root | {"version": VERSION, "description": ""})


def _score(film: LabelledFilm, landmark: str) -> float | None:
    found = film.found.get(landmark)
    if found is None or found.radius50_px is None or film.annotations[landmark].status in _OWN:
        return None
    return 1.0 / (1.0 + max(0.0, found.radius50_px))

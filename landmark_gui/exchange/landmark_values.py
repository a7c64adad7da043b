"""All that we know of a landmark, as values that a foreign file carries in a free field.

The position stands there a second time. If the format's own position differs, another program
has moved the landmark since, and what we knew of it no longer holds.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from landmark_gui.domain.annotation import (
    WITHOUT_POSITION,
    Annotation,
    Stamp,
    Status,
    utc_moment,
)
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange import region_values
from landmark_gui.exchange.context import Context, annotation, within_reach
from landmark_gui.exchange.labelled import Found, LabelledFilm, Model
from landmark_gui.exchange.note import Value
from landmark_gui.exchange.structure import Node
from landmark_gui.exchange.text import shown

DOUBT = ("radius50_px", "radius90_px", "expected_error_px")
_NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)"
_DESCRIPTION = re.compile(rf"(predicted|confirmed|moved) at {_NUMBER}, {_NUMBER} px$")
_STILL_PX = 0.001  # millimetres and back lose the last digits


def said_of(film: LabelledFilm, landmark: str) -> dict[str, Value]:
    """Return what is known of a landmark; nothing stands for what is not."""
    a, found = film.annotations[landmark], film.found.get(landmark)
    reader = a.stamp.reader if a.stamp else film.readers.get(landmark)
    values: dict[str, Value | None] = {
        "status": a.status.value,
        "x_px": float(a.point.x) if a.point else None,
        "y_px": float(a.point.y) if a.point else None,
        "reader": reader,
        "changed_utc": utc_text(a.stamp.utc) if a.stamp else None,
        **(_found_values(found) if found else {}),
    }
    return {key: value for key, value in values.items() if value is not None}


def _found_values(found: Found) -> dict[str, float | None]:
    return {
        "predicted_x_px": float(found.point.x),
        "predicted_y_px": float(found.point.y),
        "radius50_px": _float(found.radius50_px),
        "radius90_px": _float(found.radius90_px),
        "expected_error_px": _float(found.expected_error_px),
        **(region_values.values_of(found.region90) if found.region90 else {}),
    }


def film_with_values(
    stated: FilmInfo, marks: Iterable[tuple[str, Point | None, Node]], file: str, context: Context
) -> LabelledFilm:
    """Return a film out of foreign labels with their positions and the values beside them.

    Raises:
        UnreadableLabels: as `Context.annotated`; or no such status or moment, no film can have
            such a position, or a length is negative.
    """
    annotations, said = context.by_landmark(marks, file)
    for name, values in said.items():
        annotations[name] = _believed(values, name, annotations[name].point)
    return LabelledFilm(context.film(stated), annotations, *_collected(annotations, said))


def _believed(said: Node, landmark: str, point: Point | None) -> Annotation:
    """Return the annotation that was sent, or a bare position if somebody moved it since."""
    if not said["status"].given or _sent(said) != point:
        return annotation(landmark, point)
    try:
        status = Status(shown(said["status"].text()))
    except ValueError as error:
        raise said.refusal(f"holds {error}") from error
    if (point is None) is not (status in WITHOUT_POSITION):
        raise said.refusal(f"contradicts itself: {status}")
    return Annotation(landmark, status, point, _stamp(said))


def description(a: Annotation) -> str:
    """Return in words how a landmark came to be where it is, for a field of free text."""
    return f"{a.status} at {float(a.point.x)}, {float(a.point.y)} px" if a.point else ""


def described(
    marks: Iterable[tuple[str, Point | None, Node]], context: Context, file: str
) -> dict[str, Annotation]:
    """Return annotations in scheme order out of foreign labels, positions and descriptions.

    A description that is not ours, or is of another place, leaves a bare position.

    Raises:
        UnreadableLabels: as `Context.annotated`.
    """
    annotations, texts = context.by_landmark(marks, file)
    for name, text in texts.items():
        point = annotations[name].point
        if point is not None:
            annotations[name] = Annotation(name, _described(text, point), point)
    return annotations


def _described(text: Node, point: Point) -> Status:
    ours = _DESCRIPTION.search(text.value) if isinstance(text.value, str) else None
    if ours is None or Point(float(ours[2]), float(ours[3])).distance_px(point) > _STILL_PX:
        return Status.MOVED
    return Status(ours[1])


def _found_in(said: Node) -> Found | None:
    """Return where a model saw the landmark."""
    x, y = said["predicted_x_px"].number_or_none(), said["predicted_y_px"].number_or_none()
    if x is None or y is None:
        return None
    lengths = (_length_px(said[key]) for key in DOUBT)
    return Found(within_reach(Point(x, y), said.file), *lengths, region90=_region90(said))


def _region90(said: Node) -> Ellipse | None:
    try:
        return region_values.ellipse_of(lambda name: said[name].number_or_none())
    except ValueError as error:
        raise said.refusal(f"is wrong: {error}") from error


def _collected(
    film_note: Mapping[str, Annotation], said: Mapping[str, Node]
) -> tuple[dict[str, Found], dict[str, str]]:
    """Return predictions, and readers of what is not stamped, out of all landmarks' values."""
    found = {name: _found_in(node) for name, node in said.items()}
    unsigned = {
        name: node["reader"].text()
        for name, node in said.items()
        if film_note[name].stamp is None and node["reader"].given
    }
    return {name: f for name, f in found.items() if f is not None}, unsigned


def model_values(model: Model) -> dict[str, Value]:
    """Return a model as JSON values."""
    values: dict[str, Value | None] = {
        "name": model.name,
        "sha256": model.sha256,
        "seed": model.seed,
        "steps": model.steps,
        "samples": model.samples,
        "options": model.options or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def model_in(node: Node) -> Model | None:
    """Return the model that values name, or None."""
    if not node.given:
        return None
    seed, steps, samples = (node[key].whole_or_none() for key in ("seed", "steps", "samples"))
    options = node["options"].text() if node["options"].given else ""
    return Model(node["name"].text(), node["sha256"].text(), seed, steps, samples, options)


def utc_text(moment: datetime) -> str:
    """Return a moment as text, in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _stamp(said: Node) -> Stamp | None:
    if not said["changed_utc"].given:
        return None
    try:
        return Stamp(said["reader"].text(), utc_moment(said["changed_utc"].text()))
    except ValueError as error:
        raise said.refusal("holds an invalid time") from error


def _sent(said: Node) -> Point | None:
    x, y = said["x_px"].number_or_none(), said["y_px"].number_or_none()
    return None if x is None or y is None else Point(x, y)


def _length_px(node: Node) -> float | None:
    length = node.number_or_none()
    if length is not None and length < 0:
        raise node.refusal("is a negative length")
    return length


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)

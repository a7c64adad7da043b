"""All that we know of a landmark, as values that a foreign file carries in a free field.

The position stands there a second time. If the format's own position differs, another program
has moved the landmark since, and what we knew of it no longer holds.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.context import Context, annotation, within_reach
from landmark_gui.exchange.labelled import WITHOUT_POSITION, Found, LabelledFilm, Model
from landmark_gui.exchange.structure import Node
from landmark_gui.exchange.text import shown

Value = str | float | int


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
        "predicted_x_px": float(found.point.x) if found else None,
        "predicted_y_px": float(found.point.y) if found else None,
        "radius50_px": _float(found.radius50_px) if found else None,
        "radius90_px": _float(found.radius90_px) if found else None,
        "expected_error_px": _float(found.expected_error_px) if found else None,
    }
    return {key: value for key, value in values.items() if value is not None}


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


def _found_in(said: Node) -> Found | None:
    """Return where a model saw the landmark."""
    x, y = said["predicted_x_px"].number_or_none(), said["predicted_y_px"].number_or_none()
    if x is None or y is None:
        return None
    doubt = ("radius50_px", "radius90_px", "expected_error_px")
    return Found(within_reach(Point(x, y), said.file), *(_length_px(said[key]) for key in doubt))


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


def utc_moment(text: str) -> datetime:
    """Return the moment of such a text; without a zone it counts as UTC.

    Raises:
        ValueError: the text is no moment.
    """
    moment = datetime.fromisoformat(text)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def _stamp(said: Node) -> Stamp | None:
    if not said["changed_utc"].given:
        return None
    try:
        return Stamp(said["reader"].text(), utc_moment(said["changed_utc"].text()))
    except ValueError as error:
        raise said.refusal("holds a time that is none") from error


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

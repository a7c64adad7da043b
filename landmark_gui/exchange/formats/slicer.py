"""3D Slicer markups (.mrk.json, schema 1.0.3): one fiducial list per film.

Positions are millimetres in the plane of the film, from the centre of its first pixel on, which is
where Slicer puts a picture's origin: LPS is our x and y, RAS turns both around. A landmark without
a position is a control point that is not defined. Whether somebody has decided it stands in its
description, which Slicer keeps.
"""

from collections.abc import Sequence

from landmark_gui.domain.annotation import Annotation
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PIXEL_CENTRE, PixelSpacing, Point
from landmark_gui.domain.landmarks import Landmark
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import CannotHold, UnreadableLabels
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.landmark_values import described, description
from landmark_gui.exchange.note import NOTE, film_of, note_of
from landmark_gui.exchange.structure import Node, json_bytes, parse_json
from landmark_gui.exchange.text import shown, stem

# The schema's own name, which Slicer compares; nothing is fetched from there
SCHEMA = (
    "https://raw.githubusercontent.com/slicer/slicer/master/Modules/Loadable/Markups/"
    "Resources/Schema/markups-schema-v1.0.3.json#"
)
_CONVENTION = (
    "LPS millimetres: pixels times spacing; x right, y down, (0.0, 0.0) is the centre of the first "
    "pixel"
)
#: As our files noted it before; such a file keeps its meaning.
_FROM_CORNER = (
    "LPS millimetres: pixels times spacing; x right, y down, (0.0, 0.0) is the top-left corner "
    "of the first pixel"
)
_UNITS_MM = {"mm": 1.0, "um": 0.001}


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of a markups file; lists that are no fiducials are left alone.

    Raises:
        UnreadableLabels: not such a file, or nobody knows the film's spacing.
    """
    root = parse_json(data, file)
    if not root["markups"].given:
        raise root.refusal("has no markups")
    lists = [m for m in root["markups"] if m["type"].text() == "Fiducial"]
    own = film_of(root[NOTE])
    film = context.film(own if own.name else FilmInfo.named(stem(file)))
    # Our own file was written with the spacing in its note, whatever the film says today; of
    # somebody else's the user knows more than a film does, which may state a scan's resolution
    spacing = own.spacing or context.stated(film) or film.spacing
    if spacing is None:
        remedy = "state the millimetres per pixel"
        raise UnreadableLabels(f"{file} is in millimetres; {remedy}.")
    shift = 0.0 if root[NOTE]["coordinates"].text() == _FROM_CORNER else PIXEL_CENTRE
    found = (_labelled(point, markup, spacing) for markup in lists for point in _controls(markup))
    marks = ((label, at.moved(shift, shift) if at else None, text) for label, at, text in found)
    return [LabelledFilm(film, described(marks, context, file))]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the markups file of one film.

    Raises:
        CannotHold: the film has no spacing.
    """
    (film,) = films
    spacing = film.film.spacing
    if spacing is None:
        raise CannotHold(f"{film.film.name} has no spacing, but Slicer wants millimetres.")
    said = ((mark, film.annotations.get(mark.abbreviation)) for mark in context.scheme)
    controls = [_control(mark, a or Annotation(mark.abbreviation), spacing) for mark, a in said]
    markup = {
        "type": "Fiducial",
        "coordinateSystem": "LPS",
        "coordinateUnits": "mm",
        "locked": False,
        "fixedNumberOfControlPoints": False,
        "labelFormat": "%N-%d",
        "lastUsedControlPointNumber": len(controls),
        "controlPoints": controls,
    }
    note = note_of(film.film, _CONVENTION)
    return json_bytes({"@schema": SCHEMA, "markups": [markup], NOTE: note})


def _controls(markup: Node) -> list[Node]:
    return list(markup["controlPoints"])


def _labelled(point: Node, markup: Node, spacing: PixelSpacing) -> tuple[str, Point | None, Node]:
    """Return a label, where it is, in pixels from the origin of the millimetres, and its words."""
    label, words = point["label"].text(), point["description"]
    if point["positionStatus"].text("defined") != "defined" or not point["position"].given:
        return label, None, words
    scale_mm = _scale_mm(markup)
    x, y = point["position"].numbers(2)[:2]
    return label, Point(x * scale_mm / spacing.x_mm, y * scale_mm / spacing.y_mm), words


def _scale_mm(markup: Node) -> float:
    """Return millimetres per unit in LPS; negative where x and y run the other way."""
    units = markup["coordinateUnits"]
    coded = isinstance(units.value, list)
    unit = next((word.text() for word in units), "nothing") if coded else units.text("mm")
    system = markup["coordinateSystem"].text("LPS").upper()
    if unit not in _UNITS_MM or system not in ("LPS", "RAS"):
        stated = shown(f"{unit} {system}")
        raise markup.refusal(f"is in {stated}, which is neither LPS nor RAS in mm or um")
    return _UNITS_MM[unit] * (-1 if system == "RAS" else 1)


def _control(mark: Landmark, a: Annotation, spacing: PixelSpacing) -> dict[str, object]:
    point = a.point
    x, y = (point.x - PIXEL_CENTRE, point.y - PIXEL_CENTRE) if point else (0.0, 0.0)
    return {
        "id": str(mark.id),
        "label": mark.abbreviation,
        "description": f"{mark.name}: {description(a)}" if point else mark.name,
        "associatedNodeID": "",
        "position": [float(x * spacing.x_mm), float(y * spacing.y_mm), 0.0],
        "orientation": [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
        "selected": True,
        "locked": False,
        "visibility": True,
        "positionStatus": "defined" if point else "undefined",
    }

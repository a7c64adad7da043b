"""A scene as SVG: the film embedded as PNG, everything over it as shapes and words.

One unit is one pixel of the picture and (0, 0) the corner of the first one, so positions are the
table's where the pixels of the film are square.
"""

from base64 import b64encode
from math import degrees
from xml.etree import ElementTree as ET

from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange.picture.film_png import as_png
from landmark_gui.exchange.picture.scene import (
    EDGE_COLOUR,
    EDGE_OPACITY,
    Group,
    Line,
    Ring,
    Scene,
    Shape,
    Text,
)

_FONT = "Aileron, Helvetica, Arial, sans-serif"


def svg_bytes(scene: Scene) -> bytes:
    """Return the picture as a document in UTF-8."""
    width, height = scene.size_px
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(width),
            "height": str(height),
            "viewBox": f"0 0 {width} {height}",
        },
    )
    data = b64encode(as_png(scene.grey)).decode("ascii")
    address = f"data:image/png;base64,{data}"
    ET.SubElement(root, "image", {"width": str(width), "height": str(height), "href": address})
    _add_edges(root, scene.marks)
    for group in scene.groups:
        _add_group(root, group, tuple(s for s in group.shapes if not isinstance(s, Text)))
    _add_edges(root, scene.words)
    for group in scene.groups:
        _add_group(root, group, tuple(s for s in group.shapes if isinstance(s, Text)))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_edges(root: ET.Element, shapes: tuple[Shape, ...]) -> None:
    style = {"class": "edges", "stroke": EDGE_COLOUR, "stroke-opacity": _number(EDGE_OPACITY)}
    edges = ET.SubElement(root, "g", {**style, "fill": "none", "aria-hidden": "true"})
    for shape in shapes:
        width = 0.0 if isinstance(shape, Text) else shape.stroke.width_px
        width += 2 * shape.stroke.edge_px
        _add(edges, shape, {"stroke-width": _number(width), "stroke-linejoin": "round"})


def _add_group(root: ET.Element, group: Group, shapes: tuple[Shape, ...]) -> None:
    if not shapes:
        return
    said = {"class": group.kind}
    if group.landmark:
        said |= {"data-landmark": group.landmark, "data-status": group.status}
    parent = ET.SubElement(root, "g", said)
    for shape in shapes:
        stroke = shape.stroke
        if isinstance(shape, Text):
            _add(parent, shape, {"fill": stroke.colour})
        else:
            line = {"stroke": stroke.colour, "stroke-width": _number(stroke.width_px)}
            _add(parent, shape, {**line, "fill": "none"})


def _add(parent: ET.Element, shape: Shape, style: dict[str, str]) -> None:
    match shape:
        case Ring(ellipse, _):
            name, place = _around(ellipse)
            ET.SubElement(parent, name, {**place, **style})
        case Line(points, _, closed):
            pairs = " ".join(f"{_number(p.x)},{_number(p.y)}" for p in points)
            name = "polygon" if closed else "polyline"
            ET.SubElement(parent, name, {"points": pairs, **style})
        case Text(start, words, size_px, width_px, _):
            place = {"x": _number(start.x), "y": _number(start.y)}
            # Whatever font the viewer has, the words keep to their room
            fit = {"textLength": _number(width_px), "lengthAdjust": "spacingAndGlyphs"}
            letters = {"font-family": _FONT, "font-size": _number(size_px)}
            ET.SubElement(parent, "text", {**place, **letters, **fit, **style}).text = words


def _around(e: Ellipse) -> tuple[str, dict[str, str]]:
    """Return the name of what SVG has for an ellipse, and where it lies."""
    x, y = _number(e.centre.x), _number(e.centre.y)
    place = {"cx": x, "cy": y}
    if e.major_px == e.minor_px:
        return "circle", {**place, "r": _number(e.major_px)}
    turned = f"rotate({_number(degrees(e.angle_rad))} {x} {y})"
    radii = {"rx": _number(e.major_px), "ry": _number(e.minor_px)}
    return "ellipse", {**place, **radii, "transform": turned}


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")

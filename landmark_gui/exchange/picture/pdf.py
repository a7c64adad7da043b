"""A scene as PDF 1.4: one page, the film as an image, everything over it as lines and words.

Written here because it is little: seven objects as ISO 32000-1 describes them, no date, no author
and no name. The page has the film's proportions and fits on A4; it is no measure.
"""

import zlib
from collections.abc import Iterator, Sequence
from math import pi, tan

import numpy as np

from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange.picture.scene import (
    EDGE_COLOUR,
    EDGE_OPACITY,
    Line,
    Ring,
    Scene,
    Text,
    in_ascii,
)

_A4_POINTS = (595.0, 842.0)
_ROUND_ENDS = "1 J 1 j"
_ARC = 4 / 3 * tan(pi / 8)
_QUARTER = np.array([[1.0, _ARC], [_ARC, 1.0], [0.0, 1.0]])  # of a circle: control points, end
_TURNS = [np.linalg.matrix_power(np.array([[0.0, 1.0], [-1.0, 0.0]]), n) for n in range(4)]


def pdf_bytes(scene: Scene) -> bytes:
    """Return the picture as a document."""
    width, height = scene.size_px
    points = min(min(_A4_POINTS) / min(width, height), max(_A4_POINTS) / max(width, height))
    page = f"[0 0 {_number(width * points)} {_number(height * points)}]"
    resources = "<< /XObject << /Film 5 0 R >> /Font << /F 6 0 R >> /ExtGState << /E 7 0 R >> >>"
    film = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    content = "\n".join(_content(scene, points)).encode("ascii")
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox {page} /Contents 4 0 R "
            f"/Resources {resources} >>".encode("ascii"),
            _stream("", content),
            _stream(film, scene.grey.tobytes()),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            f"<< /Type /ExtGState /CA {EDGE_OPACITY} >>".encode("ascii"),
        ]
    )


def _document(objects: Sequence[bytes]) -> bytes:
    document = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(document)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    document += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, entries)
    document += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return bytes(document)


def _stream(entries: str, data: bytes) -> bytes:
    packed = zlib.compress(data)
    head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
    return head.encode("ascii") + packed + b"\nendstream"


def _content(scene: Scene, points: float) -> Iterator[str]:
    width, height = scene.size_px
    scale = f"{points:.8f}"
    # From here on pixels of the picture, y down
    yield f"{scale} 0 0 -{scale} 0 {_number(height * points)} cm {_ROUND_ENDS}"
    yield f"q {width} 0 0 -{height} 0 {height} cm /Film Do Q"
    yield "q /E gs"
    for shape in scene.marks:
        wider = shape.stroke.width_px + 2 * shape.stroke.edge_px
        yield f"{_rgb(EDGE_COLOUR)} RG {_number(wider)} w {_path(shape)}"
    yield "Q"
    for shape in scene.marks:
        width_px = _number(shape.stroke.width_px)
        yield f"{_rgb(shape.stroke.colour)} RG {width_px} w {_path(shape)}"
    for text in scene.words:
        edge = f"{_rgb(EDGE_COLOUR)} RG {_number(2 * text.stroke.edge_px)} w"
        yield f"q /E gs {edge} {_words(text, mode=1)} Q"
        yield f"{_rgb(text.stroke.colour)} rg {_words(text, mode=0)}"


def _path(shape: Line | Ring) -> str:
    if isinstance(shape, Ring):
        return _around(shape.ellipse)
    first, *others = (_pair(p.x, p.y) for p in shape.points)
    return f"{first} m {' '.join(f'{pair} l' for pair in others)} {'s' if shape.closed else 'S'}"


def _around(ellipse: Ellipse) -> str:
    """Return four curves around an ellipse: those around a circle, along its axes."""
    centre, axes = np.array([ellipse.centre.x, ellipse.centre.y]), ellipse.axes
    quarters = (centre + _QUARTER @ turn @ axes for turn in _TURNS)
    curves = (f"{' '.join(_pair(*p) for p in quarter.tolist())} c" for quarter in quarters)
    return f"{_pair(*(centre + axes[0]).tolist())} m {' '.join(curves)} s"


def _words(text: Text, *, mode: int) -> str:
    words = in_ascii(text.words).replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    place = f"1 0 0 -1 {_pair(text.start.x, text.start.y)} Tm"  # letters stand upright again
    return f"BT /F {_number(text.size_px)} Tf {mode} Tr {place} ({words}) Tj ET"


def _rgb(colour: str) -> str:
    return " ".join(_number(part / 255) for part in bytes.fromhex(colour.removeprefix("#")))


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")

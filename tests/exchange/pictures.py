"""Makers of films and labels, and readers of what became of them, for the tests of pictures."""

import re
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import numpy as np

from landmark_gui import paths
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.labelled import Found, LabelledFilm

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
SVG = "{http://www.w3.org/2000/svg}"
OBLONG = [  # a film of 400 x 300 pixels that are as large as this has a picture of that size
    (PixelSpacing(0.1, 0.4, SpacingSource.CALIBRATED), (400, 1200)),
    (PixelSpacing(0.2, 0.1, SpacingSource.CALIBRATED), (800, 300)),
    (PixelSpacing(0.1, 0.8, SpacingSource.CALIBRATED), (200, 1200)),  # else it would be too large
]


def film(
    width: int = 400, height: int = 300, name: str = "a.png", spacing: PixelSpacing | None = None
) -> Cephalogram:
    """A film of noise, in which every covered pixel would be seen."""
    pixels = np.random.default_rng(1).integers(20, 235, (height, width)).astype(np.uint8)
    return Cephalogram(FilmInfo(name, "", width, height, spacing), pixels, Window(0.0, 255.0))


def labels(
    points: Mapping[str, Point],
    status: Status = Status.MOVED,
    found: Mapping[str, Found] | None = None,
) -> LabelledFilm:
    annotations = {name: Annotation(name, status, point) for name, point in points.items()}
    return LabelledFilm(FilmInfo.named("a.png"), annotations, found or {})


def svg_groups(data: bytes, kind: str) -> dict[str, ET.Element]:
    """The groups of a kind, by landmark."""
    root = ET.fromstring(data)  # noqa: S314 - written by ourselves a moment ago
    groups = (group for group in root.iter(f"{SVG}g") if group.get("class") == kind)
    return {group.get("data-landmark", ""): group for group in groups}


def centre_of(group: ET.Element) -> Point:
    """The middle of all shapes of a marker, as a reader of the SVG measures it."""
    places: list[tuple[float, float]] = []
    for shape in group:
        if shape.tag == f"{SVG}circle":
            places.append((float(shape.attrib["cx"]), float(shape.attrib["cy"])))
        else:
            pairs = shape.attrib["points"].split()
            places += [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]
    x, y = np.mean(places, axis=0)
    return Point(float(x), float(y))


def pdf_streams(data: bytes) -> list[bytes]:
    """The unpacked streams of a document."""
    packed = re.findall(rb"/Length (\d+) >>\nstream\n", data)
    starts = [match.end() for match in re.finditer(rb">>\nstream\n", data)]
    pieces = zip(starts, packed, strict=True)
    return [zlib.decompress(data[start : start + int(size)]) for start, size in pieces]

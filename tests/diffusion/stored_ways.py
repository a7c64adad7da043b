"""One phantom through every way of storing a film: how far apart the landmarks are.

    python -m tests.diffusion.stored_ways

goes through the whole matrix of `tests/imaging/test_dicom_matrix.py`; the tests through a few ways
that have every value of every axis once. Tables of the header are straight here, so that every way
means the same greys.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import cycle, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from pydicom import Dataset

from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.diffusion.upright import load_upright_detector
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Mode
from landmark_gui.imaging.film import read_film
from landmark_gui.phantom.phantom import make_phantom
from tests.imaging.test_dicom_matrix import (
    BITS,
    CODECS,
    SPACINGS,
    TABLES,
    Stored,
    Way,
    written,
)

HEIGHT_PX = 600
PHOTOMETRICS = ("MONOCHROME1", "MONOCHROME2")
One = tuple[Way, str, Mapping[str, Any]]


def every_way() -> Iterator[One]:
    """Yield the whole matrix; the spacings go round."""
    spacings = cycle(SPACINGS)
    for codec, table in product(CODECS, TABLES):
        for photometric, signed, bits in product(PHOTOMETRICS, (False, True), BITS):
            yield Way(photometric, signed, bits, table), codec, next(spacings)[0]


def a_few_ways() -> Iterator[One]:
    """Yield as many ways as there are codecs; every value of every axis is among them."""
    photometrics, tables, bits = cycle(PHOTOMETRICS), cycle(TABLES), cycle(BITS)
    signs, spacings = cycle((False, False, True, True)), cycle(SPACINGS)
    for codec in CODECS:
        way = Way(next(photometrics), next(signs), next(bits), next(tables))
        yield way, codec, next(spacings)[0]


@cache
def levels() -> Stored:
    """Return the phantom in 0 ... 255; these many levels fit every depth."""
    return make_phantom(3, height_px=HEIGHT_PX).film.pixels.astype(np.int64)


def stored(way: Way) -> Stored:
    """Return the values that mean the phantom, whatever is done to them on the way."""
    top = 255 if way.photometric == "MONOCHROME1" else 0
    if way.table == "falling":
        top = 255 - top
    grey = abs(top - levels())
    step = (entries(way) - 1) // 255
    kind = f"{'i' if way.signed else 'u'}{1 if way.bits == 8 else 2}"
    values: Stored = (way.lowest + grey * step).astype(kind)
    return values


def entries(way: Way) -> int:
    """Return how many stored values are in use; a table of all 16 bits fits no explicit header."""
    return 1 << min(way.bits, 14)


def straight_table(way: Way) -> dict[str, Any]:
    """Return the header's table, which goes evenly from black to white."""
    keyword = {"modality": "ModalityLUTSequence", "voi": "VOILUTSequence"}.get(way.table)
    if keyword is None:
        return {}
    count = entries(way)
    item = Dataset()
    sign = "SS" if way.signed else "US"
    item.add_new("LUTDescriptor", sign, [count, way.lowest, 16])
    item.LUTData = (np.arange(count) * 65535 // (count - 1)).tolist()
    item["LUTData"].VR = "US"
    return {keyword: [item]}


def landmarks(detector: Detector, path: Path) -> list[Point]:
    """Return where the landmarks of a film are found in a single step."""
    *_, last = detector.detect(Request(0, read_film(path), Settings(mode=Mode.SINGLE)))
    assert isinstance(last, Finished)
    return [said.point for said in last.detection.predictions]


def furthest_apart_px(detector: Detector, ways: Iterable[One], folder: Path) -> float:
    """Return the largest distance of a landmark from where the first way has it."""
    first: list[Point] = []
    furthest = 0.0
    for way, codec, spacing in ways:
        film = folder / "film.dcm"
        film.write_bytes(written(way, codec, {**spacing, **straight_table(way)}, stored(way)))
        found = landmarks(detector, film)
        first = first or found
        apart = max(a.distance_px(b) for a, b in zip(first, found, strict=True))
        if apart > furthest:
            furthest = apart
            print(f"{furthest:.4f} px: {way}, {codec}", file=sys.stderr)  # noqa: T201 - a command
    return furthest


def main() -> None:
    """Go through the whole matrix."""
    with TemporaryDirectory() as folder:
        furthest = furthest_apart_px(load_upright_detector(), every_way(), Path(folder))
    print(f"{sum(1 for _ in every_way())} films, landmarks at most {furthest:.4f} px apart")  # noqa: T201 - a command


if __name__ == "__main__":
    main()

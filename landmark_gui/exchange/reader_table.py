"""A reader's table: one row per film, `<id>_x,<id>_y` columns as the public data sets have them.

Positions there are pixel *indices* (the centre of the first pixel is 0, 0), not our corners.
"""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.cells import exact, table, word
from landmark_gui.exchange.replacing import write_over


def write_reader_table(
    path: Path, scheme: LandmarkScheme, films: Mapping[str, Mapping[str, Point]]
) -> None:
    """Write positions in pixels, given by film name and abbreviation; absent ones stay empty.

    Raises:
        CannotWrite: the file could not be written.
    """
    header = [f"{landmark.id}_{axis}" for landmark in scheme for axis in "xy"]
    rows = (
        [word(image), *chain.from_iterable(_indices(points.get(n)) for n in scheme.abbreviations)]
        for image, points in films.items()
    )
    write_over(path, table(["image", *header], rows))


def _indices(point: Point | None) -> tuple[str, str]:
    if point is None:
        return ("", "")
    return (exact(point.x - PIXEL_CENTRE), exact(point.y - PIXEL_CENTRE))

"""What a table says of films, whichever of our two kinds it is: told apart by its header."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import TruthError, read_truth
from landmark_gui.exchange.csv import point_table, read_csv
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.rows import read_rows

_LONG = frozenset({"image", "landmark"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A landmark on a film, and the region that the model gave it.

    Attributes:
        annotation: what was said of it.
        predicted: where the model saw it; the centre of the rings.
        radius50_px: radius that holds half of the probability.
        radius90_px: the same for 90 %.
    """

    annotation: Annotation
    predicted: Point | None = None
    radius50_px: float | None = None
    radius90_px: float | None = None


@dataclass(frozen=True, slots=True)
class MarkedFilm:
    """What a table says of one film; what it does not state is None or empty."""

    name: str
    marks: Mapping[str, Mark]
    spacing: PixelSpacing | None = None
    size_px: tuple[int, int] | None = None
    sha256: str = ""

    @property
    def points(self) -> dict[str, Point]:
        """Positions in pixels by abbreviation, of the landmarks that have one."""
        placed = ((name, mark.annotation.point) for name, mark in self.marks.items())
        return {name: point for name, point in placed if point is not None}


def read_marks(path: Path, scheme: LandmarkScheme) -> dict[str, MarkedFilm]:
    """Return what our long table or a reader's table says, by film name as it stands there.

    Where a table states no status, its points are taken as placed by a reader.

    Raises:
        UnreadableTable: no such file, neither kind of table, or a row that makes no sense.
    """
    header = _header(path)
    if "status" in header and header >= _LONG:
        return _annotated(path)
    if header >= _LONG:
        return {name: _placed(name, points) for name, points in point_table(path).items()}
    try:
        readings = read_truth([path], scheme)
    except TruthError as error:
        raise UnreadableTable(str(error)) from error
    return {name: _placed(name, points) for name, points in readings.items()}


def _header(path: Path) -> frozenset[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return frozenset(next(csv.reader(file), ()))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableTable(f"{path} could not be read: {reason}.") from error
    except csv.Error as error:
        raise UnreadableTable(f"{path.name} is not a table we can read: {error}.") from error


def _placed(name: str, points: Mapping[str, Point]) -> MarkedFilm:
    marks = {n: Mark(Annotation(n, Status.MOVED, point)) for n, point in points.items()}
    return MarkedFilm(name, marks)


def _annotated(path: Path) -> dict[str, MarkedFilm]:
    radii = _radii(path)
    return {
        name: MarkedFilm(
            name,
            {
                landmark: Mark(annotation, film.predicted.get(landmark), *radii[name, landmark])
                for landmark, annotation in film.annotations.items()
            },
            film.film.spacing,
            film.film.size_px,
            film.film.sha256,
        )
        for name, film in read_csv(path).items()
    }


def _radii(path: Path) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    return {
        (row.text("image"), row.text("landmark")): (
            row.number("radius50_px"),
            row.number("radius90_px"),
        )
        for row in read_rows(path, ("image", "landmark"))
    }

"""How far a set of predictions is from the truth, as values, as JSON and as a table."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from math import hypot
from typing import Any

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.evaluation.agreement import Difference
from landmark_gui.evaluation.radial_error import ROUNDING, RadialErrors
from landmark_gui.evaluation.scale import check_scale, scale_text
from landmark_gui.evaluation.truth import FilmPoints, Reading, TruthError, some_of

_COLUMNS = (
    "points",
    "MRE mm",
    "SD mm",
    "median",
    "<= 2 mm",
    "<= 2.5 mm",
    "<= 3 mm",
    "<= 4 mm",
    "> 6 mm",
)


@dataclass(frozen=True, slots=True)
class Report:
    """Radial errors over a list of films.

    Attributes:
        spacing_mm: millimetres per pixel that were taken for all films; None: each film's own.
        films: how many films of the list have a prediction.
        missing: films of the list without one, which the figures cannot show.
        missing_points: landmarks that readers have and a prediction lacks.
        overall: over all points.
        per_landmark: the same for each abbreviation.
        without: landmarks that are left out of `overall_without`.
        overall_without: over all points but those; None if none is to be left out.
        scale: what made millimetres of pixels, in words.
        differences: prediction minus truth in millimetres, each point.
    """

    spacing_mm: float | None
    films: int
    missing: tuple[str, ...]
    missing_points: int
    overall: RadialErrors
    per_landmark: Mapping[str, RadialErrors]
    without: tuple[str, ...] = ()
    overall_without: RadialErrors | None = None
    scale: str = ""
    differences: tuple[Difference, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON takes it; rates are between 0 and 1."""
        return {
            "spacing_mm": self.spacing_mm,
            "scale": self.scale,
            "films": self.films,
            "missing": list(self.missing),
            "missing_points": self.missing_points,
            "overall": asdict(self.overall),
            "per_landmark": {name: asdict(row) for name, row in self.per_landmark.items()},
            "without": list(self.without),
            "overall_without": asdict(self.overall_without) if self.overall_without else None,
        }

    def table(self) -> str:
        """Return the report as lines of plain text in aligned columns."""
        names = [name for name, _ in self._rows()]
        width = max(map(len, names))
        lines = [" " * width + "".join(f"{column:>10}" for column in _COLUMNS)]
        lines += [f"{name:<{width}}{_figures(row)}" for name, row in self._rows()]
        return "\n".join([*self._heading(), "", *lines])

    def _heading(self) -> Iterator[str]:
        yield f"{self.films} films, {self.overall.points} points, {self.scale}"
        if self.missing:
            yield f"{len(self.missing)} films without a prediction: {some_of(self.missing)}"
        if self.missing_points:
            yield f"{self.missing_points} points that readers have were not predicted"

    def _rows(self) -> Iterator[tuple[str, RadialErrors]]:
        yield from self.per_landmark.items()
        yield "all", self.overall
        if self.overall_without:
            yield f"all but {', '.join(self.without)}", self.overall_without


def evaluate(
    predictions: FilmPoints,
    truth: FilmPoints,
    spacing: float | Mapping[str, PixelSpacing],
    *,
    films: Collection[str] | None = None,
    without: Collection[str] = (),
) -> Report:
    """Return how far predictions are from the truth.

    Args:
        predictions: positions in pixels per film.
        truth: the same as readers have it, with the same names, as `same_films` gives them.
        spacing: millimetres per pixel of all films, or each film's own by its name.
        films: the films to look at; all that readers have if None.
        without: landmarks to leave out of a second overall figure, as their definition is in doubt.

    Raises:
        TruthError: a film of the list or a landmark that no reader has, or nothing to compare.
        NoSpacing: films without spacing.
    """
    listed = list(films) if films is not None else list(truth)
    if unread := [film for film in listed if film not in truth]:
        raise TruthError(f"No reader has film {some_of(unread)}.")
    found = {film: predictions[film] for film in listed if film in predictions}
    check_scale(spacing, [film for film in found if found[film].keys() & truth[film].keys()])
    differences = tuple(
        Difference(film, name, *_apart_mm(spacing, film, point, points[name]))
        for film, points in found.items()
        for name, point in truth[film].items()
        if name in points
    )
    if not differences:
        raise TruthError("No film has both a prediction and a reader's points.")
    errors_mm: dict[str, list[float]] = defaultdict(list)
    for difference in differences:
        errors_mm[difference.landmark].append(difference.distance)
    return Report(
        spacing_mm=None if isinstance(spacing, Mapping) else spacing,
        films=len(found),
        missing=tuple(film for film in listed if film not in found),
        missing_points=sum(len(truth[film]) for film in found) - len(differences),
        overall=RadialErrors.of([difference.distance for difference in differences]),
        per_landmark={name: RadialErrors.of(errors) for name, errors in errors_mm.items()},
        without=tuple(without),
        overall_without=_left_over(errors_mm, without) if without else None,
        scale=scale_text(spacing, found),
        differences=differences,
    )


def where_agreed(
    readers: Sequence[FilmPoints],
    truth: FilmPoints,
    spacing: float | Mapping[str, PixelSpacing],
    limit_mm: float,
) -> dict[str, Reading]:
    """Return the truth at points of at least two readers, none further apart than a limit.

    Raises:
        NoSpacing: films without spacing.
        TruthError: no such point.
    """
    check_scale(spacing, [film for film in truth if sum(film in of for of in readers) > 1])

    def agreed(film: str, name: str) -> bool:
        said = [table[film][name] for table in readers if name in table.get(film, {})]
        apart_mm = [hypot(*_apart_mm(spacing, film, a, b)) for a, b in combinations(said, 2)]
        return bool(apart_mm) and max(apart_mm) <= limit_mm + ROUNDING

    left: dict[str, Reading] = {
        film: {name: point for name, point in points.items() if agreed(film, name)}
        for film, points in truth.items()
    }
    if not any(left.values()):
        raise TruthError(f"There is no point on which two readers agree within {limit_mm:g} mm.")
    return left


def _apart_mm(
    spacing: float | Mapping[str, PixelSpacing], film: str, start: Point, end: Point
) -> tuple[float, float]:
    x, y = end.x - start.x, end.y - start.y
    if isinstance(spacing, Mapping):
        return x * spacing[film].x_mm, y * spacing[film].y_mm
    return x * spacing, y * spacing


def _left_over(errors_mm: Mapping[str, list[float]], without: Collection[str]) -> RadialErrors:
    if unknown := sorted(set(without) - errors_mm.keys()):
        raise TruthError(f"There is no point of {', '.join(unknown)} to leave out.")
    kept = [errors for name, errors in errors_mm.items() if name not in without]
    if not kept:
        raise TruthError("Nothing is left when all these landmarks are left out.")
    return RadialErrors.of([error for errors in kept for error in errors])


def _figures(row: RadialErrors) -> str:
    lengths = (row.mean_mm, row.sd_mm, row.median_mm)
    shares = (row.sdr_2_mm, row.sdr_2_5_mm, row.sdr_3_mm, row.sdr_4_mm, row.beyond_6_mm)
    figures = ["-" if length is None else f"{length:.2f}" for length in lengths]
    figures += [f"{100 * share:.1f} %" for share in shares]
    return "".join(f"{figure:>10}" for figure in (str(row.points), *figures))

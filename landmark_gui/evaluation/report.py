"""How far a set of predictions is from the truth, as values and as JSON."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.evaluation.agreement import Difference
from landmark_gui.evaluation.crossing import PLACED, Absent, all_said
from landmark_gui.evaluation.paired import Paired
from landmark_gui.evaluation.radial_error import (
    ROUNDING,
    Intervals,
    RadialErrors,
    averaged,
    film_intervals,
)
from landmark_gui.evaluation.scale import check_scale, scale_text, stated_width_mm
from landmark_gui.evaluation.truth import FilmPoints, Reading, TruthError, listed_films


@dataclass(frozen=True, slots=True)
class Report:
    """Radial errors over a list of films.

    Attributes:
        spacing_mm: millimetres per pixel that were taken for all films; None: each film's own.
        films: how many films of the list have a point that was measured.
        missing: films of the list without one, which the figures cannot show.
        missing_points: landmarks that readers have and a prediction lacks.
        overall: over all points.
        per_landmark: the same for each abbreviation.
        without: landmarks that are left out of `overall_without`.
        overall_without: over all points but those; None if none is to be left out.
        scale: what made millimetres of pixels, in words.
        differences: prediction minus truth in millimetres, each point.
        intervals: 95 % intervals of the overall figures, films drawn anew; None of few films.
        intervals_without: the same of `overall_without`.
        points_by_readers: how many points the truth takes from one reader, from two, and so on.
        points_without_truth: predictions of what a reader says is missing or not visible, where
            no other has placed it.
        taken_as_model: measured tables in which nothing is decided.
        left_out: measured tables in which only some is decided, each with how many points are not.
        against: how much larger the errors are than those of another table.
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
    intervals: Intervals | None = None
    intervals_without: Intervals | None = None
    points_by_readers: Mapping[int, int] = field(default_factory=dict)
    points_without_truth: int = 0
    taken_as_model: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    against: Paired | None = None

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
            "overall_interval_95": self.intervals and dict(self.intervals),
            "overall_without_interval_95": self.intervals_without and dict(self.intervals_without),
            "points_by_readers": [
                {"readers": readers, "points": points}
                for readers, points in sorted(self.points_by_readers.items())
            ],
            "points_without_truth": self.points_without_truth,
            "taken_as_model": list(self.taken_as_model),
            "left_out": [{"table": name, "points": n} for name, n in self.left_out],
            "against": self.against and self.against.as_dict(),
        }

    def rows(self) -> Iterator[tuple[str, RadialErrors, Intervals | None]]:
        """Yield figures by what they are of: each landmark, all, and all but some."""
        yield from ((name, row, None) for name, row in self.per_landmark.items())
        yield "all", self.overall, self.intervals
        if self.overall_without:
            yield f"all but {', '.join(self.without)}", self.overall_without, self.intervals_without


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
    listed = listed_films(truth, films)
    found = {film: predictions[film] for film in listed if film in predictions}
    differences = differences_mm(found, truth, spacing)
    if not differences:
        raise TruthError("No film has both a prediction and a reader's points.")
    kept = _left_over(differences, without) if without else ()
    measured = {difference.film for difference in differences}
    return Report(
        spacing_mm=stated_width_mm(spacing),
        films=len(measured),
        missing=tuple(film for film in listed if film not in found),
        missing_points=sum(len(truth[film]) for film in found) - len(differences),
        overall=RadialErrors.of(_errors_mm(differences)),
        per_landmark=_per_landmark(differences),
        without=tuple(without),
        overall_without=RadialErrors.of(_errors_mm(kept)) if kept else None,
        scale=scale_text(spacing, measured),
        differences=differences,
        intervals=_intervals(differences),
        intervals_without=_intervals(kept),
    )


def differences_mm(
    predictions: FilmPoints, truth: FilmPoints, spacing: float | Mapping[str, PixelSpacing]
) -> tuple[Difference, ...]:
    """Return prediction minus truth in millimetres, each point that both have.

    Raises:
        NoSpacing: films without spacing.
    """
    both = {film: points for film, points in predictions.items() if film in truth}
    check_scale(spacing, [film for film in both if both[film].keys() & truth[film].keys()])
    return tuple(
        Difference(film, name, *_apart_mm(spacing, film, point, points[name]))
        for film, points in both.items()
        for name, point in truth[film].items()
        if name in points
    )


def with_readers(
    report: Report, predictions: FilmPoints, readers: Sequence[FilmPoints], absent: Sequence[Absent]
) -> Report:
    """Return a report that tells what its truth rests on.

    Args:
        report: of these predictions.
        predictions: positions per film.
        readers: what each has placed.
        absent: what each says is missing or not visible.
    """
    sayings = [all_said(of, without) for of, without in zip(readers, absent, strict=True)]
    said = [
        [of.get(film, {}).get(name) for of in sayings]
        for film, points in predictions.items()
        for name in points
    ]
    return replace(
        report,
        points_by_readers=Counter(
            sum(d.landmark in of.get(d.film, {}) for of in readers) for d in report.differences
        ),
        points_without_truth=sum(any(of) and PLACED not in of for of in said),
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


def _errors_mm(differences: Sequence[Difference]) -> NDArray[np.float64]:
    return np.array([difference.distance for difference in differences])


def _per_landmark(differences: Sequence[Difference]) -> dict[str, RadialErrors]:
    errors_mm: dict[str, list[float]] = defaultdict(list)
    for difference in differences:
        errors_mm[difference.landmark].append(difference.distance)
    return {name: RadialErrors.of(errors) for name, errors in errors_mm.items()}


def _intervals(differences: Sequence[Difference]) -> Intervals | None:
    return film_intervals(averaged(_errors_mm(differences)), [d.film for d in differences])


def _left_over(
    differences: Sequence[Difference], without: Collection[str]
) -> tuple[Difference, ...]:
    if unknown := sorted(set(without) - {d.landmark for d in differences}):
        raise TruthError(f"There is no point of {', '.join(unknown)} to leave out.")
    kept = tuple(d for d in differences if d.landmark not in without)
    if not kept:
        raise TruthError("Nothing is left when all these landmarks are left out.")
    return kept

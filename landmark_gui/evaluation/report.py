"""How far a set of predictions is from the truth, as values, as JSON and as a table."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.evaluation.radial_error import ROUNDING, RadialErrors
from landmark_gui.evaluation.scale import scale_text
from landmark_gui.evaluation.truth import TruthError, by_stem, film_stem

FilmPoints = Mapping[str, Mapping[str, Point]]  # film -> abbreviation -> position in pixels

_NAMED = 8  # films of a longer list that are told by name

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
        predictions: positions in pixels per film; folder and suffix of a name do not matter.
        truth: the same as readers have it.
        spacing: millimetres per pixel of all films, or each film's own by its name.
        films: the films to look at; all that readers have if None.
        without: landmarks to leave out of a second overall figure, as their definition is in doubt.

    Raises:
        TruthError: a film of the list or a landmark that no reader has, a film without spacing,
            or nothing to compare.
    """
    read, predicted = by_stem(truth), by_stem(predictions)
    listed = list(dict.fromkeys(map(film_stem, films))) if films is not None else list(read)
    if unread := [stem for stem in listed if stem not in read]:
        raise TruthError(f"No reader has film {', '.join(unread)}.")
    compared = [stem for stem in listed if stem in predicted]
    distance_mm = _ruler(spacing)
    errors_mm: dict[str, list[float]] = defaultdict(list)
    for stem in compared:
        for name, point in read[stem].items():
            if name in predicted[stem]:
                errors_mm[name].append(distance_mm(stem, point, predicted[stem][name]))
    points = sum(len(read[stem]) for stem in compared)
    missing = tuple(stem for stem in listed if stem not in predicted)
    same_mm = None if isinstance(spacing, Mapping) else spacing
    scale = (same_mm, scale_text(spacing, compared))
    return _report(errors_mm, scale, (len(compared), missing, points), without)


def where_agreed(
    readers: Sequence[FilmPoints],
    truth: FilmPoints,
    spacing: float | Mapping[str, PixelSpacing],
    limit_mm: float,
) -> dict[str, Mapping[str, Point]]:
    """Return the truth at points of at least two readers, none further apart than a limit.

    Raises:
        TruthError: a film without spacing, or no such point.
    """
    tables, distance_mm = [by_stem(reader) for reader in readers], _ruler(spacing)

    def agreed(film: str, name: str) -> bool:
        said = [table[film][name] for table in tables if name in table.get(film, {})]
        pairs = list(combinations(said, 2))
        return bool(pairs) and all(distance_mm(film, *p) <= limit_mm + ROUNDING for p in pairs)

    left: dict[str, Mapping[str, Point]] = {
        film: {name: point for name, point in points.items() if agreed(film, name)}
        for film, points in by_stem(truth).items()
    }
    if not any(left.values()):
        raise TruthError(f"There is no point on which two readers agree within {limit_mm:g} mm.")
    return left


def _ruler(spacing: float | Mapping[str, PixelSpacing]) -> Callable[[str, Point, Point], float]:
    if not isinstance(spacing, Mapping):
        return lambda _, a, b: a.distance_px(b) * spacing
    own = {film_stem(name): value for name, value in spacing.items()}

    def distance_mm(stem: str, a: Point, b: Point) -> float:
        if stem not in own:
            raise TruthError(f"Film {stem} states no spacing; give one for all films.")
        return own[stem].distance_mm(a, b)

    return distance_mm


def _report(
    errors_mm: Mapping[str, list[float]],
    scale: tuple[float | None, str],
    counts: tuple[int, tuple[str, ...], int],
    without: Collection[str],
) -> Report:
    (spacing_mm, scale_said), (films, missing, points) = scale, counts
    everything = [error for errors in errors_mm.values() for error in errors]
    if not everything:
        raise TruthError("No film has both a prediction and a reader's points.")
    return Report(
        spacing_mm,
        films,
        missing,
        points - len(everything),
        RadialErrors.of(everything),
        {name: RadialErrors.of(errors) for name, errors in errors_mm.items()},
        tuple(without),
        _left_over(errors_mm, without) if without else None,
        scale_said,
    )


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
    figures = [f"{length:.2f}" for length in lengths] + [f"{100 * share:.1f} %" for share in shares]
    return "".join(f"{figure:>10}" for figure in (str(row.points), *figures))


def some_of(names: Sequence[str]) -> str:
    """Return the first names of a longer list, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")

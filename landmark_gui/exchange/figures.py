"""Figures as flat tables, for statistics programs; those of a comparison state their unit.

Shares are between 0 and 1, and what is not defined is an empty cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import product

from landmark_gui.evaluation.agreement import (
    DETECTED_WITHIN_MM,
    AxisAgreement,
    Difference,
    Distances,
    LandmarkAgreement,
)
from landmark_gui.evaluation.crossing import SAYINGS, placed_by_one, together
from landmark_gui.evaluation.intraclass import Intraclass
from landmark_gui.evaluation.radial_error import MEANS, Intervals
from landmark_gui.evaluation.readers import Comparison, Pair
from landmark_gui.evaluation.report import Report
from landmark_gui.exchange.cells import exact, table, word

_Row = Mapping[str, str]
_Both = tuple[Intraclass | None, Intraclass | None]  # of x and of y
_TWO_UNKNOWN = (None, None)
_THREE_UNKNOWN = (None, None, None)


def comparison_csv(comparison: Comparison) -> bytes:
    """Return a row per pair of readers and landmark, and one of all landmarks.

    Where there are more than two readers, a row per landmark of all of them together comes after:
    it names no pair, and tells the coefficients alone.
    """
    rows = [row for pair in comparison.pairs for row in _pair_rows(pair, comparison.unit)]
    if len(comparison.readers) > 2:  # noqa: PLR2004 - of two, the pair has said it
        rows += [
            {"landmark": word(name), "films": _films(icc)} | _numbers(_coefficients(icc))
            for name, icc in comparison.icc.items()
        ]
    return _table(rows)


def comparison_points_csv(comparison: Comparison) -> bytes:
    """Return a row per pair of readers, film and landmark; second minus first."""
    return _table(
        [
            _readers(pair) | point
            for pair in comparison.pairs
            for point in _points(pair.differences, comparison.unit)
        ]
    )


def report_csv(report: Report) -> bytes:
    """Return a row per landmark, one of all, and those of what else was asked for."""
    rows = [
        {"landmark": word(name), **_numbers(asdict(row)), "points": str(row.points)}
        | _numbers(_ends(intervals))
        for name, row, intervals in report.rows()
    ]
    if against := report.against:
        row = {"landmark": word(f"minus {against.other}"), "points": str(against.points)}
        rows.append(row | _numbers(against.differences) | _numbers(_ends(against.intervals)))
    return _table(rows)


def report_points_csv(report: Report) -> bytes:
    """Return a row per film and landmark; what was measured minus the truth."""
    return _table(list(_points(report.differences, "mm")))


def _table(rows: Sequence[_Row]) -> bytes:
    """Return rows as a table; the fullest has all columns, and the others leave some empty."""
    fullest = max(rows, key=len)
    columns = list(fullest)
    return table(columns, ([row.get(column, "") for column in columns] for row in rows))


def _pair_rows(pair: Pair, unit: str) -> Iterator[dict[str, str]]:
    for name, said in pair.said.items():
        row = pair.per_landmark.get(name)
        figures = {} if row is None else _distances(row.distances, unit) | _axes(row, unit)
        icc = _coefficients(pair.icc[name]) if row else {}
        points = row.distances.points if row else 0
        cells = {"landmark": word(name), "points": str(points)} | _numbers(figures | icc)
        yield _readers(pair) | cells | _counts(points, said)
    cells = {"landmark": "all", "points": str(pair.overall.points)}
    cells |= _numbers(_distances(pair.overall, unit))
    yield _readers(pair) | cells | _counts(pair.films, together(pair.said.values()))


def _counts(films: int, said: Mapping[tuple[str, str], int]) -> dict[str, str]:
    only_first, only_second = placed_by_one(said)
    counts = {"films": films, "only_first": only_first, "only_second": only_second}
    for first, second in product(SAYINGS, repeat=2):
        counts[f"first_{first}_second_{second}"] = said.get((first, second), 0)
    return {column: str(count) for column, count in counts.items()}


def _ends(intervals: Intervals | None) -> dict[str, float | None]:
    ends = {name: (intervals or {}).get(name, _TWO_UNKNOWN) for name in MEANS}
    return {
        f"{name}_{end}": value
        for name, both in ends.items()
        for end, value in zip(("low", "high"), both, strict=True)
    }


def _readers(pair: Pair) -> dict[str, str]:
    return {"first": word(pair.first), "second": word(pair.second)}


def _points(differences: Iterable[Difference], unit: str) -> Iterator[dict[str, str]]:
    for one in differences:
        lengths = {f"dx_{unit}": one.x, f"dy_{unit}": one.y, f"distance_{unit}": one.distance}
        yield {"film": word(one.film), "landmark": word(one.landmark), **_numbers(lengths)}


def _distances(found: Distances, unit: str) -> dict[str, float | None]:
    shares = found.sdr or {}
    return {
        f"mean_{unit}": found.mean,
        f"sd_{unit}": found.sd,
        f"median_{unit}": found.median,
        f"greatest_{unit}": found.greatest,
        f"dahlberg_{unit}": found.dahlberg,
        **{f"sdr_{z:g}_mm".replace(".", "_"): shares.get(z) for z in DETECTED_WITHIN_MM},
    }


def _axes(row: LandmarkAgreement, unit: str) -> dict[str, float | None]:
    ellipse = row.ellipse
    axes = (ellipse.semi_major, ellipse.semi_minor, ellipse.angle_deg) if ellipse else None
    major, minor, angle = axes or _THREE_UNKNOWN
    return {
        **_axis("x", row.x, unit),
        **_axis("y", row.y, unit),
        f"ellipse_semi_major_{unit}": major,
        f"ellipse_semi_minor_{unit}": minor,
        "ellipse_angle_deg": angle,
    }


def _axis(axis: str, row: AxisAgreement, unit: str) -> dict[str, float | None]:
    bias_low, bias_high = row.bias_interval or _TWO_UNKNOWN
    low, high = row.limits or _TWO_UNKNOWN
    return {
        f"{axis}_bias_{unit}": row.bias,
        f"{axis}_bias_low_{unit}": bias_low,
        f"{axis}_bias_high_{unit}": bias_high,
        f"{axis}_limit_low_{unit}": low,
        f"{axis}_limit_high_{unit}": high,
        f"{axis}_limit_error_{unit}": row.limit_error,
        f"{axis}_dahlberg_{unit}": row.dahlberg,
    }


def _films(both: _Both) -> str:
    known = both[0] or both[1]
    return str(known.films) if known else ""


def _coefficients(both: _Both) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for axis, icc in zip("xy", both, strict=True):
        value, low, high = (icc.value, icc.low, icc.high) if icc else _THREE_UNKNOWN
        found |= {f"{axis}_icc": value, f"{axis}_icc_low": low, f"{axis}_icc_high": high}
    return found


def _numbers(values: Mapping[str, float | None]) -> dict[str, str]:
    return {column: exact(value) for column, value in values.items()}

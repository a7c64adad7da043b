"""Figures as flat tables, for statistics programs; those of a comparison state their unit.

Shares are between 0 and 1, and what is not defined is an empty cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from landmark_gui.evaluation.agreement import (
    DETECTED_WITHIN_MM,
    AxisAgreement,
    Difference,
    LandmarkAgreement,
)
from landmark_gui.evaluation.intraclass import Intraclass
from landmark_gui.evaluation.readers import Comparison, Pair
from landmark_gui.evaluation.report import Report
from landmark_gui.exchange.cells import exact, table, word

_Row = Mapping[str, str]
_TWO_UNKNOWN = (None, None)
_THREE_UNKNOWN = (None, None, None)


def comparison_csv(comparison: Comparison) -> bytes:
    """Return a row per pair of readers and landmark."""
    return _table(
        [
            _readers(pair)
            | {"landmark": word(name), "points": str(row.distances.points)}
            | _numbers(_figures(row, comparison.unit))
            | _numbers(_coefficients(pair.icc[name]))
            for pair in comparison.pairs
            for name, row in pair.per_landmark.items()
        ]
    )


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
    """Return a row per landmark."""
    return _table(
        [
            {"landmark": word(name), **_numbers(asdict(row)), "points": str(row.points)}
            for name, row in report.per_landmark.items()
        ]
    )


def report_points_csv(report: Report) -> bytes:
    """Return a row per film and landmark; what was measured minus the truth."""
    return _table(list(_points(report.differences, "mm")))


def _table(rows: Sequence[_Row]) -> bytes:
    return table(list(rows[0]), (row.values() for row in rows))


def _readers(pair: Pair) -> dict[str, str]:
    return {"first": word(pair.first), "second": word(pair.second)}


def _points(differences: Iterable[Difference], unit: str) -> Iterator[dict[str, str]]:
    for one in differences:
        lengths = {f"dx_{unit}": one.x, f"dy_{unit}": one.y, f"distance_{unit}": one.distance}
        yield {"film": word(one.film), "landmark": word(one.landmark), **_numbers(lengths)}


def _figures(row: LandmarkAgreement, unit: str) -> dict[str, float | None]:
    found, shares, ellipse = row.distances, row.distances.sdr or {}, row.ellipse
    axes = (ellipse.semi_major, ellipse.semi_minor, ellipse.angle_deg) if ellipse else None
    major, minor, angle = axes or _THREE_UNKNOWN
    return {
        f"mean_{unit}": found.mean,
        f"sd_{unit}": found.sd,
        f"median_{unit}": found.median,
        f"greatest_{unit}": found.greatest,
        f"dahlberg_{unit}": found.dahlberg,
        **{f"sdr_{z:g}_mm".replace(".", "_"): shares.get(z) for z in DETECTED_WITHIN_MM},
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


def _coefficients(both: tuple[Intraclass | None, Intraclass | None]) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for axis, icc in zip("xy", both, strict=True):
        value, low, high = (icc.value, icc.low, icc.high) if icc else _THREE_UNKNOWN
        found |= {f"{axis}_icc": value, f"{axis}_icc_low": low, f"{axis}_icc_high": high}
    return found


def _numbers(values: Mapping[str, float | None]) -> dict[str, str]:
    return {column: exact(value) for column, value in values.items()}

"""Figures of what readers and predictions measure as flat tables, for statistics programs."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple

from landmark_gui.domain.measurement import Unit
from landmark_gui.evaluation.agreement import AxisAgreement
from landmark_gui.evaluation.intraclass import Intraclass
from landmark_gui.evaluation.measured import MeasuredComparison
from landmark_gui.evaluation.measured_errors import ALL_IN, MEANS, MeasuredReport
from landmark_gui.evaluation.radial_error import Intervals
from landmark_gui.exchange.cells import exact, table, word
from landmark_gui.exchange.measurements import UNIT_WORDS

_BOTH = ("first", "second")
_ICC = ("icc", "icc_low", "icc_high")
_FIGURES = (
    *("bias", "bias_low", "bias_high", "limit_low", "limit_high", "limit_error", "dahlberg"),
    "mean_absolute",
)


def measured_csv(comparison: MeasuredComparison) -> bytes:
    """Return a row per pair of readers and measurement.

    Where there are more than two readers, a row per measurement of all of them together comes
    after: it names no pair, and tells the coefficient alone.
    """
    rows = list(_pair_rows(comparison))
    if len(comparison.readers) > 2:  # noqa: PLR2004 - of two, the pair has said it
        rows += [
            ["", "", *_named(comparison, name), str(icc.films), *[""] * len(_FIGURES), *_icc(icc)]
            for name, icc in comparison.icc.items()
            if icc
        ]
    return table([*_BOTH, "measurement", "unit", "films", *_FIGURES, *_ICC], rows)


def measured_points_csv(comparison: MeasuredComparison) -> bytes:
    """Return a row per pair of readers, film and measurement."""
    header = [*_BOTH, "film", "measurement", "unit", "first_value", "second_value", "difference"]
    rows = (
        [
            *(word(pair.first), word(pair.second), word(one.film)),
            *_named(comparison, one.measurement),
            *map(exact, (one.first, one.second, one.second - one.first)),
        ]
        for pair in comparison.pairs
        for one in pair.values
    )
    return table(header, rows)


def measured_report_csv(report: MeasuredReport) -> bytes:
    """Return a row per measurement, one of all in each unit, and those against another table."""
    header = ["measurement", "unit", "values"]
    header += [c for name in MEANS for c in (name, f"{name}_low", f"{name}_high")]
    header += ["median_absolute", "sd"]
    rows = [
        [*_what(report, name), str(row.values), *_means(asdict(row), row.intervals)]
        for name, row in {**report.per_measurement, **report.together}.items()
    ]
    for name, apart in (report.against or {}).items():
        what, unit = _what(report, name)
        figures = _means(apart.differences, apart.intervals)
        rows.append([word(f"{what} minus {apart.other}"), unit, str(apart.points), *figures])
    return table(header, rows)


def measured_report_points_csv(report: MeasuredReport) -> bytes:
    """Return a row per film and measurement; what was measured minus the truth."""
    header = ["film", "measurement", "unit", "value", "true_value", "difference"]
    rows = (
        [word(e.film), *_named(report, e.measurement), *map(exact, (e.found, e.true, e.error))]
        for e in report.errors
    )
    return table(header, rows)


def _what(report: MeasuredReport, name: str) -> tuple[str, str]:
    """Return a measurement and its unit, or `all` and the unit."""
    if name in report.units:
        return _named(report, name)
    return "all", UNIT_WORDS[Unit(name.removeprefix(ALL_IN))]


def _means(figures: Mapping[str, float], intervals: Intervals | None) -> Iterator[str]:
    """Yield each figure with the ends of its interval; medians and SD have none."""
    for name in MEANS:
        ends = (intervals or {}).get(name, (None, None))
        yield from map(exact, (figures[name], *ends))
    yield from map(exact, (figures.get("median_absolute"), figures.get("sd")))


def _pair_rows(comparison: MeasuredComparison) -> Iterator[list[str]]:
    for pair in comparison.pairs:
        for name, row in pair.per_measurement.items():
            yield [
                *(word(pair.first), word(pair.second), *_named(comparison, name)),
                *(str(row.films), *_figures(row.differences), exact(row.mean_absolute)),
                *_icc(row.icc),
            ]


def _named(comparison: MeasuredComparison | MeasuredReport, measurement: str) -> tuple[str, str]:
    return word(measurement), UNIT_WORDS[Unit(comparison.units[measurement])]


def _figures(row: AxisAgreement) -> Iterator[str]:
    bias, interval, limits, limit_error, dahlberg = astuple(row)
    unknown = (None, None)
    yield from map(exact, (bias, *(interval or unknown), *(limits or unknown)))
    yield from map(exact, (limit_error, dahlberg))


def _icc(icc: Intraclass | None) -> Iterator[str]:
    yield from map(exact, (icc.value, icc.low, icc.high) if icc else (None, None, None))

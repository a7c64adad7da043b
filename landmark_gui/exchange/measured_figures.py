"""Figures of readers' measurements as flat tables, for statistics programs."""

from collections.abc import Iterator
from dataclasses import astuple

from landmark_gui.domain.measurement import Unit
from landmark_gui.evaluation.agreement import AxisAgreement
from landmark_gui.evaluation.intraclass import Intraclass
from landmark_gui.evaluation.measured import MeasuredComparison
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


def _pair_rows(comparison: MeasuredComparison) -> Iterator[list[str]]:
    for pair in comparison.pairs:
        for name, row in pair.per_measurement.items():
            yield [
                *(word(pair.first), word(pair.second), *_named(comparison, name)),
                *(str(row.films), *_figures(row.differences), exact(row.mean_absolute)),
                *_icc(row.icc),
            ]


def _named(comparison: MeasuredComparison, measurement: str) -> tuple[str, str]:
    return word(measurement), UNIT_WORDS[Unit(comparison.units[measurement])]


def _figures(row: AxisAgreement) -> Iterator[str]:
    bias, interval, limits, limit_error, dahlberg = astuple(row)
    unknown = (None, None)
    yield from map(exact, (bias, *(interval or unknown), *(limits or unknown)))
    yield from map(exact, (limit_error, dahlberg))


def _icc(icc: Intraclass | None) -> Iterator[str]:
    yield from map(exact, (icc.value, icc.low, icc.high) if icc else (None, None, None))

"""A comparison of readers' measurements as lines of plain text in aligned columns."""

from collections.abc import Iterator

from landmark_gui.domain.counting import counted
from landmark_gui.evaluation.measured import MeasuredComparison, MeasuredPair
from landmark_gui.evaluation.readers_table import aligned, axis_cells, icc_cell, what_is_lacking

_HEADER = ("", "n", "bias [95 %]", "limits", "Dahlberg", "mean |d|", "ICC(2,1) [95 %]")


def measured_text(comparison: MeasuredComparison) -> str:
    """Return everything a reader wants to see, each figure in the unit of its measurement."""
    readers = f"{len(comparison.readers)} readers, {counted(len(comparison.films), 'film')}"
    lines = [f"{readers}; lengths: {comparison.scale}"]
    lines += what_is_lacking(comparison.missing, comparison.taken_as_model)
    for pair in comparison.pairs:
        lines += ["", *_pair_lines(comparison, pair)]
    if len(comparison.readers) > 2:  # noqa: PLR2004 - of two, the pair has said it
        lines += ["", *_icc_lines(comparison)]
    return "\n".join(lines)


def _pair_lines(comparison: MeasuredComparison, pair: MeasuredPair) -> Iterator[str]:
    yield f"{pair.second} minus {pair.first}, {counted(pair.films, 'film')}"
    rows = [
        (
            f"{name} {comparison.units[name]}",
            str(row.films),
            *axis_cells(row.differences),
            f"{row.mean_absolute:.2f}",
            icc_cell(row.icc),
        )
        for name, row in pair.per_measurement.items()
    ]
    yield from aligned([_HEADER, *rows])


def _icc_lines(comparison: MeasuredComparison) -> Iterator[str]:
    yield f"ICC(2,1) over all {len(comparison.readers)} readers, with 95 % interval"
    known = [(name, icc) for name, icc in comparison.icc.items() if icc]
    rows = [(name, str(icc.films), icc_cell(icc)) for name, icc in known]
    yield from aligned([("", "n", "ICC"), *rows])

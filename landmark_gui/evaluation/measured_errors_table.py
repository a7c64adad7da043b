"""Errors of measurements as lines of plain text in aligned columns."""

from collections.abc import Iterator, Mapping

from landmark_gui.domain.counting import counted
from landmark_gui.evaluation.measured_errors import MeasuredReport, MeasurementErrors
from landmark_gui.evaluation.paired import Paired
from landmark_gui.evaluation.radial_error import Intervals
from landmark_gui.evaluation.readers_table import aligned, with_interval
from landmark_gui.evaluation.report_table import undecided_lines, without_prediction

_HEADER = ("", "n", "mean |e| [95 %]", "median |e|", "bias [95 %]", "SD", "<= 1", "<= 2")
_AGAINST = ("", "n", "mean |e| [95 %]", "bias [95 %]", "<= 1", "<= 2")


def measured_report_text(report: MeasuredReport) -> str:
    """Return everything a reader wants to see, each figure in the unit of its measurement."""
    rows = {**report.per_measurement, **report.together}
    lines = [*_heading(report), ""]
    lines += aligned([_HEADER, *(_row(_named(report, n), row) for n, row in rows.items())])
    if report.against:
        lines += ["", *_against(report, report.against)]
    return "\n".join(lines)


def _named(report: MeasuredReport, name: str) -> str:
    """Return a measurement with its unit; all in one unit name it themselves."""
    return f"{name} {report.units[name]}" if name in report.units else name


def _heading(report: MeasuredReport) -> Iterator[str]:
    what = counted(len(report.per_measurement), "measurement")
    yield f"{counted(report.films, 'film')}, {what}; lengths: {report.scale}"
    yield from undecided_lines(report.left_out)
    yield from without_prediction(report.missing)
    if count := report.missing_values:
        were = "was" if count == 1 else "were"
        yield f"{counted(count, 'measurement')} that readers have {were} not predicted"


def _row(name: str, row: MeasurementErrors) -> tuple[str, ...]:
    intervals = row.intervals or {}
    return (
        name,
        str(row.values),
        with_interval(row.mean_absolute, intervals.get("mean_absolute")),
        f"{row.median_absolute:.2f}",
        with_interval(row.bias, intervals.get("bias")),
        "-" if row.sd is None else f"{row.sd:.2f}",
        f"{100 * row.within_1:.1f} %",
        f"{100 * row.within_2:.1f} %",
    )


def _against(report: MeasuredReport, rows: Mapping[str, Paired]) -> Iterator[str]:
    yield f"minus {next(iter(rows.values())).other}"
    cells = (
        (_named(report, name), str(row.points), *_apart(row.differences, row.intervals))
        for name, row in rows.items()
    )
    yield from aligned([_AGAINST, *cells])


def _apart(figures: Mapping[str, float], intervals: Intervals | None) -> Iterator[str]:
    ends = intervals or {}
    for name in ("mean_absolute", "bias"):
        yield with_interval(figures[name], ends.get(name), "+z.2f")
    for name in ("within_1", "within_2"):
        yield f"{100 * figures[name]:+z.1f} %"

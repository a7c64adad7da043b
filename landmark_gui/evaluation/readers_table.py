"""A comparison of readers as lines of plain text in aligned columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from landmark_gui.domain.counting import counted
from landmark_gui.evaluation.agreement import (
    DETECTED_WITHIN_MM,
    AxisAgreement,
    Distances,
    LandmarkAgreement,
)
from landmark_gui.evaluation.crossing import PLACED, UNDECIDED, together
from landmark_gui.evaluation.intraclass import Intraclass
from landmark_gui.evaluation.readers import Coefficients, Comparison, Pair
from landmark_gui.evaluation.truth import some_of

_ABSENT = "-"


def comparison_text(comparison: Comparison) -> str:
    """Return everything a reader wants to see, figures in the unit that the first line states."""
    lines = list(_heading(comparison))
    for pair in comparison.pairs:
        lines += ["", *_pair_lines(pair, comparison.unit)]
    if len(comparison.readers) > 2:  # noqa: PLR2004 - of two, the pair has said it
        lines += ["", *_icc_lines(comparison)]
    return "\n".join(lines)


def _heading(comparison: Comparison) -> Iterator[str]:
    readers = f"{len(comparison.readers)} readers, {counted(len(comparison.films), 'film')}"
    yield f"{readers}; figures in {comparison.unit} ({comparison.scale})"
    yield from what_is_lacking(comparison.missing, comparison.taken_as_model)


def what_is_lacking(
    missing: Mapping[str, Sequence[str]], taken_as_model: Iterable[str]
) -> Iterator[str]:
    """Yield which readers lack films, and of which nothing is decided."""
    for reader, films in missing.items():
        if films:
            yield f"{reader} lacks {counted(len(films), 'film')}: {some_of(films)}"
    for reader in taken_as_model:
        yield f"{reader}: nothing is decided; taken as the model's"


def _pair_lines(pair: Pair, unit: str) -> Iterator[str]:
    yield f"{pair.second} minus {pair.first}, {counted(pair.films, 'film')}"
    if pair.only_first or pair.only_second:
        alone = f"{pair.only_first} only by {pair.first}, {pair.only_second} only by {pair.second}"
        yield f"points placed {alone}"
    if absent := list(_absent(pair)):
        yield f"called missing or not visible: {', '.join(absent)}"
    worst = pair.furthest[0]
    yield f"largest {worst.distance:.2f} {unit} ({worst.landmark}, {worst.film})"
    rows = [(name, row.distances) for name, row in pair.per_landmark.items()]
    shares = [f"<= {z:g} mm" for z in DETECTED_WITHIN_MM] if unit == "mm" else []
    header = ["", "n", "mean", "SD", "median", "max", "Dahlberg", *shares]
    yield from aligned([header, *(_distances_row(*row) for row in [*rows, ("all", pair.overall)])])
    yield ""
    axes = [f"{axis} {what}" for axis in "xy" for what in ("bias [95 %]", "limits", "Dahlberg")]
    table = [["", *axes, "95 % ellipse"]]
    table += [_axes_row(name, row) for name, row in pair.per_landmark.items()]
    yield from aligned(table)
    yield ""
    yield f"ICC(2,1) of the coordinates of {pair.first} and {pair.second}, with 95 % interval"
    yield from _icc_table(pair.icc)


def _absent(pair: Pair) -> Iterator[str]:
    """Yield how often one said that a landmark is missing or not visible, and the other what."""
    for (first, second), count in together(pair.said.values()).items():
        if not {first, second} <= {PLACED, UNDECIDED}:
            what = f"{count} {first} by {pair.first} and {second} by {pair.second}"
            yield what.replace("_", " ")


def _distances_row(name: str, row: Distances) -> list[str]:
    figures = (row.mean, row.sd, row.median, row.greatest, row.dahlberg)
    shares = [f"{100 * share:.1f} %" for share in (row.sdr or {}).values()]
    return [name, str(row.points), *map(_figure, figures), *shares]


def _axes_row(name: str, row: LandmarkAgreement) -> list[str]:
    if row.ellipse:
        size = f"{row.ellipse.semi_major:.2f} x {row.ellipse.semi_minor:.2f}"
        ellipse = f"{size} at {row.ellipse.angle_deg:z.0f}°"
    else:
        ellipse = _ABSENT
    return [name, *axis_cells(row.x), *axis_cells(row.y), ellipse]


def axis_cells(axis: AxisAgreement) -> tuple[str, str, str]:
    """Return the bias with its interval, the limits of agreement and Dahlberg's error."""
    limits = " ... ".join(f"{end:z.2f}" for end in axis.limits) if axis.limits else _ABSENT
    return (with_interval(axis.bias, axis.bias_interval), limits, _figure(axis.dahlberg))


def _icc_lines(comparison: Comparison) -> Iterator[str]:
    count = len(comparison.readers)
    yield f"ICC(2,1) of the coordinates over all {count} readers, with 95 % interval"
    yield from _icc_table(comparison.icc)


def _icc_table(coefficients: Coefficients) -> Iterator[str]:
    table = [["", "n", "x", "y"]]
    for name, (x, y) in coefficients.items():
        known = x or y
        table.append([name, str(known.films) if known else _ABSENT, icc_cell(x), icc_cell(y)])
    yield from aligned(table)


def icc_cell(icc: Intraclass | None) -> str:
    """Return a coefficient with its interval."""
    return f"{icc.value:z.4f} [{icc.low:z.4f}, {icc.high:z.4f}]" if icc else _ABSENT


def with_interval(value: float, interval: tuple[float, float] | None, pattern: str = "z.2f") -> str:
    """Return a figure, and the ends of its interval where it has one."""
    figure, *ends = (format(each, pattern) for each in (value, *(interval or ())))
    return f"{figure} [{', '.join(ends)}]" if ends else figure


def _figure(value: float | None) -> str:
    return _ABSENT if value is None else f"{value:.2f}"


def aligned(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines: names on the left, figures below each other."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for name, *cells in table:
        right = (f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join([f"{name:<{widths[0]}}", *right])

"""A report as lines of plain text in aligned columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from landmark_gui.domain.counting import counted
from landmark_gui.evaluation.radial_error import MEANS, Intervals, RadialErrors
from landmark_gui.evaluation.report import Report
from landmark_gui.evaluation.truth import some_of

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
_SHARES = MEANS[1:]
_LENGTH, _DIFFERENCE = ".2f", "+z.3f"


def report_text(report: Report) -> str:
    """Return everything a reader wants to see."""
    rows = [("", _COLUMNS), *_rows(report)]
    width = max(len(name) for name, _ in rows)
    lines = (f"{name:<{width}}" + "".join(f"{cell:>10}" for cell in cells) for name, cells in rows)
    return "\n".join([*_heading(report), "", *lines])


def _heading(report: Report) -> Iterator[str]:
    films = counted(report.films, "film")
    yield f"{films}, {_points(report.overall.points)}, {report.scale}"
    yield from undecided_lines(report.left_out)
    if len(report.points_by_readers) > 1:
        parts = (f"{_of(n)} at {_points(k)}" for n, k in sorted(report.points_by_readers.items()))
        yield f"the truth is {', '.join(parts)}"
    yield from without_prediction(report.missing)
    if count := report.missing_points:
        yield f"{_points(count)} that readers have {'was' if count == 1 else 'were'} not predicted"
    if count := report.points_without_truth:
        yield f"{_points(count)} left out, as readers call the landmark missing or not visible"


def undecided_lines(left_out: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield of how many points nobody has decided, by table."""
    for name, count in left_out:
        yield f"{name}: what is decided counts; {_points(count)} not decided {_do(count)} not"


def without_prediction(missing: Sequence[str]) -> Iterator[str]:
    """Yield which films have no prediction, if any has none."""
    if missing:
        yield f"{counted(len(missing), 'film')} without a prediction: {some_of(missing)}"


def _points(count: int) -> str:
    return counted(count, "point")


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def _of(readers: int) -> str:
    return "one reader's" if readers == 1 else f"the mean of {readers} readers"


def _rows(report: Report) -> Iterator[tuple[str, Sequence[str]]]:
    for name, row, intervals in report.rows():
        yield name, _figures(row)
        yield from _ends(intervals)
    if against := report.against:
        cells = _cells(against.differences, _DIFFERENCE)
        yield f"minus {against.other}", [str(against.points), *cells]
        yield from _ends(against.intervals, _DIFFERENCE)


def _figures(row: RadialErrors) -> list[str]:
    lengths = (row.mean_mm, row.sd_mm, row.median_mm)
    figures = ["-" if length is None else f"{length:{_LENGTH}}" for length in lengths]
    return [str(row.points), *figures, *(f"{100 * getattr(row, name):.1f} %" for name in _SHARES)]


def _ends(intervals: Intervals | None, length: str = _LENGTH) -> Iterator[tuple[str, list[str]]]:
    if intervals:
        for end, name in enumerate(("  95 % from", "       to")):
            ends = {figure: both[end] for figure, both in intervals.items()}
            yield name, ["", *_cells(ends, length)]


def _cells(means: Mapping[str, float], length: str) -> list[str]:
    """Return what has an interval, as cells in its columns; SD and median have none."""
    sign = "+z" if length == _DIFFERENCE else ""
    shares = (f"{100 * means[name]:{sign}.1f} %" for name in _SHARES)
    return [f"{means['mean_mm']:{length}}", "", "", *shares]

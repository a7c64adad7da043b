"""`landmark-gui evaluate`: how far landmarks, found or read, are from readers."""

import argparse
import json
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from landmark_gui.cli.figures import check_figures, made_by, write_figures
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say, say_lines
from landmark_gui.cli.spacings import offering_spacing
from landmark_gui.cli.streams import from_stdin
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.paired import paired
from landmark_gui.evaluation.report import (
    Report,
    differences_mm,
    evaluate,
    where_agreed,
    with_readers,
)
from landmark_gui.evaluation.report_table import report_text
from landmark_gui.evaluation.truth import (
    FilmPoints,
    TruthError,
    in_scheme_order,
    mean_reading,
    read_film_names,
    where_all,
)
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.figures import report_csv, report_points_csv
from landmark_gui.exchange.labelled import Table
from landmark_gui.exchange.readings import (
    Wanted,
    absent_of,
    any_decided,
    chosen_scale,
    matched_groups,
    mean_of_tables,
    own_spacings,
    points_of,
    read_or_found,
    undecided_in,
)
from landmark_gui.exchange.schemes import read_scheme


def run(args: argparse.Namespace) -> int:
    """Print the figures, and write those that are wanted as tables.

    Raises:
        CommandFailed: a table cannot be read or written, or nothing can be compared.
    """
    for option in ("agreed", "by_all"):
        if getattr(args, option) and len(args.truth) < 2:  # noqa: PLR2004 - one agrees with himself
            name = option.replace("_", "-")
            raise CommandFailed(f"--{name} needs the tables of at least two readers.")
    others = _given(args.films, args.against, args.spacing_of)
    check_figures(args, [*args.tables, *args.truth, *others])
    with failing_with(Exit.USAGE, TruthError, ExchangeError), ExitStack() as stack:
        tables = [stack.enter_context(from_stdin(table)) for table in args.tables]
        with offering_spacing():
            report = _report(args, tables, read_scheme(args.scheme))
        origin = made_by(tables=tables, truth=args.truth, against=_given(args.against))
    write_figures(args.csv, report_csv, report)
    write_figures(args.points, report_points_csv, report)
    if args.json:
        asked = {"agreed_mm": args.agreed, "by_all": args.by_all}
        say(json.dumps({**report.as_dict(), **asked, "made_by": origin}, indent=2, allow_nan=False))
    else:
        say_lines(_as_text(report, args))
    return Exit.OK


def _given(*paths: Path | None) -> list[Path]:
    return [path for path in paths if path is not None]


def _report(args: argparse.Namespace, paths: Sequence[Path], scheme: LandmarkScheme) -> Report:
    films = read_film_names(args.films) if args.films else None
    groups = (paths, args.truth, _given(args.against), _given(args.spacing_of))
    given = [[read_marks(path, scheme) for path in group] for group in groups]
    (found, read, others, measures), films = matched_groups(given, films)
    tables = [*found, *read, *others]
    chosen = chosen_scale(Wanted(films, args.spacing, args.spacing_of), tables, measures)
    spacing = own_spacings(tables, films) if chosen is None else chosen
    readers = [mean_of_tables([table], scheme) for table in read]
    truth: FilmPoints = in_scheme_order(mean_reading(readers), scheme)
    if films is not None:
        truth = {film: truth[film] for film in films if film in truth}
    if args.by_all:
        truth = where_all(readers, truth)
    if args.agreed:
        truth = where_agreed(readers, truth, spacing, args.agreed)
    points = mean_reading(points_of(read_or_found(table)) for table in found)
    report = evaluate(points, truth, spacing, films=films, without=args.without)
    if films is not None:
        points = {film: points[film] for film in films if film in points}
    report = with_readers(report, points, readers, list(map(absent_of, read)))
    if others:
        differences = differences_mm(points_of(read_or_found(others[0])), truth, spacing)
        report = replace(report, against=paired(report.differences, differences, args.against.name))
    return _taken(report, [path.name for path in paths], found, films)


def _taken(
    report: Report, names: Sequence[str], tables: Sequence[Table], films: Collection[str] | None
) -> Report:
    """Return a report that tells what counts of each measured table."""
    named = list(zip(names, tables, strict=True))
    left = [(name, undecided_in(table, films)) for name, table in named if any_decided(table)]
    return replace(
        report,
        taken_as_model=tuple(name for name, table in named if not any_decided(table)),
        left_out=tuple((name, count) for name, count in left if count),
    )


def _as_text(report: Report, args: argparse.Namespace) -> str:
    lines = [report_text(report)]
    if args.by_all:
        lines.insert(0, "only points that all readers have")
    if args.agreed:
        lines.insert(0, f"only points on which the readers agree within {args.agreed:g} mm")
    return "\n".join(lines)

"""`landmark-gui evaluate`: how far landmarks, found or read, are from readers."""

import argparse
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from landmark_gui.cli.figures import Figures, Forms, check_figures, made_by, tell_figures
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.cli.spacings import offering_spacing
from landmark_gui.cli.streams import from_stdin
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.measured_errors import (
    MeasuredReport,
    errors_of,
    evaluate_measurements,
    paired_measurements,
)
from landmark_gui.evaluation.measured_errors_table import measured_report_text
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
from landmark_gui.exchange.analyses import analysis_of, nothing_to_measure
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.figures import report_csv, report_points_csv
from landmark_gui.exchange.labelled import Table
from landmark_gui.exchange.measured_figures import measured_report_csv, measured_report_points_csv
from landmark_gui.exchange.measured_readings import aspects_of, values_of
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

_PLACES = Forms(report_csv, report_points_csv, report_text)
_MEASUREMENTS = Forms(measured_report_csv, measured_report_points_csv, measured_report_text)
_AnyReport = TypeVar("_AnyReport", Report, MeasuredReport)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What tables say, each film under one name.

    Attributes:
        names: of the tables that are measured.
        found: what they say.
        read: those of the readers.
        readers: the points in each of these.
        others: the table whose errors these are compared with, if any.
        films: those that count; all if None.
        spacing: what makes millimetres of pixels.
    """

    names: Sequence[str]
    found: Sequence[Table]
    read: Sequence[Table]
    readers: Sequence[FilmPoints]
    others: Sequence[Table]
    films: tuple[str, ...] | None
    spacing: float | Mapping[str, PixelSpacing]


def run(args: argparse.Namespace) -> int:
    """Print the figures, and write those that are wanted as tables.

    Raises:
        CommandFailed: a table cannot be read or written, or nothing can be compared.
    """
    _check(args)
    check_figures(
        args, [*args.tables, *args.truth, *_given(args.films, args.against, args.spacing_of)]
    )
    with failing_with(Exit.USAGE, TruthError, ExchangeError), ExitStack() as stack:
        paths = [stack.enter_context(from_stdin(table)) for table in args.tables]
        scheme = read_scheme(args.scheme)
        with offering_spacing():
            tables = _read(args, paths, scheme)
            if args.measurements:
                measured = _taken(_measured(tables, args, scheme), tables)
                tell = partial(tell_figures, measured, _under_conditions(args, _MEASUREMENTS))
            else:
                report = _taken(_report(tables, args, scheme), tables)
                tell = partial(tell_figures, report, _under_conditions(args, _PLACES))
        origin = made_by(tables=paths, truth=args.truth, against=_given(args.against))
    tell(args, {"agreed_mm": args.agreed, "by_all": args.by_all, "made_by": origin})
    return Exit.OK


def _check(args: argparse.Namespace) -> None:
    """Check that options go together.

    Raises:
        CommandFailed: they do not.
    """
    for option in ("agreed", "by_all"):
        if getattr(args, option) and len(args.truth) < 2:  # noqa: PLR2004 - one agrees with himself
            name = option.replace("_", "-")
            raise CommandFailed(f"--{name} needs the tables of at least two readers.")
    if args.measurements and args.without:
        raise CommandFailed("--without leaves out landmarks; it does not go with --measurements.")


def _given(*paths: Path | None) -> list[Path]:
    return [path for path in paths if path is not None]


def _read(args: argparse.Namespace, paths: Sequence[Path], scheme: LandmarkScheme) -> _Tables:
    listed = read_film_names(args.films) if args.films else None
    groups = (paths, args.truth, _given(args.against), _given(args.spacing_of))
    given = [[read_marks(path, scheme) for path in group] for group in groups]
    (found, read, others, measures), films = matched_groups(given, listed)
    every = [*found, *read, *others]
    chosen = chosen_scale(Wanted(films, args.spacing, args.spacing_of), every, measures)
    spacing = own_spacings(every, films) if chosen is None else chosen
    readers = [mean_of_tables([table], scheme) for table in read]
    return _Tables([path.name for path in paths], found, read, readers, others, films, spacing)


def _truth(tables: _Tables, args: argparse.Namespace, scheme: LandmarkScheme) -> FilmPoints:
    """Return the mean of the readers on the films and at the points that count."""
    readers = tables.readers
    truth: FilmPoints = in_scheme_order(mean_reading(readers), scheme)
    if tables.films is not None:
        truth = {film: truth[film] for film in tables.films if film in truth}
    if args.by_all:
        truth = where_all(readers, truth)
    if args.agreed:
        truth = where_agreed(readers, truth, tables.spacing, args.agreed)
    return truth


def _report(tables: _Tables, args: argparse.Namespace, scheme: LandmarkScheme) -> Report:
    truth, points = _truth(tables, args, scheme), _found(tables)
    report = evaluate(points, truth, tables.spacing, films=tables.films, without=args.without)
    report = with_readers(report, points, tables.readers, list(map(absent_of, tables.read)))
    if not tables.others:
        return report
    others = points_of(read_or_found(tables.others[0]))
    differences = differences_mm(others, truth, tables.spacing)
    return replace(report, against=paired(report.differences, differences, args.against.name))


def _measured(tables: _Tables, args: argparse.Namespace, scheme: LandmarkScheme) -> MeasuredReport:
    analysis, scale = analysis_of(scheme), tables.spacing or None
    if not analysis.measurements:
        raise TruthError(nothing_to_measure(scheme))
    aspects = aspects_of([*tables.found, *tables.read, *tables.others])
    measured = partial(values_of, scale=scale, analysis=analysis, aspects=aspects)
    units = {measurement.name: measurement.unit for measurement in analysis.measurements}
    truth = measured(_truth(tables, args, scheme))
    report = evaluate_measurements(
        measured(_found(tables)), truth, units, scale, films=tables.films
    )
    if not tables.others:
        return report
    others = errors_of(measured(points_of(read_or_found(tables.others[0]))), truth)
    against = paired_measurements(report.errors, others, units, args.against.name)
    return replace(report, against=against)


def _found(tables: _Tables) -> FilmPoints:
    """Return what is measured: of several tables the mean."""
    points = mean_reading(points_of(read_or_found(table)) for table in tables.found)
    if tables.films is None:
        return points
    return {film: points[film] for film in tables.films if film in points}


def _taken(report: _AnyReport, tables: _Tables) -> _AnyReport:
    """Return a report that tells what counts of each measured table."""
    named = list(zip(tables.names, tables.found, strict=True))
    left = [
        (name, undecided_in(table, tables.films)) for name, table in named if any_decided(table)
    ]
    return replace(
        report,
        taken_as_model=tuple(name for name, table in named if not any_decided(table)),
        left_out=tuple((name, count) for name, count in left if count),
    )


def _under_conditions(args: argparse.Namespace, forms: Forms[Figures]) -> Forms[Figures]:
    """Return forms of which the text begins with which points count."""
    conditions = []
    if args.agreed:
        said = f"only points on which the readers agree within {args.agreed:g} mm"
        conditions.append(said)
    if args.by_all:
        conditions.append("only points that all readers have")

    def text(figures: Figures) -> str:
        return "\n".join([*conditions, forms.text(figures)])

    return replace(forms, text=text)

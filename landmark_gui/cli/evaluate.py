"""`landmark-gui evaluate`: how far landmarks, found or read, are from readers."""

import argparse
import json
from collections.abc import Mapping
from contextlib import ExitStack

from landmark_gui.cli.figures import check_figures, write_figures
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.spacings import offering_spacing
from landmark_gui.cli.streams import from_stdin
from landmark_gui.evaluation.report import Report, evaluate, where_agreed
from landmark_gui.evaluation.truth import FilmPoints, TruthError, mean_reading, read_film_names
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.figures import report_csv, report_points_csv
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.readings import (
    found_and_read,
    mean_of_tables,
    own_spacings,
    stated_scale,
)
from landmark_gui.exchange.schemes import read_scheme


def run(args: argparse.Namespace) -> int:
    """Print the figures, and write those that are wanted as tables.

    Raises:
        CommandFailed: a table cannot be read or written, or nothing can be compared.
    """
    if args.agreed and len(args.truth) < 2:  # noqa: PLR2004 - one agrees with himself
        raise CommandFailed("--agreed needs the tables of at least two readers.")
    lists = [args.films] if args.films else []
    check_figures(args, [*args.tables, *args.truth, *lists])
    with failing_with(Exit.USAGE, TruthError, ExchangeError), ExitStack() as stack:
        scheme = read_scheme(args.scheme)
        found = [stack.enter_context(from_stdin(table)) for table in args.tables]
        films = read_film_names(args.films) if args.films else None
        given = [read_marks(path, scheme) for path in found]
        measured, read, films = found_and_read(given, args.truth, scheme, films)
        truth: FilmPoints = mean_of_tables(read, scheme)
        if films is not None:
            truth = {film: truth[film] for film in films if film in truth}
        with offering_spacing():
            tables = [*measured, *read]
            stated = stated_scale(args.spacing, tables) if args.spacing else None
            spacing = stated or own_spacings(tables, films)
            if args.agreed:
                readers = [mean_of_tables([table], scheme) for table in read]
                truth = where_agreed(readers, truth, spacing, args.agreed)
            points = mean_reading(map(_points, measured))
            report = evaluate(points, truth, spacing, films=films, without=args.without)
    write_figures(args.csv, report_csv, report)
    write_figures(args.points, report_points_csv, report)
    say(_as_json(report, args.agreed) if args.json else _as_text(report, args.agreed))
    return Exit.OK


def _as_json(report: Report, agreed_mm: float | None) -> str:
    return json.dumps({**report.as_dict(), "agreed_mm": agreed_mm}, indent=2)


def _as_text(report: Report, agreed_mm: float | None) -> str:
    only = f"only points on which the readers agree within {agreed_mm:g} mm\n" if agreed_mm else ""
    return only + report.table()


def _points(table: Mapping[str, LabelledFilm]) -> FilmPoints:
    return {name: film.points for name, film in table.items()}

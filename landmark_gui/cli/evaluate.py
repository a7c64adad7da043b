"""`landmark-gui evaluate`: how far found landmarks are from readers."""

import argparse
import json
from pathlib import Path

from landmark_gui import paths
from landmark_gui.cli.outcome import Exit, failing_with, say
from landmark_gui.cli.streams import from_stdin
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.report import FilmPoints, Report, evaluate, where_agreed
from landmark_gui.evaluation.truth import TruthError, read_film_list, read_truth
from landmark_gui.exchange.csv import point_table, read_csv
from landmark_gui.exchange.errors import UnreadableTable


def run(args: argparse.Namespace) -> int:
    """Print the figures.

    Raises:
        CommandFailed: a table cannot be read, or nothing can be compared.
    """
    scheme = LandmarkScheme.read(paths.scheme_file("isbi19"))
    with (
        failing_with(Exit.USAGE, TruthError, UnreadableTable),
        from_stdin(args.predictions) as predictions,
    ):
        truth: FilmPoints = read_truth(args.truth, scheme)
        films = read_film_list(args.films) if args.films else None
        found = point_table(predictions)
        spacing = args.spacing or _own_spacings(predictions)
        if args.agreed:
            readers = [read_truth([table], scheme) for table in args.truth]
            truth = where_agreed(readers, truth, spacing, args.agreed)
        report = evaluate(found, truth, spacing, films=films, without=args.without)
    say(_as_json(report, args.agreed) if args.json else _as_text(report, args.agreed))
    return Exit.OK


def _as_json(report: Report, agreed_mm: float | None) -> str:
    return json.dumps({**report.as_dict(), "agreed_mm": agreed_mm}, indent=2, ensure_ascii=False)


def _as_text(report: Report, agreed_mm: float | None) -> str:
    only = f"only points on which the readers agree within {agreed_mm:g} mm\n" if agreed_mm else ""
    return only + report.table()


def _own_spacings(table: Path) -> dict[str, PixelSpacing]:
    films = read_csv(table)
    return {name: film.film.spacing for name, film in films.items() if film.film.spacing}

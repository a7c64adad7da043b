"""`landmark-gui evaluate`: how far found landmarks are from readers."""

import argparse
import json
from pathlib import Path

from landmark_gui import paths
from landmark_gui.cli.outcome import Exit, failing_with, say
from landmark_gui.cli.streams import from_stdin
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.report import evaluate
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
        truth = read_truth(args.truth, scheme)
        films = read_film_list(args.films) if args.films else None
        found = point_table(predictions)
        spacing = args.spacing or _own_spacings(predictions)
        report = evaluate(found, truth, spacing, films=films, without=args.without)
    say(json.dumps(report.as_dict(), indent=2, ensure_ascii=False) if args.json else report.table())
    return Exit.OK


def _own_spacings(table: Path) -> dict[str, PixelSpacing]:
    films = read_csv(table)
    return {name: film.film.spacing for name, film in films.items() if film.film.spacing}

"""`landmark-gui bench shape-model`: the covariances by which implausible landmarks are told."""

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from landmark_gui import __version__
from landmark_gui.cli.outcome import Exit, failing_with, say
from landmark_gui.evaluation.shape_fit import Fit, as_json, fit
from landmark_gui.evaluation.truth import TruthError, read_film_list
from landmark_gui.exchange.errors import CannotWrite, UnreadableTable
from landmark_gui.exchange.readings import mean_of_readers
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import USUAL, read_scheme


def run(words: Sequence[str]) -> int:
    """Write the model and say what it rests on.

    Raises:
        CommandFailed: the tables cannot be read, or the file cannot be written.
    """
    args = _parse(words)
    scheme = read_scheme(USUAL)
    with failing_with(Exit.USAGE, TruthError, UnreadableTable):
        films = frozenset(read_film_list(args.films))
        truth = mean_of_readers(args.tables, scheme)
        kept = {film: reading for film, reading in truth.items() if film in films}
        fitted = fit(kept, scheme.abbreviations)
    made = {"provenance": _provenance(args, fitted), **as_json(fitted)}
    with failing_with(Exit.FAILED, CannotWrite):
        write_over(args.out, _lines(made).encode())
    said = f"{fitted.films} films; 99.9 % of landmarks on films left out surprise less than"
    say(f"{said} {fitted.quantile:.1f} ({fitted.tried} tried). Limit {fitted.model.limit:.1f}.")
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench shape-model",
        description="Makes a shape model from readers' landmarks; it contains no films.",
    )
    parser.add_argument("tables", nargs="+", type=Path, metavar="READER.csv")
    parser.add_argument("--films", type=Path, required=True, metavar="LIST.txt")
    parser.add_argument("--data", required=True, help="description of the data, for the provenance")
    parser.add_argument("--out", type=Path, required=True, metavar="SHAPE.json")
    return parser.parse_args(words)


def _provenance(args: argparse.Namespace, fitted: Fit) -> dict[str, object]:
    tables = " ".join(table.name for table in args.tables)
    return {
        "data": args.data,
        "films": fitted.films,
        "readers": len(args.tables),
        "command": f"landmark-gui bench shape-model {tables} --films {args.films.name}",
        "limit": "the larger of chi^2 (99.9 %, 2 degrees of freedom) and the 99.9 % quantile of "
        f"{fitted.tried} landmarks of films left out of the model ({fitted.quantile:.3f})",
        "unit": "root mean square distance of the mean shape's landmarks from their centre",
        "app_version": __version__,
    }


def _lines(made: dict[str, object]) -> str:
    """Return JSON with a line for each row of numbers."""
    indented = json.dumps(made, ensure_ascii=False, indent=1)
    return re.sub(r"\n(?: {3,}| {2}(?=\]))", " ", indented) + "\n"

"""Tables of predictions with their readers, as the measurements of what is predicted take them."""

import argparse
from pathlib import Path

from landmark_gui.cli.numbers import spacing
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, TruthError, read_film_names
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.readings import found_and_read, mean_of_tables


def add_words(parser: argparse.ArgumentParser) -> None:
    """Let a command take a table of predictions and the tables of their readers."""
    parser.add_argument("predictions", type=Path, metavar="PREDICTIONS.csv")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=spacing, required=True, metavar="MM")
    parser.add_argument("--films", type=Path, metavar="LIST.txt")
    parser.add_argument("--json", action="store_true", help="print JSON")


def known_films(
    args: argparse.Namespace, scheme: LandmarkScheme
) -> list[tuple[LabelledFilm, Reading]]:
    """Return the films that the words ask for and both have, with the mean of the readers.

    Raises:
        CommandFailed: a table cannot be read, or does not tell how unsure predictions are.
    """
    with failing_with(Exit.USAGE, TruthError, ExchangeError):
        listed = read_film_names(args.films) if args.films else None
        predictions = read_csv(args.predictions)
        (found,), read, wanted = found_and_read([predictions], args.truth, scheme, listed)
        truth = mean_of_tables(read, scheme)
    names = truth if wanted is None else wanted
    known = [(found[name], truth[name]) for name in names if name in found and name in truth]
    doubts = (said.expected_error_px for film, _ in known for said in film.found.values())
    if None in doubts:
        raise CommandFailed("the table lacks expected_error_px; detect the films again.")
    return known

"""What can be typed after `landmark-gui evaluate`."""

import argparse
from pathlib import Path

from landmark_gui.cli import shared_words
from landmark_gui.cli.numbers import length


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument(
        "tables",
        nargs="+",
        type=Path,
        metavar="LANDMARKS.csv",
        help="what to measure: a table of predictions, or readers' tables, whose mean is used; "
        "- for stdin",
    )
    shared_words.add_truth(parser, required=True)
    parser.add_argument(
        "--measurements",
        action="store_true",
        help="evaluate angles, ratios and lengths (SNA, ANB, FMA and others), not landmarks",
    )
    parser.add_argument(
        "--without", type=_names, default=(), metavar="ABBR,...", help="landmarks to leave out"
    )
    parser.add_argument(
        "--agreed",
        type=length,
        metavar="MM",
        help="use only points of at least two readers, none further apart than this",
    )
    parser.add_argument(
        "--by-all", action="store_true", help="use only points that all readers have"
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="OTHER.csv",
        help="also measure how much larger the errors are than those of this table",
    )
    shared_words.add_what_counts(parser, "each film's own")
    shared_words.add_scheme(parser)
    shared_words.add_figures(parser, "landmark or measurement")
    shared_words.add_json(parser)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())

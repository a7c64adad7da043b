"""What can be typed after `landmark-gui evaluate`."""

import argparse
from pathlib import Path

from landmark_gui.cli.numbers import length


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the words that no other command has."""
    parser.add_argument(
        "tables",
        nargs="+",
        type=Path,
        metavar="LANDMARKS.csv",
        help="what to measure: a table of predictions, or readers' tables, whose mean is used; "
        "- for stdin",
    )
    parser.add_argument(
        "--truth",
        type=Path,
        action="append",
        required=True,
        metavar="READER.csv",
        help="a reader's table; if given several times, the mean of the readers is used",
    )
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


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())

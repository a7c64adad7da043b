"""What can be typed after `landmark-gui measure`."""

import argparse
from pathlib import Path

from landmark_gui.cli import shared_words
from landmark_gui.cli.numbers import spacing


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument(
        "table",
        type=Path,
        metavar="LANDMARKS.csv",
        help="a table of this program, or one with a row per film; - for stdin",
    )
    parser.add_argument(
        "--csv", type=Path, metavar="OUT.csv", help="table to write; - for stdout (default: -)"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace an existing table")
    parser.add_argument(
        "--spacing",
        type=spacing,
        metavar="MM",
        help="millimetres per pixel for all films (default: as the table states, else no lengths)",
    )
    shared_words.add_scheme(parser)
    shared_words.add_json(parser)

"""Words that several commands take; imports nothing heavy."""

import argparse
from pathlib import Path

from landmark_gui.cli.numbers import count, seed, spacing


def add_truth(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Let the readers be named whose points are the truth."""
    parser.add_argument(
        "--truth",
        type=Path,
        action="append",
        required=required,
        metavar="READER.csv",
        help="a reader's table; if given several times, the mean of the readers is used",
    )


def add_where(parser: argparse.ArgumentParser) -> None:
    """Let the device and the weights be named."""
    add_device(parser)
    parser.add_argument(
        "--weights", metavar="NAME", help="name of installed weights, or a folder with your own"
    )


def add_device(parser: argparse.ArgumentParser) -> None:
    """Let the device be named."""
    parser.add_argument(
        "--device",
        default="auto",
        metavar="NAME",
        help="where to compute: auto, cpu, cuda, cuda:1, mps (default: %(default)s)",
    )


def add_scheme(parser: argparse.ArgumentParser) -> None:
    """Let the landmark scheme be named."""
    parser.add_argument(
        "--scheme",
        default="isbi19",
        metavar="NAME_OR_FILE",
        help="landmark scheme of a reader's table whose columns are ids (default: %(default)s)",
    )


def add_what_counts(parser: argparse.ArgumentParser, otherwise: str) -> None:
    """Let a spacing, and the films that count, be stated."""
    stated = parser.add_mutually_exclusive_group()
    what = f"millimetres per pixel for all films (default: {otherwise})"
    stated.add_argument("--spacing", type=spacing, metavar="MM", help=what)
    stated.add_argument(
        "--spacing-of",
        type=Path,
        metavar="TABLE.csv",
        help="take each film's spacing from this table, whatever the others state",
    )
    parser.add_argument(
        "--films", type=Path, metavar="LIST.txt", help="use only these films, one name per line"
    )


def add_seed(parser: argparse.ArgumentParser, meaning: str) -> None:
    """Let the seed be stated."""
    parser.add_argument(
        "--seed", type=seed, default=0, metavar="N", help=f"{meaning} (default: %(default)s)"
    )


def add_page(parser: argparse.ArgumentParser) -> None:
    """Let a page be named."""
    parser.add_argument(
        "--page",
        type=count,
        default=1,
        metavar="N",
        help="which page to take of files that have several (default: %(default)s)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let the result be printed as JSON."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")


def add_figures(parser: argparse.ArgumentParser, each: str) -> None:
    """Let the figures be written as tables."""
    parser.add_argument(
        "--csv", type=Path, metavar="OUT.csv", help=f"also write the figures, a row per {each}"
    )
    parser.add_argument(
        "--points", type=Path, metavar="OUT.csv", help="also write every individual difference"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace existing tables")

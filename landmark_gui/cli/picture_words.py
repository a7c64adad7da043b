"""The words that `landmark-gui picture` takes."""

import argparse
from pathlib import Path

from landmark_gui.cli import shared_words
from landmark_gui.cli.numbers import spacing


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what `picture` takes."""
    parser.add_argument(
        "films", nargs="+", type=Path, metavar="FILM_OR_FOLDER", help="films, or folders of films"
    )
    parser.add_argument(
        "--landmarks",
        type=Path,
        required=True,
        metavar="TABLE.csv",
        help="table of the landmarks; - for stdin",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR_OR_FILE", help="where to write the pictures"
    )
    parser.add_argument(
        "--format",
        choices=("png", "svg", "pdf"),
        help="kind of picture (default: from the file name, else png)",
    )
    parser.add_argument(
        "--labels",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="abbreviations beside the landmarks",
    )
    parser.add_argument(
        "--regions",
        action="store_true",
        help="regions that contain the landmarks with 90 %% probability",
    )
    parser.add_argument(
        "--measurements",
        action="store_true",
        help="angles and lengths beside the film, and what they rest on",
    )
    parser.add_argument(
        "--tracing", action="store_true", help="the lines of all measurements on the film"
    )
    parser.add_argument(
        "--scale-bar", action="store_true", help="a scale in millimetres, if a spacing is known"
    )
    parser.add_argument(
        "--spacing",
        type=spacing,
        metavar="MM",
        help="millimetres per pixel, for scale bar and lengths (default: as table or film states)",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace existing pictures")
    parser.add_argument(
        "--names-by-identity",
        action="store_true",
        help="name every picture by the hash of its film's pixels",
    )
    shared_words.add_scheme(parser)
    shared_words.add_page(parser)
    shared_words.add_json(parser)

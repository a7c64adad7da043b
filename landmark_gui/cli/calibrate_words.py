"""What can be typed after `landmark-gui calibrate`."""

import argparse
from pathlib import Path

from landmark_gui.cli import shared_words
from landmark_gui.cli.numbers import length


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument(
        "films",
        nargs="+",
        type=Path,
        metavar="FILM_OR_FOLDER",
        help="films not seen in training; with --recipe, the folder given to `train`",
    )
    shared_words.add_truth(parser, required=False)
    parser.add_argument(
        "--spacing",
        type=length,
        metavar="MM",
        help="millimetres per pixel; with --recipe, of films of which it does not say mm_per_px",
    )
    parser.add_argument(
        "--recipe",
        type=Path,
        metavar="RECIPE.toml",
        help="use the films left out by the runs of a cross-validation, instead of --truth",
    )
    parser.add_argument(
        "--fold",
        type=Path,
        action="append",
        metavar="RUN",
        help="a run of the recipe with `train --fold`; its weights see the films it left out",
    )
    parser.add_argument(
        "--only", type=Path, metavar="LIST.txt", help="use only these films, one name per line"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the JSON and PNG files"
    )
    parser.add_argument(
        "--judge",
        action="store_true",
        help="only judge the calibration that the weights have, and leave it unchanged",
    )
    parser.add_argument(
        "--placed",
        action="store_true",
        help="place landmarks on each film as its readers place them on the other films of its "
        "source, as `detect --like` does; only measures, and leaves the weights unchanged",
    )
    parser.add_argument(
        "--reader",
        type=Path,
        action="append",
        default=[],
        metavar="READER.csv",
        help="also report whether the regions contain the points of this single reader",
    )
    parser.add_argument("--data", default="", metavar="WORDS", help="a description of the films")
    shared_words.add_where(parser)
    shared_words.add_json(parser)

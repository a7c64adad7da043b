"""What can be typed after `landmark-gui calibrate`."""

import argparse
from pathlib import Path

from landmark_gui.cli.numbers import length


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the words of the command."""
    parser.add_argument(
        "films",
        nargs="+",
        type=Path,
        metavar="FILM_OR_FOLDER",
        help="films that no training saw; with --recipe, the folder that `train` was given",
    )
    parser.add_argument(
        "--truth",
        type=Path,
        action="append",
        metavar="READER.csv",
        help="a reader's table; given several times, the mean of the readers counts",
    )
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
        help="take the films that the runs of a cross-validation left out, instead of --truth",
    )
    parser.add_argument(
        "--fold",
        type=Path,
        action="append",
        metavar="RUN",
        help="a run of the recipe with `train --fold`; its weights look at what it left out",
    )
    parser.add_argument(
        "--only", type=Path, metavar="LIST.txt", help="take these films only, one name a line"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for JSON and PNG"
    )
    parser.add_argument(
        "--judge",
        action="store_true",
        help="only judge the calibration that the weights have; nothing is fitted or kept",
    )
    parser.add_argument(
        "--placed",
        action="store_true",
        help="place each film as its readers place the other films of its source, as `detect "
        "--like` does; the figures tell what that is worth, and nothing is kept",
    )
    parser.add_argument(
        "--reader",
        type=Path,
        action="append",
        default=[],
        metavar="READER.csv",
        help="also tell whether the regions hold the points of this single reader",
    )
    parser.add_argument("--data", default="", metavar="WORDS", help="what films these are")

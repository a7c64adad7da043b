"""Films whose truth is known, as the measurements of the model take them, and artefacts on them."""

import argparse
import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from landmark_gui import paths
from landmark_gui.cli.known_films import known_films, spread_out
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, TruthError, film_stem, read_truth
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile


def add_words(parser: argparse.ArgumentParser, films: int | None) -> None:
    """Let a command take films with their truth; `films` of them unless told, None for all."""
    usual = "all" if films is None else films
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILM_OR_FOLDER")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=float, required=True, metavar="MM", help="per pixel")
    parser.add_argument("--only", type=Path, metavar="LIST.txt", help="these films only")
    parser.add_argument(
        "--films", type=int, default=films, metavar="N", help=f"so many of them (default: {usual})"
    )
    parser.add_argument("--covered", action="store_true", help="put an artefact on every film")
    parser.add_argument("--weights", default=None)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="print JSON")


def chosen(args: argparse.Namespace) -> list[tuple[FilmFile, Reading]]:
    """Return the films that the words ask for, each with its truth.

    Raises:
        CommandFailed: no film has a truth, or a table cannot be read.
    """
    with failing_with(Exit.USAGE, TruthError):
        truth = read_truth(args.truth, LandmarkScheme.read(paths.scheme_file("isbi19")))
        files = spread_out(known_films(args.paths, truth, args.only), args.films)
    return [(file, truth[film_stem(file.name)]) for file in files]


def shown(file: FilmFile, truth: Reading, args: argparse.Namespace) -> Cephalogram:
    """Return a film, with an artefact where the words ask for it.

    Raises:
        CommandFailed: it cannot be read.
    """
    with failing_with(Exit.FAILED, UnreadableFilm):
        film = read_film(file.path, file.name)
    return covered(film, truth) if args.covered else film


def covered(film: Cephalogram, truth: Reading) -> Cephalogram:
    """Return a film with a grey square about one of its landmarks, by chance but repeatable."""
    chance = random.Random(film.info.sha256)  # noqa: S311 - no secret
    side = film.info.height_px * chance.uniform(1 / 12, 1 / 6)
    about = truth[chance.choice(sorted(truth))]
    middle = about.moved(chance.gauss(0, side / 6), chance.gauss(0, side / 6))
    left, top = (max(0, round(v - side / 2)) for v in (middle.x, middle.y))
    pixels = film.pixels.copy()
    grey = np.percentile(pixels, chance.uniform(2, 98))
    pixels[top : top + round(side), left : left + round(side)] = grey
    return replace(
        film, info=replace(film.info, sha256=f"{film.info.sha256}-covered"), pixels=pixels
    )

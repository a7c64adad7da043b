"""Films whose truth is known, as the measurements of the model take them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from landmark_gui.bench.artefacts import KINDS, with_artefact
from landmark_gui.cli.known_films import known_films, spread_out
from landmark_gui.cli.numbers import count, length
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.diffusion.manifest import WeightsError, find_entry
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.evaluation.truth import Reading, TruthError
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.readings import mean_of_readers
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile

if TYPE_CHECKING:
    from landmark_gui.diffusion.detector import DiffusionDetector


def add_words(parser: argparse.ArgumentParser, films: int | None) -> None:
    """Let a command take films with their truth; `films` of them unless told, None for all."""
    usual = "all" if films is None else films
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILM_OR_FOLDER")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=length, required=True, metavar="MM", help="per pixel")
    parser.add_argument("--only", type=Path, metavar="LIST.txt", help="use only these films")
    parser.add_argument(
        "--films",
        type=count,
        default=films,
        metavar="N",
        help=f"how many of them (default: {usual})",
    )
    parser.add_argument("--artefact", choices=tuple(KINDS), help="put one on every film")
    parser.add_argument("--weights", default=None)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="print JSON")


def chosen(args: argparse.Namespace) -> list[tuple[FilmFile, Reading]]:
    """Return the films that the words ask for, each with its truth.

    Raises:
        CommandFailed: no film has a truth, a table cannot be read, or there are no such weights.
    """
    with failing_with(Exit.USAGE, TruthError, UnreadableTable, WeightsError):
        truth = mean_of_readers(args.truth, find_entry(args.weights).scheme)
        files = known_films(args.paths, truth, args.only)
    return [(files[stem], truth[stem]) for stem in spread_out(files, args.films)]


def loaded(args: argparse.Namespace) -> "DiffusionDetector":
    """Return the detector that the words ask for.

    Raises:
        CommandFailed: there are no such weights, or no such device.
    """
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415 - torch when needed

    with failing_with(Exit.USAGE, WeightsError, ValueError):
        return load_detector(args.weights, args.device)


def shown(file: FilmFile, truth: Reading, args: argparse.Namespace) -> tuple[Cephalogram, Reading]:
    """Return a film upright with its truth, with an artefact where the words ask for it.

    Raises:
        CommandFailed: it cannot be read.
    """
    from landmark_gui.diffusion.upright import upright_with  # noqa: PLC0415 - torch when needed

    with failing_with(Exit.FAILED, UnreadableFilm):
        film, (there,) = upright_with(read_film(file.path, file.name), truth)
    return (with_artefact(film, there, args.artefact) if args.artefact else film), there

"""`landmark-gui phantom`: computed films with exactly known landmarks, to practise and to test."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.cli.progress import Progress
from landmark_gui.domain.counting import counted
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.dicom import write_dicom
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.reader_table import write_reader_table
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.phantom.phantom import Phantom, make_phantom


def run(args: argparse.Namespace) -> int:
    """Write the films and `truth.csv`.

    Raises:
        CommandFailed: the folder holds something already, or cannot be written to.
    """
    dicom_folder = args.folder / "dicom" if args.dicom else None
    with failing_with(Exit.FAILED, OSError, CannotWrite):
        _prepare(args.folder, overwrite=args.overwrite)
        if dicom_folder is not None:
            dicom_folder.mkdir(exist_ok=True)
        progress = Progress(sys.stderr, args.count)
        truth: dict[str, Mapping[str, Point]] = {}
        for number, seed in enumerate(range(args.seed, args.seed + args.count), start=1):
            phantom = make_phantom(seed, height_px=args.height)
            truth |= _write(phantom, args.folder, dicom_folder)
            progress.working(number, phantom.film.info.name, "")
        scheme = read_scheme(USUAL)
        write_reader_table(args.folder / "truth.csv", scheme, truth)
    progress.summary(f"{counted(args.count, 'film')} and truth.csv written to {args.folder}.")
    return Exit.OK


def _prepare(folder: Path, *, overwrite: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not overwrite:
        raise CommandFailed(f"{folder} is not empty; --overwrite replaces the films in it.")


def _write(
    phantom: Phantom, folder: Path, dicom_folder: Path | None
) -> dict[str, Mapping[str, Point]]:
    film = phantom.film
    stem = Path(film.info.name).stem
    write_png(folder / f"{stem}.png", film)
    if dicom_folder is not None:
        write_dicom(dicom_folder / f"{stem}.dcm", film, patient=stem)
    return {stem: phantom.landmarks}

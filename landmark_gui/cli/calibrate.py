"""`landmark-gui calibrate`: regions that hold what they state, measured, kept with the weights."""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landmark_gui import paths
from landmark_gui.cli.known_films import known_films
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.progress import Progress
from landmark_gui.detection.events import Settings
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, TruthError, film_stem, read_truth
from landmark_gui.exchange.calibration_picture import calibration_png
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.replacing import write_over
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile

if TYPE_CHECKING:
    from landmark_gui.diffusion.calibrating import Known
    from landmark_gui.diffusion.detector import DiffusionDetector
    from landmark_gui.diffusion.judging import Film

FEWEST_FILMS = 20  # the 95 % quantile of fewer scores is their maximum


def run(args: argparse.Namespace) -> int:
    """Look at every film, calibrate or judge, and write `calibration.json` and `.png`.

    Raises:
        CommandFailed: no detector, too few films, a film or table that cannot be read.
    """
    # Imported only here: torch loads slowly, and where it does not load that is worth a sentence
    with failing_with(Exit.FAILED, ImportError):
        from landmark_gui.diffusion import calibrating  # noqa: PLC0415 - see above
        from landmark_gui.diffusion.checkpoint import (  # noqa: PLC0415 - see above
            WeightsError,
            write_calibration,
        )
        from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415 - see above
    with failing_with(Exit.USAGE, TruthError):
        known = _known(args)
    with failing_with(Exit.USAGE, WeightsError, ValueError, RuntimeError):
        detector = load_detector(args.weights, args.device)
    films = _look(args, detector, known)
    names = detector.scheme.abbreviations
    if args.judge:
        told = calibrating.judge(films, names, detector.weights.calibration)
    else:
        words = args.data or f"{len(films)} films"
        calibration, told = calibrating.calibrate(films, names, words)
        with failing_with(Exit.FAILED, WeightsError, OSError):
            write_calibration(detector.weights, calibration, told)
    _write(args.out, {"weights": detector.weights.name, "data": args.data, **told})
    say(json.dumps(told, indent=2) if args.json else _table(told))
    return Exit.OK


def _known(args: argparse.Namespace) -> dict[FilmFile, "Known"]:
    from landmark_gui.diffusion.calibrating import Known  # noqa: PLC0415 - torch only when needed

    scheme = LandmarkScheme.read(paths.scheme_file("isbi19"))
    truth = read_truth(args.truth, scheme)
    readers = [read_truth([table], scheme) for table in args.reader]
    stems = {film: film_stem(film.name) for film in known_films(args.films, truth, args.only)}
    known = {
        film: Known(partial(read_film, film.path, film.name), truth[stem], _of(readers, stem))
        for film, stem in stems.items()
    }
    if len(known) < FEWEST_FILMS:
        raise CommandFailed(f"{len(known)} films have a truth; at least {FEWEST_FILMS} are needed.")
    return known


def _of(readers: list[dict[str, Reading]], stem: str) -> list[Mapping[str, Any]]:
    """Return every reader's points of a film; nothing where a reader has not read it."""
    return [reader.get(stem, {}) for reader in readers]


def _look(
    args: argparse.Namespace, detector: "DiffusionDetector", known: dict[FilmFile, "Known"]
) -> list["Film"]:
    from landmark_gui.diffusion.calibrating import look  # noqa: PLC0415 - torch only when needed

    progress = Progress(sys.stderr, len(known))
    films = []
    for number, (file, film) in enumerate(known.items(), start=1):
        started = time.perf_counter()
        with failing_with(Exit.FAILED, UnreadableFilm):
            films.append(look(detector, film, Settings(), args.spacing))
        progress.finished(number, file.name, time.perf_counter() - started)
    return films


def _write(folder: Path, told: dict[str, Any]) -> None:
    with failing_with(Exit.FAILED, CannotWrite, OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_over(folder / "calibration.json", json.dumps(told, indent=2).encode())
        write_over(folder / "calibration.png", calibration_png(told))


def _table(told: dict[str, Any]) -> str:
    lines = [f"{told['films']} films, {told['points']} points", ""]
    lines.append(f"{'region':>8}{'held':>9}{'before':>9}{'area mm2':>10}  worst landmark")
    for share, row in told["shares"].items():
        name, held = row["worst_landmark"]
        shares = f"{row['held']:9.1%}{row['held_before']:9.1%}"
        lines.append(
            f"{float(share):8.0%}{shares}{row['median_area_mm2']:10.2f}  {name} {held:.1%}"
        )
    lines += ["", *(f"{key.replace('_', ' ')}: {v}" for key, v in told["expected_error"].items())]
    lines += [f"readers, {name}: {row}" for name, row in told["readers"].items()]
    return "\n".join(lines)

"""`landmark-gui calibrate`: regions that hold what they state, measured, kept with the weights."""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landmark_gui.cli.calibrate_films import FEWEST_FILMS, looked_at
from landmark_gui.cli.films import check_there
from landmark_gui.cli.outcome import (
    CommandFailed,
    Exit,
    complain,
    failing_when_full,
    failing_with,
    say,
)
from landmark_gui.cli.progress import Progress
from landmark_gui.cli.targets import check_folder
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.manifest import MANIFEST, WeightsError
from landmark_gui.evaluation.truth import TruthError
from landmark_gui.exchange.calibration_picture import calibration_png
from landmark_gui.exchange.errors import CannotWrite, UnreadableTable
from landmark_gui.exchange.replacing import write_over
from landmark_gui.imaging.errors import UnreadableFilm

if TYPE_CHECKING:
    from landmark_gui.cli.calibrate_films import Groups
    from landmark_gui.diffusion.calibration import Calibration
    from landmark_gui.diffusion.checkpoint import Weights
    from landmark_gui.diffusion.judging import Film


def run(args: argparse.Namespace) -> int:
    """Look at every film, calibrate or judge, and write `calibration.json` and `.png`.

    Raises:
        CommandFailed: no detector, too few films, a film or table that cannot be read.
    """
    # Imported only here: torch loads slowly, and where it does not load that is worth a sentence
    with failing_with(Exit.FAILED, ImportError):
        from landmark_gui.diffusion import calibrating  # noqa: PLC0415 - see above
        from landmark_gui.diffusion.checkpoint import find_weights  # noqa: PLC0415
        from landmark_gui.diffusion.placed import placed_as_others  # noqa: PLC0415
    check_there(args.films)
    wrong = (TruthError, UnreadableTable, WeightsError, ValueError, RuntimeError, OSError)
    with failing_with(Exit.USAGE, *wrong):
        weights = find_weights(args.weights)
        groups = looked_at(args, weights, weights.scheme)
        check_folder(args.out)  # now, not after all films were looked at
        with failing_when_full():
            films = _look(args, groups)
    names = weights.scheme.abbreviations
    if args.placed:
        films = placed_as_others(films, calibrating.FOLDS)
    fitted = None
    if args.judge:
        told = calibrating.judge(films, names, weights.calibration)
    else:
        words = args.data or f"{len(films)} films"
        fitted, told = calibrating.calibrate(films, names, words)
    _write(args.out, {"weights": weights.name, "data": args.data, **told})
    if fitted and not args.placed:
        _keep(weights, fitted, told)
    if unread := [name for name in names if name not in told["per_landmark"]]:
        complain(f"No reader has placed {', '.join(unread)}; the figures do not cover this.")
    say(json.dumps(told, indent=2, allow_nan=False) if args.json else _table(told))
    return Exit.OK


def _look(args: argparse.Namespace, groups: "Groups") -> list["Film"]:
    from landmark_gui.diffusion.calibrating import look  # noqa: PLC0415 - torch only when needed
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415

    progress = Progress(sys.stderr, sum(map(len, groups.values())))
    films: list[Film] = []
    named = defaultdict[str, list[str]](list)
    for name, known in groups.items():
        detector = load_detector(name, args.device)
        for file, film in known.items():
            started = time.perf_counter()
            try:
                films.append(look(detector, film, Settings()))
            except UnreadableFilm as error:
                raise CommandFailed(f"{file.name}: {error}", Exit.FAILED) from error
            progress.finished(len(films), file.name, time.perf_counter() - started)
            named[films[-1].sha256].append(file.name)
    _check_copies(named)
    return films


def _check_copies(named: Mapping[str, Sequence[str]]) -> None:
    """Name the files of one picture, which count as many films and always share a fold.

    Raises:
        CommandFailed: too few pictures are left.
    """
    for names in named.values():
        if len(names) > 1:
            complain(f"{', '.join(names)} are copies of one picture.")
    if len(named) < FEWEST_FILMS:
        raise CommandFailed(f"These are {len(named)} pictures; {FEWEST_FILMS} are needed.")


def _keep(weights: "Weights", fitted: "Calibration", told: dict[str, Any]) -> None:
    from landmark_gui.diffusion.checkpoint import write_calibration  # noqa: PLC0415 - see above

    with failing_with(Exit.FAILED, WeightsError, CannotWrite):
        former = write_calibration(weights, fitted, told)
    replaced = f"The calibration of '{weights.name}' in {weights.file.parent} was replaced"
    complain(f"{replaced}; the previous {MANIFEST} is kept there as {former.name}.")


def _write(folder: Path, told: dict[str, Any]) -> None:
    text = json.dumps(told, indent=2, allow_nan=False)
    with failing_with(Exit.FAILED, CannotWrite):
        write_over(folder / "calibration.json", text.encode())
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
    lines += ["", "landmark" + "".join(f"{float(share):9.0%}" for share in told["shares"])]
    for name, held in told["per_landmark"].items():
        lines.append(f"{name:<8}" + "".join(f"{share:9.1%}" for share in held))
    lines += ["", *(f"{key.replace('_', ' ')}: {v}" for key, v in told["expected_error"].items())]
    lines += [f"accuracy, {name}: {row}" for name, row in told["accuracy"].items()]
    lines += [f"readers, {name}: {row}" for name, row in told["readers"].items()]
    return "\n".join(lines)

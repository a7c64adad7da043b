"""`landmark-gui bench following`: do the other landmarks get better when some are known?"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from landmark_gui import paths
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, TruthError, film_stem, read_truth
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import find_films

GIVEN = (1, 3, 5)
FAR_MM = 4.0

Pairs = dict[int, list[tuple[float, float]]]  # landmarks given -> errors before and after, in px


def run(words: Sequence[str]) -> int:
    """Measure and print.

    Raises:
        CommandFailed: no film has a truth, or a film or table cannot be read.
    """
    args = _parse(words)
    with failing_with(Exit.USAGE, TruthError):
        truth = read_truth(args.truth, LandmarkScheme.read(paths.scheme_file("isbi19")))
    known = [film for film in find_films(args.paths) if film_stem(film.name) in truth]
    if not known:
        raise CommandFailed("none of the films has a truth.")
    # spread over the folder, so that a few stand for all
    chosen = known[:: max(1, len(known) // args.films)][: args.films]
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415 - torch when needed

    detector = load_detector(args.weights, args.device)
    settings = Settings(steps=args.steps, samples=args.samples)
    pairs: Pairs = {count: [] for count in GIVEN}
    for film in chosen:
        with failing_with(Exit.FAILED, UnreadableFilm):
            read = read_film(film.path, film.name)
        for count, errors in measured(detector, read, truth[film_stem(film.name)], settings):
            pairs[count] += errors
    figures = {"films": len(chosen), "given": _figures(pairs, args.spacing)}
    say(json.dumps(figures, indent=2) if args.json else _table(figures))
    return Exit.OK


def measured(
    detector: Detector, film: Cephalogram, truth: Reading, settings: Settings
) -> Iterator[tuple[int, list[tuple[float, float]]]]:
    """Yield, for each number of landmarks set to the truth, the errors of the others in pixels.

    Which landmarks are set is drawn by chance, the same for the same film.
    """
    before = _found(detector, film, settings, {})
    order = sorted(truth)
    random.Random(film.info.sha256).shuffle(order)  # noqa: S311 - no secret
    for count in GIVEN:
        given = {name: truth[name] for name in order[:count]}
        after = _found(detector, film, settings, given)
        yield (
            count,
            [
                (truth[name].distance_px(before[name]), truth[name].distance_px(after[name]))
                for name in order[count:]
            ],
        )


def _found(
    detector: Detector, film: Cephalogram, settings: Settings, given: Mapping[str, Point]
) -> dict[str, Point]:
    *_, last = detector.detect(Request(0, film, settings, given))
    if not isinstance(last, Finished):
        raise TypeError(f"the detector ended with {last}")
    return {p.landmark: p.point for p in last.detection.predictions}


def _figures(pairs: Pairs, spacing_mm: float) -> dict[str, dict[str, float]]:
    return {
        str(count): {
            "others": len(errors),
            **{
                f"{what}_{when}": value
                for when, column in zip(("before", "after"), zip(*errors, strict=True), strict=True)
                for what, value in _row([error * spacing_mm for error in column]).items()
            },
        }
        for count, errors in pairs.items()
    }


def _row(errors_mm: Sequence[float]) -> dict[str, float]:
    far = sum(error > FAR_MM for error in errors_mm)
    return {
        "mre_mm": round(sum(errors_mm) / len(errors_mm), 4),
        "beyond_4_mm": round(far / len(errors_mm), 4),
    }


def _table(figures: dict[str, Any]) -> str:
    lines = [f"{figures['films']} films; error of the other landmarks, before and after"]
    lines.append(f"{'given':>6}{'MRE mm':>18}{'> 4 mm':>20}")
    for count, row in figures["given"].items():
        mre = f"{row['mre_mm_before']:.3f} -> {row['mre_mm_after']:.3f}"
        far = f"{row['beyond_4_mm_before']:.2%} -> {row['beyond_4_mm_after']:.2%}"
        lines.append(f"{count:>6}{mre:>18}{far:>20}")
    return "\n".join(lines)


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench following",
        description="Measures whether landmarks get better when some others are set to the truth.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILM_OR_FOLDER")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=float, required=True, metavar="MM", help="per pixel")
    parser.add_argument("--films", type=int, default=20, help="how many (default: %(default)s)")
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--samples", type=int, default=2)
    parser.add_argument("--weights", default=None)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)

"""`landmark-gui bench model`: what each part of the method is worth, all rows in the same run."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landmark_gui import paths
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.progress import Progress
from landmark_gui.detection.events import Settings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Mode, ReadOut
from landmark_gui.domain.region import SHARES
from landmark_gui.evaluation.radial_error import RadialErrors
from landmark_gui.evaluation.truth import (
    Reading,
    TruthError,
    film_stem,
    read_film_list,
    read_truth,
)
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import find_films

if TYPE_CHECKING:
    from landmark_gui.diffusion.detector import DiffusionDetector

FEW = 4  # samples for the rows that vary the steps: enough to see the trend in half the time
_COLUMNS = ("MRE mm", "<=2 mm", "<=2.5", "<=3", "<=4", *(f"in {s:.0%}" for s in SHARES), "mm2 90%")


@dataclass(frozen=True, slots=True)
class Row:
    """One way to run the model.

    Attributes:
        name: what the table calls it.
        settings: how the chain runs.
        refiner: whether the refiner has its look.
        skip: whether the analytic skip is there.
    """

    name: str
    settings: Settings
    refiner: bool = True
    skip: bool = True


@dataclass(slots=True)
class Tally:
    """What has come of a row so far; lists go over films and landmarks."""

    errors_mm: list[float] = field(default_factory=list)
    inside: list[tuple[bool, ...]] = field(default_factory=list)
    area_mm2: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    multiply_adds: int = 0


def rows() -> tuple[Row, ...]:
    """Return all ways that are compared."""
    standard = Settings()
    return (
        Row("single-step", Settings(mode=Mode.SINGLE)),
        Row("multi-step, 8 x 8", standard),
        Row("  hottest point", Settings(read_out=ReadOut.HOTTEST)),
        Row("  without refiner", standard, refiner=False),
        Row("  without skip", standard, skip=False),
        *(Row(f"  {n} steps x {FEW}", Settings(steps=n, samples=FEW)) for n in (1, 2, 4, 8, 16)),
        *(Row(f"  8 steps x {n}", Settings(samples=n)) for n in (1, 16)),
    )


def run(words: Sequence[str]) -> int:
    """Measure every row on the same films and print the table.

    Raises:
        CommandFailed: no film has a truth, or a film or table cannot be read.
    """
    args = _parse(words)
    with failing_with(Exit.USAGE, TruthError):
        truth = read_truth(args.truth, LandmarkScheme.read(paths.scheme_file("isbi19")))
        wanted = set(read_film_list(args.only)) if args.only else set(truth)
    known = [f for f in find_films(args.paths) if film_stem(f.name) in wanted & truth.keys()]
    if not known:
        raise CommandFailed("none of the films has a truth.")
    chosen = known[:: max(1, len(known) // args.films)][: args.films] if args.films else known
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415 - torch when needed

    detector = load_detector(args.weights, args.device)
    tallies = {row: Tally() for row in rows()}
    progress = Progress(sys.stderr, len(chosen))
    for number, file in enumerate(chosen, start=1):
        started = time.perf_counter()
        with failing_with(Exit.FAILED, UnreadableFilm):
            film = read_film(file.path, file.name)
        measure(detector, film, truth[film_stem(file.name)], args.spacing, tallies)
        progress.finished(number, file.name, time.perf_counter() - started)
    figures = {
        "weights": detector.weights.name,
        "device": detector.ready().device,
        "films": len(chosen),
        "rows": {row.name.strip(): _figures(tally) for row, tally in tallies.items()},
        "left_out": "paper mode: there are no weights for it",
    }
    say(json.dumps(figures, indent=2) if args.json else _table(figures))
    return Exit.OK


def measure(
    detector: "DiffusionDetector",
    film: Cephalogram,
    truth: Reading,
    spacing_mm: float,
    tallies: Mapping[Row, Tally],
) -> None:
    """Detect a film in every way and add what comes of it to the tallies."""
    from landmark_gui.diffusion.variants import multiply_adds, without_skip  # noqa: PLC0415 - torch

    bare = without_skip(detector)
    for row, tally in tallies.items():
        used = detector if row.skip else bare
        if not tally.multiply_adds:  # counted once, apart from the time: counting is slow
            tally.multiply_adds = multiply_adds(_work(used, film, row))[1]
        started = time.perf_counter()
        points = _work(used, film, row)()
        tally.seconds.append(time.perf_counter() - started)
        for name, place in truth.items():
            tally.errors_mm.append(place.distance_px(points[name][0]) * spacing_mm)
            if regions := points[name][1]:
                cells = [region.cells for region in regions]
                tally.inside.append(tuple(c is not None and c.holds(place) for c in cells))
                tally.area_mm2.append(regions[1].area_px2 * spacing_mm**2)


def _work(
    detector: "DiffusionDetector", film: Cephalogram, row: Row
) -> Callable[[], dict[str, tuple[Point, Any]]]:
    from landmark_gui.diffusion.answer import predictions  # noqa: PLC0415 - torch
    from landmark_gui.diffusion.variants import coarse_points  # noqa: PLC0415 - torch

    names = detector.scheme.abbreviations

    def work() -> dict[str, tuple[Point, Any]]:
        refined = detector.look(film, row.settings)
        if not row.refiner:
            return {n: (p, ()) for n, p in zip(names, coarse_points(refined), strict=True)}
        found = predictions(names, refined, detector.weights.calibration)
        return {p.landmark: (p.point, p.regions) for p in found}

    return work


def _figures(tally: Tally) -> dict[str, Any]:
    errors = RadialErrors.of(tally.errors_mm)
    told: dict[str, Any] = {
        "mre_mm": round(errors.mean_mm, 4),
        "sdr": [
            round(share, 4)
            for share in (errors.sdr_2_mm, errors.sdr_2_5_mm, errors.sdr_3_mm, errors.sdr_4_mm)
        ],
        "held": [round(sum(c) / len(c), 4) for c in zip(*tally.inside, strict=True)],
        "seconds_min": round(min(tally.seconds), 3),
        "seconds_median": round(sorted(tally.seconds)[len(tally.seconds) // 2], 3),
        "multiply_adds": tally.multiply_adds,
    }
    if tally.area_mm2:
        told["median_area_mm2"] = round(sorted(tally.area_mm2)[len(tally.area_mm2) // 2], 3)
    return told


def _table(figures: dict[str, Any]) -> str:
    head = f"{figures['films']} films, weights {figures['weights']}, {figures['device']}"
    columns = "".join(f"{c:>9}" for c in (*_COLUMNS, "s/film", "10^9 MA"))
    lines = [head, "", f"{'':22}{columns}"]
    for name, row in figures["rows"].items():
        shares = [f"{100 * share:.1f}" for share in (*row["sdr"], *row["held"])]
        shares += ["-"] * (len(_COLUMNS) - 2 - len(shares))
        area = f"{row['median_area_mm2']:.2f}" if "median_area_mm2" in row else "-"
        cost = (f"{row['seconds_median']:.2f}", f"{row['multiply_adds'] / 1e9:.1f}")
        cells = (f"{row['mre_mm']:.3f}", *shares, area, *cost)
        lines.append(f"{name:22}" + "".join(f"{cell:>9}" for cell in cells))
    return "\n".join([*lines, "", figures["left_out"]])


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench model",
        description="Measures each part of the method on films with a known truth.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILM_OR_FOLDER")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=float, required=True, metavar="MM", help="per pixel")
    parser.add_argument("--only", type=Path, metavar="LIST.txt", help="these films only")
    parser.add_argument("--films", type=int, metavar="N", help="so many of them (default: all)")
    parser.add_argument("--weights", default=None)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)

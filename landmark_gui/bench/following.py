"""`landmark-gui bench following`: do the other landmarks get better when some are known?"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from landmark_gui.bench.films import add_words, chosen, loaded, shown
from landmark_gui.bench.tables import tell
from landmark_gui.cli import numbers
from landmark_gui.cli.outcome import Exit
from landmark_gui.detection.detector import Detector, detected
from landmark_gui.detection.events import Request, Settings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.evaluation.truth import Reading

GIVEN = (1, 3, 5)
FAR_MM = 4.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one film with some landmarks set.

    Attributes:
        given: how many.
        errors_px: of the others, before and after.
        seconds: the re-run took.
    """

    given: int
    errors_px: tuple[tuple[float, float], ...]
    seconds: float


def run(words: Sequence[str]) -> int:
    """Measure and print.

    Raises:
        CommandFailed: no film has a truth, or a film or table cannot be read.
    """
    args = _parse(words)
    known = chosen(args)
    detector = loaded(args)
    settings = Settings(steps=args.steps, samples=args.samples)
    outcomes: list[Outcome] = []
    for file, stored in known:
        film, truth = shown(file, stored, args)
        outcomes += measured(detector, film, truth, settings, unsure_first=args.unsure_first)
    figures = {"films": len(known), "given": _figures(outcomes, args.spacing)}
    tell(figures, _table(figures), as_json=args.json)
    return Exit.OK


def measured(
    detector: Detector,
    film: Cephalogram,
    truth: Reading,
    settings: Settings,
    *,
    unsure_first: bool = False,
) -> Iterator[Outcome]:
    """Yield what comes of the others for each number of landmarks set to the truth, if any is left.

    Which landmarks are set is drawn by chance, the same for the same film; or they are those that
    the detector is least sure of, as a reader would take them.
    """
    detection = detected(detector, Request(0, film, settings, watched=False))
    before = detection.points
    order = sorted(truth)
    random.Random(film.info.sha256).shuffle(order)  # noqa: S311 - no secret
    if unsure_first:
        order.sort(key=lambda name: detection[name].expected_error_px, reverse=True)
    for count in (count for count in GIVEN if count < len(order)):
        given, others = {name: truth[name] for name in order[:count]}, order[count:]
        started = time.perf_counter()
        after = detected(detector, Request(0, film, settings, given, watched=False)).points
        seconds = time.perf_counter() - started
        errors = [[truth[n].distance_px(told[n]) for told in (before, after)] for n in others]
        yield Outcome(count, tuple((one, other) for one, other in errors), seconds)


def _figures(outcomes: Sequence[Outcome], spacing_mm: float) -> dict[str, dict[str, float]]:
    by_count = {count: [o for o in outcomes if o.given == count] for count in GIVEN}
    return {str(count): _of(found, spacing_mm) for count, found in by_count.items() if found}


def _of(outcomes: Sequence[Outcome], spacing_mm: float) -> dict[str, float]:
    before, after = zip(*(pair for o in outcomes for pair in o.errors_px), strict=True)
    return {
        "others": len(before),
        "moved": round(sum(a != b for a, b in zip(before, after, strict=True)) / len(before), 4),
        **{f"{k}_before": v for k, v in _row([e * spacing_mm for e in before]).items()},
        **{f"{k}_after": v for k, v in _row([e * spacing_mm for e in after]).items()},
        "median_seconds": round(median(o.seconds for o in outcomes), 3),
        "least_seconds": round(min(o.seconds for o in outcomes), 3),
    }


def _row(errors_mm: Sequence[float]) -> dict[str, float]:
    far = sum(error > FAR_MM for error in errors_mm)
    return {
        "mre_mm": round(sum(errors_mm) / len(errors_mm), 4),
        "beyond_4_mm": round(far / len(errors_mm), 4),
    }


def _table(figures: dict[str, Any]) -> str:
    lines = [f"{figures['films']} films; error of the other landmarks, before and after"]
    lines.append(f"{'given':>6}{'MRE mm':>18}{'> 4 mm':>20}{'moved':>9}{'s a re-run':>12}")
    for count, row in figures["given"].items():
        mre = f"{row['mre_mm_before']:.3f} -> {row['mre_mm_after']:.3f}"
        far = f"{row['beyond_4_mm_before']:.2%} -> {row['beyond_4_mm_after']:.2%}"
        rest = f"{row['moved']:>9.1%}{row['median_seconds']:>12.2f}"
        lines.append(f"{count:>6}{mre:>18}{far:>20}{rest}")
    return "\n".join(lines)


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench following",
        description="Measures whether landmarks improve when some others are set to the truth.",
    )
    add_words(parser, films=20)
    parser.add_argument(
        "--unsure-first", action="store_true", help="first set those the model is least sure of"
    )
    parser.add_argument("--steps", type=numbers.count, default=4)
    parser.add_argument("--samples", type=numbers.count, default=2)
    return parser.parse_args(words)

"""`landmark-gui bench model`: what each part of the method is worth, all rows in the same run."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol

from landmark_gui.bench.films import add_words, chosen, loaded, shown
from landmark_gui.bench.tables import tell
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.cli.progress import Progress
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Mode, ReadOut
from landmark_gui.domain.region import SHARES
from landmark_gui.evaluation.radial_error import RadialErrors
from landmark_gui.evaluation.truth import Reading

if TYPE_CHECKING:
    from landmark_gui.diffusion.answer import Refined
    from landmark_gui.diffusion.checkpoint import Weights
    from landmark_gui.diffusion.detector import DiffusionDetector

NO_PAPER = "left out: the paper's method; name its weights with --paper"
OURS = "multi-step, 8 x 8"
BRIEF = 2  # rows that --brief leaves: the whole method, in one step and in many
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
        neighbours: whether the landmarks tell of each other.
        paper: whether it is the paper's own way, with weights of its own.
    """

    name: str
    settings: Settings
    refiner: bool = True
    skip: bool = True
    neighbours: bool = True
    paper: bool = False


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
        Row(OURS, standard),
        Row("  hottest point", Settings(read_out=ReadOut.HOTTEST)),
        Row("  without refiner", standard, refiner=False),
        Row("  without skip", standard, skip=False),
        Row("  without neighbours", standard, neighbours=False),
        *(Row(f"  {n} steps x {FEW}", Settings(steps=n, samples=FEW)) for n in (1, 2, 4, 8, 16)),
        *(Row(f"  8 steps x {n}", Settings(samples=n)) for n in (1, 16)),
    )


class Looker(Protocol):
    """A detector of either method, asked for more than the port tells."""

    @property
    def weights(self) -> "Weights":
        """Which weights it has."""
        ...

    def look(self, film: Cephalogram, settings: Settings) -> "Refined":
        """Return what the networks say of a film before any calibration."""
        ...


@dataclass(frozen=True, slots=True)
class Lookers:
    """Who looks for a row: the whole method, one without a part of it, or the paper's."""

    whole: "DiffusionDetector"
    without_skip: "DiffusionDetector"
    without_neighbours: "DiffusionDetector"
    paper: Looker | None = None

    def of(self, row: Row) -> Looker:
        """Return the one for a row."""
        if row.paper and self.paper:
            return self.paper
        if not row.neighbours:
            return self.without_neighbours
        return self.whole if row.skip else self.without_skip


def paper_rows(*, long: bool) -> tuple[Row, ...]:
    """Return the paper's own ways; `long` adds those that take a minute a film."""

    def row(name: str, settings: Settings) -> Row:
        return Row(name, replace(settings, read_out=ReadOut.HOTTEST), paper=True)

    usual = (
        row("paper, single-step", Settings(Mode.SINGLE)),
        row("paper, T = 100", Settings(steps=100, samples=1)),
    )
    if not long:
        return usual
    slow = row("paper, T = 1000", Settings(steps=1000, samples=1))
    return (*usual, slow, row("paper, T = 100 x 8", Settings(steps=100, samples=8)))


def run(words: Sequence[str]) -> int:
    """Measure every row on the same films and print the table.

    Raises:
        CommandFailed: no film has a truth, or a film or table cannot be read.
    """
    args = _parse(words)
    known = chosen(args)
    lookers = _lookers(args)
    ours = rows()[:BRIEF] if args.brief else rows()
    wanted_rows = (*ours, *(paper_rows(long=args.paper_long) if args.paper else ()))
    tallies = {row: Tally() for row in wanted_rows}
    progress = Progress(sys.stderr, len(known))
    for number, (file, truth) in enumerate(known, start=1):
        started = time.perf_counter()
        measure(lookers, *shown(file, truth, args), args.spacing, tallies)
        progress.finished(number, file.name, time.perf_counter() - started)
    figures: dict[str, Any] = {
        "weights": lookers.whole.weights.name,
        "device": lookers.whole.ready().device,
        "films": len(known),
        "rows": {row.name.strip(): _figures(tally) for row, tally in tallies.items()},
    }
    figures |= _times_faster(figures["rows"])
    tell(figures, _table(figures), as_json=args.json)
    return Exit.OK


def measure(
    lookers: "Lookers",
    film: Cephalogram,
    truth: Reading,
    spacing_mm: float,
    tallies: Mapping[Row, Tally],
) -> None:
    """Detect a film in every way and add what comes of it to the tallies."""
    from landmark_gui.diffusion.variants import multiply_adds  # noqa: PLC0415 - torch

    for row, tally in tallies.items():
        if not tally.multiply_adds:  # counted once, apart from the time: counting is slow
            tally.multiply_adds = multiply_adds(partial(_look, lookers, film, row))[1]
        started = time.perf_counter()
        points = _found(lookers, film, row)
        tally.seconds.append(time.perf_counter() - started)
        for name, place in truth.items():
            tally.errors_mm.append(place.distance_px(points[name][0]) * spacing_mm)
            if regions := points[name][1]:
                cells = [region.cells for region in regions]
                tally.inside.append(tuple(c is not None and c.holds(place) for c in cells))
                tally.area_mm2.append(regions[1].area_px2 * spacing_mm**2)


def _look(lookers: Lookers, film: Cephalogram, row: Row) -> "Refined | tuple[Point, ...]":
    """Return what the networks say of a film."""
    from landmark_gui.diffusion.variants import coarse_points  # noqa: PLC0415 - torch

    if not row.refiner:
        return coarse_points(lookers.whole, film, row.settings)
    return lookers.of(row).look(film, row.settings)


def _found(lookers: Lookers, film: Cephalogram, row: Row) -> dict[str, tuple[Point, Any]]:
    """Return points with their regions, if there are any."""
    from landmark_gui.diffusion.answer import predictions  # noqa: PLC0415 - torch

    detector, seen = lookers.of(row), _look(lookers, film, row)
    names = detector.weights.scheme.abbreviations
    if isinstance(seen, tuple):
        return {n: (p, ()) for n, p in zip(names, seen, strict=True)}
    found = predictions(names, seen, detector.weights.calibration)
    return {p.landmark: (p.point, p.regions) for p in found}


def _lookers(args: argparse.Namespace) -> Lookers:
    from landmark_gui.diffusion.paper_detector import load_paper_detector  # noqa: PLC0415 - torch
    from landmark_gui.diffusion.variants import without_neighbours, without_skip  # noqa: PLC0415

    whole = loaded(args)
    with failing_with(Exit.USAGE, WeightsError, ValueError):
        paper = load_paper_detector(args.paper, args.device) if args.paper else None
        if paper and paper.scheme != whole.scheme:
            raise WeightsError("The weights and the paper's have different landmark schemes.")
    return Lookers(whole, without_skip(whole), without_neighbours(whole), paper)


def _times_faster(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Return how many times faster ours is than each of the paper's chains that were run."""
    ours = rows[OURS]["seconds_median"]
    chains = [name for name in rows if name.startswith("paper, T")]
    times = {name: round(rows[name]["seconds_median"] / ours, 1) for name in chains}
    return {"times_faster": times} if times else {}


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
        "seconds_median": round(median(tally.seconds), 3),
        "multiply_adds": tally.multiply_adds,
    }
    if tally.area_mm2:
        told["median_area_mm2"] = round(median(tally.area_mm2), 3)
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
    faster = figures.get("times_faster", {})
    notes = [f"{OURS} is {times} times as fast as {name}" for name, times in faster.items()]
    return "\n".join([*lines, "", *(notes or [NO_PAPER])])


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench model",
        description="Measures each part of the method on films with a known truth.",
    )
    add_words(parser, films=None)
    parser.add_argument(
        "--brief", action="store_true", help="only the whole method, with no part switched off"
    )
    parser.add_argument(
        "--paper", metavar="NAME", help="weights of the paper's method: a name or folder"
    )
    parser.add_argument(
        "--paper-long",
        action="store_true",
        help="also the paper's method with T = 1000 and with 8 samples: slow",
    )
    return parser.parse_args(words)

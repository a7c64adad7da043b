"""How far two readers are apart, as rows of a table; knows nothing of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landmark_gui.ui.words import DASH, films_text

if TYPE_CHECKING:  # at run time scipy would come along, and the window would wait for it
    from landmark_gui.evaluation.agreement import Distances
    from landmark_gui.evaluation.intraclass import Intraclass
    from landmark_gui.evaluation.readers import Comparison, Pair

NEAR_MM = 2.0
_LAST = float("inf")  # what is unknown comes after all that is known


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, and what it is sorted by."""

    text: str
    key: float


Row = tuple[Cell, ...]


def header(unit: str) -> tuple[str, ...]:
    """Return the names of the columns."""
    return (
        "Landmark",
        "n",
        f"Mean {unit}",
        f"≤ {NEAR_MM:g} mm",
        f"Bias x {unit}",
        f"Bias y {unit}",
        f"Dahlberg {unit}",
        "ICC x",
        "ICC y",
    )


def rows(comparison: "Comparison", pair: "Pair") -> list[Row]:
    """Return a row per landmark that both readers have, in the order of the scheme."""
    return [
        (
            Cell(name, float(place)),
            Cell(str(found.distances.points), found.distances.points),
            _figure(found.distances.mean),
            _share(found.distances),
            _figure(found.x.bias, "+.2f"),
            _figure(found.y.bias, "+.2f"),
            _figure(found.distances.dahlberg),
            *map(_icc, comparison.icc.get(name, (None, None))),
        )
        for place, (name, found) in enumerate(pair.per_landmark.items())
    ]


def pair_title(pair: "Pair") -> str:
    """Return which two, and in which direction differences are taken."""
    return f"{pair.second} minus {pair.first}"


def summary(comparison: "Comparison", pair: "Pair") -> str:
    """Return the figures over all landmarks, and what was not compared."""
    unit, all_, worst = comparison.unit, pair.overall, pair.furthest[0]
    said = [
        f"{all_.points} points on {films_text(pair.films)}",
        f"mean {all_.mean:.2f} {unit}",
        f"largest {all_.greatest:.2f} {unit} ({worst.landmark}, {worst.film})",
        f"Dahlberg {all_.dahlberg:.2f} {unit}",
    ]
    if all_.sdr:
        said.append(f"{100 * all_.sdr[NEAR_MM]:.1f} % within {NEAR_MM:g} mm")
    alone = [
        f"{count} only by {reader}"
        for reader, count in ((pair.first, pair.only_first), (pair.second, pair.only_second))
        if count
    ]
    lacking = [f"{r} lacks {films_text(len(f))}" for r, f in comparison.missing.items() if f]
    return ", ".join([*said, *alone, *lacking]) + "."


def furthest_text(comparison: "Comparison", pair: "Pair") -> str:
    """Return where the two are furthest apart, a line for each point."""
    unit = comparison.unit
    lines = (f"{d.distance:.2f} {unit}  {d.landmark}, {d.film}" for d in pair.furthest)
    return "\n".join(("Furthest apart", *lines))


def as_text(names: Sequence[str], table: Sequence[Sequence[str]]) -> str:
    """Return a table as spreadsheets take it from the clipboard."""
    return "\n".join("\t".join(line) for line in (names, *table)) + "\n"


def _figure(value: float, pattern: str = ".2f") -> Cell:
    return Cell(format(value, pattern), value)


def _share(distances: "Distances") -> Cell:
    if distances.sdr is None:
        return Cell(DASH, _LAST)
    share = 100 * distances.sdr[NEAR_MM]
    return Cell(f"{share:.1f} %", share)


def _icc(icc: "Intraclass | None") -> Cell:
    return Cell(f"{icc.value:.4f}", icc.value) if icc else Cell(DASH, _LAST)

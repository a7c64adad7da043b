"""How far two readers are apart, as rows of a table; knows nothing of Qt."""

from typing import TYPE_CHECKING

from landmark_gui.domain.counting import counted
from landmark_gui.ui.transfers.sheet import (
    Sheet,
    apart,
    coefficient,
    figure,
    films_of,
    in_one_sentence,
    pair_title,
    said_of_all,
)
from landmark_gui.ui.widgets.figures import Cell, Row
from landmark_gui.ui.words import films_text

if TYPE_CHECKING:  # at run time scipy would come along, and the window would wait for it
    from landmark_gui.evaluation.agreement import Distances
    from landmark_gui.evaluation.readers import Comparison, Pair

NEAR_MM = 2.0
CAUTION = (
    "Where heads lie differently on the films, the ICC is close to 1 even for careless readers: "
    "read it together with the distances."
)


def sheets(comparison: "Comparison") -> list[Sheet]:
    """Return a sheet for each pair, and one for all readers where they are more than a pair."""
    figures = f"Figures in {comparison.unit}: {comparison.scale}"
    pairs = [
        Sheet(
            pair_title(pair),
            figures,
            "ICC(2,1) of the coordinates of these two readers",
            CAUTION,
            summary(comparison, pair),
            header(comparison.unit),
            rows(pair),
            furthest_text(comparison, pair),
        )
        for pair in comparison.pairs
    ]
    count = len(comparison.readers)
    if count == 2:  # noqa: PLR2004 - the pair is all
        return pairs
    together = f"ICC(2,1) of the coordinates over all {count} readers"
    said, names = said_of_all(comparison), ("Landmark", "n", "ICC x", "ICC y")
    title = f"All {count} readers"
    return [*pairs, Sheet(title, figures, together, CAUTION, said, names, _all(comparison))]


def header(unit: str) -> tuple[str, ...]:
    """Return the names of the columns."""
    return (
        "Landmark",
        "n",
        f"Mean {unit}",
        *([f"≤ {NEAR_MM:g} mm"] if unit == "mm" else ()),
        f"Bias x {unit}",
        f"Bias y {unit}",
        f"Dahlberg {unit}",
        "ICC x",
        "ICC y",
    )


def rows(pair: "Pair") -> list[Row]:
    """Return a row per landmark that both readers have, in the order of the scheme."""
    return [
        (
            Cell(name, float(place)),
            Cell(str(found.distances.points), found.distances.points),
            figure(found.distances.mean),
            *_shares(found.distances),
            figure(found.x.bias, "+z.2f"),
            figure(found.y.bias, "+z.2f"),
            figure(found.distances.dahlberg),
            *map(coefficient, pair.icc[name]),
        )
        for place, (name, found) in enumerate(pair.per_landmark.items())
    ]


def summary(comparison: "Comparison", pair: "Pair") -> str:
    """Return the figures over all landmarks, and what was not compared."""
    unit, all_, worst = comparison.unit, pair.overall, pair.furthest[0]
    said = [
        f"{counted(all_.points, 'point')} on {films_text(pair.films)}",
        f"mean {all_.mean:.2f} {unit}",
        f"largest {all_.greatest:.2f} {unit} ({worst.landmark}, {worst.film})",
        f"Dahlberg {all_.dahlberg:.2f} {unit}",
    ]
    if all_.sdr:
        said.append(f"{100 * all_.sdr[NEAR_MM]:.1f} % within {NEAR_MM:g} mm")
    alone = [
        f"{count} placed only by {reader}"
        for reader, count in ((pair.first, pair.only_first), (pair.second, pair.only_second))
        if count
    ]
    of_these = (pair.first, pair.second)
    return in_one_sentence([*said, *alone, *apart(comparison, of_these)])


def _all(comparison: "Comparison") -> list[Row]:
    return [
        (Cell(name, float(place)), films_of(x or y), coefficient(x), coefficient(y))
        for place, (name, (x, y)) in enumerate(comparison.icc.items())
    ]


def furthest_text(comparison: "Comparison", pair: "Pair") -> str:
    """Return where the two are furthest apart, a line for each point."""
    unit = comparison.unit
    lines = (f"{d.distance:.2f} {unit}  {d.landmark}, {d.film}" for d in pair.furthest)
    return "\n".join(("Furthest apart", *lines))


def _shares(distances: "Distances") -> Row:
    """Return the cell of the share that is near; none where nobody knows millimetres."""
    if distances.sdr is None:
        return ()
    share = 100 * distances.sdr[NEAR_MM]
    return (Cell(f"{share:.1f} %", share),)

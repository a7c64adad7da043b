"""How far two readers are apart, as rows of a table; knows nothing of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landmark_gui.domain.counting import counted
from landmark_gui.ui.widgets.figures import UNKNOWN, Cell, Row
from landmark_gui.ui.words import DASH, films_text

if TYPE_CHECKING:  # at run time scipy would come along, and the window would wait for it
    from landmark_gui.evaluation.agreement import Distances
    from landmark_gui.evaluation.intraclass import Intraclass
    from landmark_gui.evaluation.readers import Comparison, Pair

NEAR_MM = 2.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown of two readers, or of all of them together.

    Attributes:
        title: who is compared.
        figures: what unit figures have and where it comes from.
        icc: what the coefficients are of.
        summary: what there is to say over all landmarks, and what was not compared.
        names: of the columns.
        rows: one per landmark, in the order of the scheme.
        furthest: where two readers are furthest apart, a line for each point.
    """

    title: str
    figures: str
    icc: str
    summary: str
    names: tuple[str, ...]
    rows: list[Row]
    furthest: str = ""

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines that a table needs above it when it leaves the window."""
        return (self.title, self.figures, self.icc)


def sheets(comparison: "Comparison") -> list[Sheet]:
    """Return a sheet for each pair, and one for all readers where they are more than a pair."""
    figures = f"Figures in {comparison.unit}: {comparison.scale}"
    pairs = [
        Sheet(
            pair_title(pair),
            figures,
            "ICC(2,1) of the coordinates of these two readers",
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
    said = _sentence(
        ["n counts the films that all of them have", *_apart(comparison, comparison.readers)]
    )
    names = ("Landmark", "n", "ICC x", "ICC y")
    return [*pairs, Sheet(f"All {count} readers", figures, together, said, names, _all(comparison))]


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
            _figure(found.distances.mean),
            *_shares(found.distances),
            _figure(found.x.bias, "+z.2f"),
            _figure(found.y.bias, "+z.2f"),
            _figure(found.distances.dahlberg),
            *map(_icc, pair.icc[name]),
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
    return _sentence([*said, *alone, *_apart(comparison, of_these)])


def _all(comparison: "Comparison") -> list[Row]:
    return [
        (Cell(name, float(place)), _films(x or y), _icc(x), _icc(y))
        for place, (name, (x, y)) in enumerate(comparison.icc.items())
    ]


def _films(icc: "Intraclass | None") -> Cell:
    return Cell(str(icc.films), icc.films) if icc else Cell(DASH, UNKNOWN)


def _apart(comparison: "Comparison", readers: Sequence[str]) -> list[str]:
    """Return which readers lack films, and of which nothing is decided."""
    missing = ((reader, len(comparison.missing[reader])) for reader in readers)
    return [
        *(f"{reader} lacks {films_text(count)}" for reader, count in missing if count),
        *(
            f"nothing is decided by {reader}, which is taken as the model's"
            for reader in readers
            if reader in comparison.taken_as_model
        ),
    ]


def _sentence(parts: Sequence[str]) -> str:
    return ", ".join(parts) + "."


def furthest_text(comparison: "Comparison", pair: "Pair") -> str:
    """Return where the two are furthest apart, a line for each point."""
    unit = comparison.unit
    lines = (f"{d.distance:.2f} {unit}  {d.landmark}, {d.film}" for d in pair.furthest)
    return "\n".join(("Furthest apart", *lines))


def _figure(value: float, pattern: str = ".2f") -> Cell:
    return Cell(format(value, pattern), value)


def _shares(distances: "Distances") -> Row:
    """Return the cell of the share that is near; none where nobody knows millimetres."""
    if distances.sdr is None:
        return ()
    share = 100 * distances.sdr[NEAR_MM]
    return (Cell(f"{share:.1f} %", share),)


def _icc(icc: "Intraclass | None") -> Cell:
    return Cell(f"{icc.value:z.4f}", icc.value) if icc else Cell(DASH, UNKNOWN)

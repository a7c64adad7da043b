"""Readers against each other in what their landmarks measure: SNA, ANB, FMA and the like.

The figures are those of a coordinate (`agreement.py`, `intraclass.py`), in degrees, millimetres or
percent. Differences are second minus first.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from landmark_gui.evaluation.agreement import AxisAgreement
from landmark_gui.evaluation.intraclass import Intraclass, intraclass
from landmark_gui.evaluation.readers import ComparisonError, lacking, listed_and_shared
from landmark_gui.evaluation.scale import Scale, scale_text, stated_width_mm

#: By film and measurement; None where landmarks or millimetres are lacking.
Values: TypeAlias = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True)
class MeasurementAgreement:
    """Two readers at one measurement, in its unit.

    Attributes:
        films: on how many films both have it.
        mean_absolute: mean of the differences without their sign.
        differences: how far they are apart.
        icc: how much of what the two say is the film.
    """

    films: int
    mean_absolute: float
    differences: AxisAgreement
    icc: Intraclass | None

    @classmethod
    def of(cls, both: NDArray[np.float64]) -> Self:
        """Summarise `(n, 2)` values of the first and the second reader, at least one film."""
        apart = both[:, 1] - both[:, 0]
        absolute = float(np.abs(apart).mean())
        return cls(len(both), absolute, AxisAgreement.of(apart), intraclass(both))


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement of a film, as the first and as the second reader has it."""

    film: str
    measurement: str
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class MeasuredPair:
    """Two readers.

    Attributes:
        first: a reader's name.
        second: the other's.
        films: on how many films both have any measurement.
        per_measurement: those that both have on some film.
        values: each measurement that both have.
    """

    first: str
    second: str
    films: int
    per_measurement: Mapping[str, MeasurementAgreement]
    values: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class MeasuredComparison:
    """What two or more readers' tables say about each other's measurements.

    Attributes:
        readers: their names.
        units: of each measurement.
        spacing_mm: the spacing that was taken for all films; None: each film's own, or none.
        scale: what made millimetres of pixels, in words.
        films: those that at least two readers have.
        missing: per reader the films of the list that the reader lacks.
        pairs: every pair of readers that have a measurement in common.
        icc: of all readers together, over the films on which all of them have it.
        taken_as_model: readers in whose tables nothing is decided.
    """

    readers: tuple[str, ...]
    units: Mapping[str, str]
    spacing_mm: float | None
    scale: str
    films: tuple[str, ...]
    missing: Mapping[str, tuple[str, ...]]
    pairs: tuple[MeasuredPair, ...]
    icc: Mapping[str, Intraclass | None]
    taken_as_model: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON takes it; what is not defined is null."""
        return {
            "readers": list(self.readers),
            "spacing_mm": self.spacing_mm,
            "scale": self.scale,
            "films": list(self.films),
            "missing_films": {name: list(films) for name, films in self.missing.items()},
            "units": dict(self.units),
            "pairs": [_pair_as_dict(pair) for pair in self.pairs],
            "icc": {name: icc and asdict(icc) for name, icc in self.icc.items()},
            "taken_as_model": list(self.taken_as_model),
        }


def compare_measurements(
    values: Mapping[str, Values],
    units: Mapping[str, str],
    scale: Scale = None,
    *,
    films: Collection[str] | None = None,
) -> MeasuredComparison:
    """Return how far readers' measurements are apart.

    Args:
        values: by reader, film and measurement; a film has the same name for all of them.
        units: of each measurement, in the order in which they come out.
        scale: what made millimetres of pixels; films that it leaves out have no lengths.
        films: the films to look at; all that anybody has if None.

    Raises:
        ComparisonError: fewer than two readers, a film of the list that nobody has, or no
            measurement that two readers have.
    """
    listed, shared = listed_and_shared(values, films)
    tables = {reader: _table(of, shared, list(units)) for reader, of in values.items()}
    pairs = tuple(_pairs(tables, shared, list(units)))
    if not pairs:
        sentence = "No two readers have the landmarks of a measurement on the same film."
        raise ComparisonError(sentence)
    together = np.stack(list(tables.values()), axis=-1)  # (films, measurements, readers)
    return MeasuredComparison(
        tuple(values),
        units,
        stated_width_mm(scale),
        scale_text(scale, shared),
        shared,
        lacking(values, listed),
        pairs,
        {name: intraclass(together[:, i]) for i, name in enumerate(units)},
    )


def _table(values: Values, films: Sequence[str], names: Sequence[str]) -> NDArray[np.float64]:
    """Return `(films, measurements)`, NaN where the reader has none."""
    rows = [[values.get(film, {}).get(name) for name in names] for film in films]
    return np.array(rows, np.float64).reshape(len(films), len(names))


def _pairs(
    tables: Mapping[str, NDArray[np.float64]], films: Sequence[str], names: Sequence[str]
) -> Iterator[MeasuredPair]:
    for (first, a), (second, b) in combinations(tables.items(), 2):
        both = np.isfinite(a) & np.isfinite(b)
        if not both.any():
            continue
        yield MeasuredPair(
            first,
            second,
            int(both.any(axis=1).sum()),
            {
                name: MeasurementAgreement.of(np.stack([a[on, i], b[on, i]], axis=1))
                for i, (name, on) in enumerate(zip(names, both.T, strict=True))
                if on.any()
            },
            tuple(
                Measured(films[f], names[i], float(a[f, i]), float(b[f, i]))
                for f, i in np.argwhere(both)
            ),
        )


def _pair_as_dict(pair: MeasuredPair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "films": pair.films,
        "per_measurement": {
            name: {
                "films": row.films,
                "mean_absolute": row.mean_absolute,
                **asdict(row.differences),
                "icc": row.icc and asdict(row.icc),
            }
            for name, row in pair.per_measurement.items()
        },
    }

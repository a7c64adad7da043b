"""Whether measurements are as far from the truth as is expected of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from landmark_gui.domain.counting import counted
from landmark_gui.evaluation.measured_errors import Errors, by_unit, summed_up
from landmark_gui.evaluation.readers_table import aligned

Pair = tuple[float, float]  # an error, predicted minus true, and the size expected of it
ALL = "all, in expected errors"
_HEADER = ("measurement", "values", "mean error", "bias", "SD", "expected", "within", "twice")


@dataclass(frozen=True, slots=True)
class Judged(Errors):
    """Errors beside the sizes that were expected of them.

    Attributes:
        expected: mean of the sizes expected.
        within: share of the errors that are no larger than expected.
        within_twice: share of those that are no larger than twice that.
    """

    expected: float
    within: float
    within_twice: float

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "Judged":
        """Judge some errors, at least one."""
        errors, expected = np.array(list(pairs), np.float64).T
        size = np.abs(errors)
        return cls(
            **asdict(summed_up(errors)),
            expected=float(expected.mean()),
            within=float((size <= expected).mean()),
            within_twice=float((size <= 2 * expected).mean()),
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """The figures as cells of plain text."""
        return (
            str(self.values),
            f"{self.mean_absolute:.2f}",
            f"{self.bias:z.2f}",
            "-" if self.sd is None else f"{self.sd:.2f}",
            f"{self.expected:.2f}",
            f"{100 * self.within:.1f} %",
            f"{100 * self.within_twice:.1f} %",
        )


@dataclass(frozen=True, slots=True)
class StatedErrors:
    """Measurements judged, each by itself and together.

    Attributes:
        films: how many have a measurement.
        measurements: by name.
        together: all in one unit, by the unit; and all, each error in the size expected of it.
    """

    films: int
    measurements: Mapping[str, Judged]
    together: Mapping[str, Judged]

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON takes them."""
        return asdict(self)

    def table(self) -> str:
        """Return the figures as plain text."""
        told = {**self.measurements, **self.together}
        rows = [(name, *judged.cells) for name, judged in told.items()]
        return "\n".join([counted(self.films, "film"), "", *aligned([_HEADER, *rows])])


def judge(films: Sequence[Mapping[str, Pair]], units: Mapping[str, str]) -> StatedErrors:
    """Return what errors come to beside what was expected of them.

    Args:
        films: of each, its errors by the name of the measurement; nothing is expected to be 0.
        units: of all measurements, in the order in which they are told.

    Raises:
        ValueError: there is no error.
    """
    of = {name: [film[name] for film in films if name in film] for name in units}
    known = {name: pairs for name, pairs in of.items() if pairs}
    if not known:
        raise ValueError("no film has both a prediction and a reader's points")
    scaled = [(error / expected, 1.0) for pairs in known.values() for error, expected in pairs]
    return StatedErrors(
        sum(map(bool, films)),
        {name: Judged.of(pairs) for name, pairs in known.items()},
        {name: Judged.of(pairs) for name, pairs in by_unit(known, units).items()}
        | {ALL: Judged.of(scaled)},
    )

"""Whether measurements are as far from the truth as is expected of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from landmark_gui.domain.counting import counted

Pair = tuple[float, float]  # an error, predicted minus true, and the size expected of it
ALL = "all, in expected errors"


@dataclass(frozen=True, slots=True)
class Judged:
    """Errors beside the sizes that were expected of them.

    Attributes:
        values: how many there are.
        mean: mean size of the errors.
        bias: mean of the errors, with their sign.
        sd: their standard deviation; None of a single one.
        expected: mean of the sizes expected.
        within: share of the errors that are no larger than expected.
        within_twice: share of those that are no larger than twice that.
    """

    values: int
    mean: float
    bias: float
    sd: float | None
    expected: float
    within: float
    within_twice: float

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "Judged":
        """Judge some errors, at least one."""
        errors, expected = np.array(list(pairs), np.float64).T
        size = np.abs(errors)
        return cls(
            size.size,
            float(size.mean()),
            float(errors.mean()),
            float(errors.std(ddof=1)) if size.size > 1 else None,
            float(expected.mean()),
            float((size <= expected).mean()),
            float((size <= 2 * expected).mean()),
        )

    @property
    def line(self) -> str:
        """The figures as columns of plain text."""
        sd = "" if self.sd is None else f"{self.sd:.2f}"
        figures = (
            f"{self.values:>8}{self.mean:>12.2f}{self.bias:>8.2f}{sd:>8}{self.expected:>10.2f}"
        )
        return f"{figures}{self.within:>10.1%}{self.within_twice:>10.1%}"


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
        heading = (
            f"{'measurement':<26}{'values':>8}{'mean error':>12}{'bias':>8}{'SD':>8}"
            f"{'expected':>10}{'within':>10}{'twice':>10}"
        )
        told = {**self.measurements, **self.together}
        rows = [f"{name:<26}{judged.line}" for name, judged in told.items()]
        return "\n".join([counted(self.films, "film"), "", heading, *rows])


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
    together: dict[str, list[Pair]] = {}
    for name, pairs in known.items():
        together.setdefault(f"all in {units[name]}", []).extend(pairs)
    scaled = [(error / expected, 1.0) for pairs in known.values() for error, expected in pairs]
    return StatedErrors(
        sum(map(bool, films)),
        {name: Judged.of(pairs) for name, pairs in known.items()},
        {name: Judged.of(pairs) for name, pairs in together.items()} | {ALL: Judged.of(scaled)},
    )

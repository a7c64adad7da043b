"""Two sets of predictions at the same points: which is nearer to the truth, and how surely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from landmark_gui.evaluation.agreement import Difference
from landmark_gui.evaluation.radial_error import Intervals, averaged, film_intervals
from landmark_gui.evaluation.truth import TruthError

Place: TypeAlias = tuple[str, str]  # a film, and a landmark or measurement of it
Averaged: TypeAlias = Callable[[NDArray[np.float64]], Mapping[str, NDArray[np.float64]]]


@dataclass(frozen=True, slots=True)
class Paired:
    """How much larger the figures of one set are than those of another.

    Attributes:
        other: what the other set is called.
        films: on how many films both have points that were measured.
        points: how many such points.
        differences: of each figure, this minus other.
        intervals: 95 %, films drawn anew; None of few films.
    """

    other: str
    films: int
    points: int
    differences: Mapping[str, float]
    intervals: Intervals | None

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON takes it."""
        return {
            "table": self.other,
            "films": self.films,
            "points": self.points,
            "differences": dict(self.differences),
            "differences_interval_95": self.intervals and dict(self.intervals),
        }


def paired(ours: Sequence[Difference], others: Sequence[Difference], name: str) -> Paired:
    """Return how much larger errors are than others at the points that both have.

    Raises:
        TruthError: there is no such point.
    """
    far = {(d.film, d.landmark): d.distance for d in others}
    both = {(d.film, d.landmark): d.distance for d in ours if (d.film, d.landmark) in far}
    if not both:
        raise TruthError(f"{name} has none of the points that are evaluated.")
    return paired_errors(both, far, name, averaged)


def paired_errors(
    ours: Mapping[Place, float], others: Mapping[Place, float], name: str, averaged_of: Averaged
) -> Paired:
    """Return how much larger the figures of errors are than those of others at the same places.

    Args:
        ours: by film and what of it, at least one.
        others: the same, and maybe more.
        name: what the others are called.
        averaged_of: gives the values of which figures are the means.
    """
    this = averaged_of(np.array(list(ours.values())))
    that = averaged_of(np.array([others[place] for place in ours]))
    apart = {figure: this[figure] - that[figure] for figure in this}
    films = [film for film, _ in ours]
    return Paired(
        name,
        len(set(films)),
        len(ours),
        {figure: float(values.mean()) for figure, values in apart.items()},
        film_intervals(apart, films),
    )

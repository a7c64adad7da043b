"""Two sets of predictions at the same points: which is nearer to the truth, and how surely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from landmark_gui.evaluation.agreement import Difference
from landmark_gui.evaluation.radial_error import Intervals, averaged, film_intervals
from landmark_gui.evaluation.truth import TruthError


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
    both = [d for d in ours if (d.film, d.landmark) in far]
    if not both:
        raise TruthError(f"{name} has no point that was measured.")
    this = averaged(np.array([d.distance for d in both]))
    that = averaged(np.array([far[d.film, d.landmark] for d in both]))
    apart = {figure: this[figure] - that[figure] for figure in this}
    films = [d.film for d in both]
    return Paired(
        name,
        len(set(films)),
        len(both),
        {figure: float(values.mean()) for figure, values in apart.items()},
        film_intervals(apart, films),
    )

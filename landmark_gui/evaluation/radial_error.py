"""Radial errors and what is said of them.

Mean radial error (MRE) and success detection rate (SDR) as in the ISBI 2015 challenge: Wang et al.,
"A benchmark for comparison of dental radiography analysis algorithms", Medical Image Analysis 31
(2016) 63-76. R = |prediction - truth| in millimetres, SDR(z) the share of points with R <= z: a
point at the limit counts as found, as in the figures of most papers. With readings on whole pixels
that happens often enough to move an SDR by 0.3 %.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-9  # a thousandth of a nanometre, and far above what sums of floats lose
GROSS_MM = 6.0  # no reader errs that far: the structure itself was mistaken
_WITHIN_MM = {"sdr_2_mm": 2.0, "sdr_2_5_mm": 2.5, "sdr_3_mm": 3.0, "sdr_4_mm": 4.0}
MEANS = ("mean_mm", *_WITHIN_MM, "beyond_6_mm")  # figures that are means of something of points
_FEWEST_FILMS = 10  # of fewer, films drawn anew are too much alike: intervals come out too narrow
_DRAWS = 2000
_ENDS = (0.025, 0.975)

#: By figure, as `RadialErrors` calls them, the ends of its 95 % interval.
Intervals: TypeAlias = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class RadialErrors:
    """What a set of radial errors comes to; shares are between 0 and 1.

    Attributes:
        points: how many errors.
        mean_mm: mean radial error.
        sd_mm: standard deviation of the sample, None for a single point.
        median_mm: median radial error.
        sdr_2_mm: share of points within 2 mm, and so on.
        beyond_6_mm: share of points further than 6 mm, the gross failures.
    """

    points: int
    mean_mm: float
    sd_mm: float | None
    median_mm: float
    sdr_2_mm: float
    sdr_2_5_mm: float
    sdr_3_mm: float
    sdr_4_mm: float
    beyond_6_mm: float

    @classmethod
    def of(cls, errors_mm: ArrayLike) -> Self:
        """Summarise errors of any shape.

        Raises:
            ValueError: there is no error, or one is no finite number.
        """
        errors = np.asarray(errors_mm, np.float64).ravel()
        if not errors.size or not np.isfinite(errors).all():
            raise ValueError("radial errors must be finite, and at least one")
        return cls(
            points=errors.size,
            sd_mm=float(errors.std(ddof=1)) if errors.size > 1 else None,
            median_mm=float(np.median(errors)),
            **{name: float(of.mean()) for name, of in averaged(errors).items()},
        )


def averaged(errors_mm: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the `(n,)` values of which figures are the means, by the name of the figure."""
    return {
        "mean_mm": errors_mm,
        **{name: (errors_mm <= z + ROUNDING).astype(float) for name, z in _WITHIN_MM.items()},
        "beyond_6_mm": (errors_mm > GROSS_MM + ROUNDING).astype(float),
    }


def film_intervals(
    values: Mapping[str, NDArray[np.float64]], films: Sequence[str]
) -> Intervals | None:
    """Return the 95 % interval of each mean when films are drawn anew, with seed 0.

    Errors on one film are alike, so that intervals of points would be too narrow: Efron &
    Tibshirani, "An Introduction to the Bootstrap" (1993), percentile method.

    Args:
        values: `(n,)` each.
        films: to which film each of the n belongs.

    Returns:
        None of fewer than ten films.
    """
    names, of_film = np.unique(films, return_inverse=True)
    n = names.size
    if n < _FEWEST_FILMS:
        return None
    drawn = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=_DRAWS)
    points = drawn @ np.bincount(of_film)
    means = {name: drawn @ np.bincount(of_film, of) / points for name, of in values.items()}
    ends = {name: np.quantile(of, _ENDS) for name, of in means.items()}
    return {name: (float(low), float(high)) for name, (low, high) in ends.items()}


def share_within(errors: NDArray[np.float64], limit: float) -> float:
    """Return the share of errors up to a limit; 20 px of 0.1 mm are 2 mm, however it is rounded."""
    return float(np.mean(errors <= limit + ROUNDING))

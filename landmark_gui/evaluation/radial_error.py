"""Radial errors and what is said of them.

Mean radial error (MRE) and success detection rate (SDR) as in the ISBI 2015 challenge: Wang et al.,
"A benchmark for comparison of dental radiography analysis algorithms", Medical Image Analysis 31
(2016) 63-76. R = |prediction - truth| in millimetres, SDR(z) the share of points with R <= z: a
point at the limit counts as found, as in the figures of most papers. With readings on whole pixels
that happens often enough to move an SDR by 0.3 %.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-9  # a thousandth of a nanometre, and far above what sums of floats lose
GROSS_MM = 6.0  # no reader errs that far: the structure itself was mistaken


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
            mean_mm=float(errors.mean()),
            sd_mm=float(errors.std(ddof=1)) if errors.size > 1 else None,
            median_mm=float(np.median(errors)),
            sdr_2_mm=share_within(errors, 2.0),
            sdr_2_5_mm=share_within(errors, 2.5),
            sdr_3_mm=share_within(errors, 3.0),
            sdr_4_mm=share_within(errors, 4.0),
            beyond_6_mm=float(np.mean(errors > GROSS_MM + ROUNDING)),
        )


def share_within(errors: NDArray[np.float64], limit: float) -> float:
    """Return the share of errors up to a limit; 20 px of 0.1 mm are 2 mm, however it is rounded."""
    return float(np.mean(errors <= limit + ROUNDING))

"""How far two readers are apart at one landmark.

Differences are second minus first, in x to the right and y downwards. Limits of agreement as in
Bland & Altman, "Measuring agreement in method comparison studies", Statistical Methods in Medical
Research 8 (1999) 135-160: mean +- 1.96 SD. Dahlberg's error is sqrt(sum d^2 / 2n), which counts a
bias as error. The ellipse is the one that holds a new difference with 95 % if differences are
normal (Hotelling's T^2; Chew, "Confidence, prediction, and tolerance regions", Journal of the
American Statistical Association 61 (1966) 605-617): with few films it is larger than the one from
chi^2, with many the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, stdtrit

from landmark_gui.evaluation.radial_error import share_within

DETECTED_WITHIN_MM = (2.0, 2.5, 3.0, 4.0)  # the radii that papers give
_LIMITS_SD = 1.96
_T_UPPER = 0.975
_F_UPPER = 0.95
_SMALLEST_FOR_ELLIPSE = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """From one position of a landmark to another, in the unit of the comparison.

    Attributes:
        film: which film.
        landmark: its abbreviation.
        x: to the right.
        y: downwards.
    """

    film: str
    landmark: str
    x: float
    y: float

    @property
    def distance(self) -> float:
        """How far they are apart."""
        return hypot(self.x, self.y)


@dataclass(frozen=True, slots=True)
class Distances:
    """Distances between two readers, in the unit of the comparison.

    Attributes:
        points: how many points both have.
        mean: mean distance.
        sd: standard deviation of the sample, None for a single point.
        median: median distance.
        greatest: the largest distance.
        sdr: share (0 ... 1) within 2, 2.5, 3 and 4 mm; None in pixels.
        dahlberg: sqrt(sum of squared distances / 2n).
    """

    points: int
    mean: float
    sd: float | None
    median: float
    greatest: float
    sdr: Mapping[float, float] | None
    dahlberg: float

    @classmethod
    def of(cls, distances: NDArray[np.float64], *, in_mm: bool) -> Self:
        """Summarise `(n,)` distances, at least one."""
        shares = {z: share_within(distances, z) for z in DETECTED_WITHIN_MM}
        return cls(
            points=distances.size,
            mean=float(distances.mean()),
            sd=_sd(distances),
            median=float(np.median(distances)),
            greatest=float(distances.max()),
            sdr=MappingProxyType(shares) if in_mm else None,
            dahlberg=_dahlberg(distances),
        )


@dataclass(frozen=True, slots=True)
class AxisAgreement:
    """Differences along one axis.

    Attributes:
        bias: mean difference.
        bias_interval: 95 % interval of the bias (Student's t).
        limits: Bland and Altman's limits of agreement.
        limit_error: half width of the 95 % interval of either limit.
        dahlberg: Dahlberg's error.

    All but the bias and Dahlberg's error are None for a single point.
    """

    bias: float
    bias_interval: tuple[float, float] | None
    limits: tuple[float, float] | None
    limit_error: float | None
    dahlberg: float

    @classmethod
    def of(cls, differences: NDArray[np.float64]) -> Self:
        """Summarise `(n,)` differences, at least one."""
        n, bias = differences.size, float(differences.mean())
        sd = _sd(differences)
        if sd is None:
            return cls(bias, None, None, None, _dahlberg(differences))
        t = float(stdtrit(n - 1, _T_UPPER))
        half, limit = t * sd / n**0.5, _LIMITS_SD * sd
        return cls(
            bias,
            (bias - half, bias + half),
            (bias - limit, bias + limit),
            t * sd * (1 / n + _LIMITS_SD**2 / (2 * (n - 1))) ** 0.5,
            _dahlberg(differences),
        )


@dataclass(frozen=True, slots=True)
class Ellipse:
    """The ellipse that holds 95 % of the differences; its centre is the bias.

    Attributes:
        semi_major: half of the long axis.
        semi_minor: half of the short axis.
        angle_deg: of the long axis from x to the right towards y downwards, -90 < angle <= 90.
    """

    semi_major: float
    semi_minor: float
    angle_deg: float

    @classmethod
    def of(cls, differences: NDArray[np.float64]) -> Self | None:
        """Return the ellipse of `(n, 2)` differences, or None of fewer than three."""
        n = len(differences)
        if n < _SMALLEST_FOR_ELLIPSE:
            return None
        variances, axes = np.linalg.eigh(np.cov(differences, rowvar=False))
        scale = 2 * (n - 1) * (n + 1) / (n * (n - 2)) * float(fdtri(2, n - 2, _F_UPPER))
        minor, major = np.sqrt(np.maximum(variances, 0.0) * scale)
        angle = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
        return cls(float(major), float(minor), 90.0 - (90.0 - angle) % 180.0)


@dataclass(frozen=True, slots=True)
class LandmarkAgreement:
    """Two readers at one landmark."""

    distances: Distances
    x: AxisAgreement
    y: AxisAgreement
    ellipse: Ellipse | None

    @classmethod
    def of(cls, differences: NDArray[np.float64], *, in_mm: bool) -> Self:
        """Summarise `(n, 2)` differences, second reader minus first.

        Raises:
            ValueError: there is no difference, or one is no finite number.
        """
        if not len(differences) or not np.isfinite(differences).all():
            raise ValueError("differences must be finite, and at least one")
        distances = np.hypot(differences[:, 0], differences[:, 1])
        return cls(
            Distances.of(distances, in_mm=in_mm),
            AxisAgreement.of(differences[:, 0]),
            AxisAgreement.of(differences[:, 1]),
            Ellipse.of(differences),
        )


def _sd(values: NDArray[np.float64]) -> float | None:
    return float(values.std(ddof=1)) if values.size > 1 else None


def _dahlberg(values: NDArray[np.float64]) -> float:
    return float((np.sum(values**2) / (2 * values.size)) ** 0.5)

"""ICC(2,1): how much of what readers say is the film, and not the reader.

Two-way random effects, absolute agreement, single rater: Shrout & Fleiss, "Intraclass correlations:
uses in assessing rater reliability", Psychological Bulletin 86 (1979) 420-428, case 2; the same as
ICC(A,1) of McGraw & Wong, "Forming inferences about some intraclass correlation coefficients",
Psychological Methods 1 (1996) 30-46, whose table 7 has the interval. With n films, k readers and
the mean squares MSR (films), MSC (readers) and MSE (what is left) of the two-way analysis

    ICC(2,1) = (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n)

Of coordinates it is close to 1 even for careless readers wherever heads lie differently on the
films, for that is what MSR sees: read it beside the distances and never alone. Between few readers
who differ by a bias the interval is too narrow, as two or three tell little of the bias of others:
where readers' biases spread as much as their errors, an interval of 95 % held the truth in 68 % of
simulated studies of 2 readers and 150 films, 86 % of 2 and 30, 80 % of 3 and 150, 91 % of 11 and
150.
"""

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

_UPPER = 0.975  # of the F distribution, for an interval of 95 %
_ROUNDING = 1e-9  # full agreement is 1, and no difference 0, only up to that


@dataclass(frozen=True, slots=True)
class Intraclass:
    """An ICC(2,1) with its 95 % interval.

    Attributes:
        films: how many films all readers have; the others do not count.
        readers: how many readers.
        value: the coefficient; 1 is perfect, and chance can make it negative.
        low: lower end of the interval.
        high: upper end of the interval.
    """

    films: int
    readers: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _MeanSquares:
    films: float  # MSR
    readers: float  # MSC
    error: float  # MSE


def intraclass(ratings: ArrayLike) -> Intraclass | None:
    """Return the coefficient of `(films, readers)` ratings, NaN where a reader has none.

    A film that a reader lacks is left out. None where nothing can be said: fewer than two films
    or readers, films that do not differ, or a coefficient without an interval around it, as the
    negative ones of a few films can be.
    """
    table = np.asarray(ratings, np.float64)
    table = table[np.isfinite(table).all(axis=1)]
    n, k = table.shape
    if min(n, k) < 2:  # noqa: PLR2004 - no variance with a single one
        return None
    squares = _mean_squares(table)
    value = _coefficient(squares, n, k)
    if value is None:
        return None
    interval = _interval(squares, value, n, k)
    return Intraclass(n, k, value, *interval) if interval else None


def _mean_squares(table: NDArray[np.float64]) -> _MeanSquares:
    n, k = table.shape
    centred = table - table.mean()  # first, or large coordinates would cost digits
    films, readers = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - films[:, None] - readers
    squares = (
        k * float(films @ films) / (n - 1),
        n * float(readers @ readers) / (k - 1),
        float((rest**2).sum()) / ((n - 1) * (k - 1)),
    )
    noise = (_ROUNDING * float(np.abs(table).max())) ** 2  # no difference is seldom 0.0
    return _MeanSquares(*(square if square > noise else 0.0 for square in squares))


def _coefficient(ms: _MeanSquares, n: int, k: int) -> float | None:
    if not ms.films and not ms.error:
        return None
    whole = ms.films + (k - 1) * ms.error + k * (ms.readers - ms.error) / n
    return (ms.films - ms.error) / whole if whole else None


def _interval(ms: _MeanSquares, icc: float, n: int, k: int) -> tuple[float, float] | None:
    """Return the ends of the interval; None where the formula gives none with `icc` in it."""
    if not ms.readers and not ms.error:
        return (1.0, 1.0)
    # Satterthwaite's degrees of freedom, multiplied by MSE squared: it may be 0
    a = k * icc * ms.readers
    b = (n * (1 + (k - 1) * icc) - k * icc) * ms.error
    if not a + b:
        return None
    freedom = (n - 1) * (k - 1) * (a + b) ** 2 / ((n - 1) * a**2 + b**2)
    f_low = float(fdtri(n - 1, freedom, _UPPER))
    f_high = float(fdtri(freedom, n - 1, _UPPER))
    between = k * ms.readers + (k * n - k - n) * ms.error
    low = n * (ms.films - f_low * ms.error) / (f_low * between + n * ms.films)
    high = n * (f_high * ms.films - ms.error) / (between + n * f_high * ms.films)
    encloses = low - _ROUNDING <= icc <= high + _ROUNDING
    return (low, high) if encloses and isfinite(high - low) else None

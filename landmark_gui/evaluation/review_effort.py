"""How much a reader must look at to find a model's errors, in one order and in another.

A look is one landmark of one film; whoever looks sees an error and corrects it, so that it is 0
from then on. Ties of the AUC count half (Hanley & McNeil, "The meaning and use of the area under a
receiver operating characteristic (ROC) curve", Radiology 143 (1982) 29-36).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHARE_FOUND = 0.9
ERROR_MM, FAR_MM = 2.0, 4.0
SHARES_LOOKED_AT = (0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Order:
    """What looking in one order comes to.

    Attributes:
        looks: how many find 90 % of the errors above 2 mm.
        mean_mm: mean error when the first 5, 10, 20 and 30 % have been looked at and corrected.
    """

    looks: float
    mean_mm: Mapping[float, float]


@dataclass(frozen=True, slots=True)
class Effort:
    """Orders of looking, compared.

    Attributes:
        landmarks: how many there are to look at.
        errors: how many are above 2 mm.
        gross: how many are above 4 mm.
        mean_mm: mean error before anyone has looked.
        orders: by name.
        auc: how well the expected error tells errors above 4 mm from the others; 0.5 is chance.
        gross_in_tenth: share of the errors above 4 mm among the 10 % least sure.
        implausible: how many landmarks the shape model marks.
        implausible_errors: how many of those are above 2 mm.
        implausible_gross: how many of those are above 4 mm.
        doubtful: how many landmarks the window marks as doubtful.
        doubtful_errors: how many of those are above 2 mm.
        doubtful_gross: how many of those are above 4 mm.
        mean_mm_after_doubtful: mean error when these alone have been looked at and corrected.
    """

    landmarks: int
    errors: int
    gross: int
    mean_mm: float
    orders: Mapping[str, Order]
    auc: float | None
    gross_in_tenth: float | None
    implausible: int
    implausible_errors: int
    implausible_gross: int
    doubtful: int
    doubtful_errors: int
    doubtful_gross: int
    mean_mm_after_doubtful: float

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON takes them."""
        return asdict(self)

    def table(self) -> str:
        """Return the figures as plain text."""
        shares = "".join(f"{f'{share:.0%} seen':>10}" for share in SHARES_LOOKED_AT)
        head = (
            f"{self.landmarks} landmarks, mean error {self.mean_mm:.3f} mm; "
            f"{self.errors} above 2 mm, {self.gross} above 4 mm\n"
            f"errors above 4 mm told by the expected error: AUC {_said(self.auc)}; "
            f"{_said(self.gross_in_tenth)} of them among the 10 % least sure\n"
            f"{self.implausible} marked implausible, of those {self.implausible_errors} above 2 mm "
            f"and {self.implausible_gross} above 4 mm\n"
            f"{self.doubtful} doubtful ({self.doubtful / self.landmarks:.1%}): who looks at these "
            f"alone finds {_part(self.doubtful_errors, self.errors)} above 2 mm and "
            f"{_part(self.doubtful_gross, self.gross)} above 4 mm, "
            f"mean error left {self.mean_mm_after_doubtful:.3f} mm\n\n"
        )
        lines = [f"{'order':<24}{'looks for 90 %':>16}{shares}   (mean error left, mm)"]
        for name, order in self.orders.items():
            means = "".join(f"{mean:>10.3f}" for mean in order.mean_mm.values())
            part = f"{order.looks:.0f} ({order.looks / self.landmarks:.0%})"
            lines.append(f"{name:<24}{part:>16}{means}")
        return head + "\n".join(lines)


def effort(
    errors_mm: NDArray[np.float64],
    expected: NDArray[np.float64],
    implausible: NDArray[np.bool_],
    doubtful: NDArray[np.bool_],
    orders: Mapping[str, Sequence[int]],
) -> Effort:
    """Return what each order of looking comes to; the order of chance is added.

    Args:
        errors_mm: `(n,)`.
        expected: `(n,)` expected errors; larger is less sure, whatever their unit.
        implausible: `(n,)`.
        doubtful: `(n,)`.
        orders: permutations of 0 ... n - 1.

    Raises:
        ValueError: there is no landmark.
    """
    if not errors_mm.size:
        raise ValueError("no film has both a prediction and a reader's points")
    wrong, gross = errors_mm > ERROR_MM, errors_mm > FAR_MM
    auc, in_tenth = foresight(expected, gross) or (None, None)
    known = {name: _looked(errors_mm[np.asarray(order)]) for name, order in orders.items()}
    return Effort(
        errors_mm.size,
        int(wrong.sum()),
        int(gross.sum()),
        float(errors_mm.mean()),
        known | {"by chance (expected)": _by_chance(errors_mm)},
        auc,
        in_tenth,
        int(implausible.sum()),
        int((implausible & wrong).sum()),
        int((implausible & gross).sum()),
        int(doubtful.sum()),
        int((doubtful & wrong).sum()),
        int((doubtful & gross).sum()),
        float(errors_mm[~doubtful].sum() / errors_mm.size),
    )


def _looked(errors_mm: NDArray[np.float64]) -> Order:
    """Return what looking at errors in their order comes to."""
    n, wrong = errors_mm.size, np.flatnonzero(errors_mm > ERROR_MM)
    needed = ceil(SHARE_FOUND * wrong.size)
    looks = int(wrong[needed - 1]) + 1 if needed else 0
    left = {share: float(errors_mm[round(share * n) :].sum() / n) for share in SHARES_LOOKED_AT}
    return Order(looks, left)


def _by_chance(errors_mm: NDArray[np.float64]) -> Order:
    n, wrong = errors_mm.size, int((errors_mm > ERROR_MM).sum())
    looks = ceil(SHARE_FOUND * wrong) * (n + 1) / (wrong + 1)  # of the m-th of them, on average
    return Order(
        looks, {share: float(errors_mm.mean()) * (1 - share) for share in SHARES_LOOKED_AT}
    )


def foresight(
    expected: NDArray[np.float64], gross: NDArray[np.bool_]
) -> tuple[float, float] | None:
    """Return how well expected errors `(n,)` tell which errors are gross; None if all are, or none.

    That is the AUC, and the share of the gross ones that lies among the tenth least sure.
    """
    if gross.all() or not gross.any():
        return None
    others = np.sort(expected[~gross])
    below = np.searchsorted(others, expected[gross], "left")
    ties = np.searchsorted(others, expected[gross], "right") - below
    least_sure = np.argsort(-expected, kind="stable")[: ceil(expected.size / 10)]
    auc = float((below + ties / 2).mean() / others.size)
    return auc, float(gross[least_sure].sum() / gross.sum())


def _part(found: int, of: int) -> str:
    return f"{found} of {of}" + (f" ({found / of:.0%})" if of else "")


def _said(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"

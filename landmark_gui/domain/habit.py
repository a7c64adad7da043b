"""How a reader places landmarks beside where the model does, learnt from corrected films.

Readers follow definitions of their own, and clinics do: two readers differ by a shift of each
landmark that is much the same on every film. So does the model, which learnt from others. Films
lie anyhow and are of any size, so shifts are measured in the pose and the unit of the shape model.

The mean shift of few films is itself unsure. How far readers go their own way at all is learnt
from all landmarks together, and each mean counts as far as that explains it (empirical Bayes: Efron
and Morris, J. Am. Stat. Assoc. 68 (1973) 117-130). So little moves where the model puts landmarks
as the reader does, and what the films do not agree on moves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel

FEWEST_FILMS = 3  # on which a reader has decided a landmark, before it is moved
POOLED = 3  # films' worth of weight of what all landmarks scatter in what one does

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """Where a reader puts landmarks.

    Attributes:
        shape: how the landmarks of a head lie to each other.
        shifts: of each landmark, from where the model sees it, x + iy in units of the shape, the
            longest first; those that do not move are left out.
        films: how many films they were learnt from.
    """

    shape: ShapeModel
    shifts: Mapping[str, complex]
    films: int

    @classmethod
    def learnt(
        cls,
        films: Iterable[tuple[Mapping[str, Point], Mapping[str, Point]]],
        shape: ShapeModel,
    ) -> "Habit":
        """Learn from where the model saw the landmarks of each film and where the reader did."""
        seen: dict[str, list[complex]] = defaultdict(list)
        count = 0
        for predicted, read in films:
            pose = shape.pose(predicted)
            both = [name for name in shape.landmarks if name in predicted and name in read]
            if pose is None or not both:
                continue
            count += 1
            before, after = (pose.undo(_complex(of, both)) for of in (predicted, read))
            for name, shift in zip(both, after - before, strict=True):
                seen[name].append(complex(shift))
        longest_first = sorted(steady_shifts(seen).items(), key=lambda shift: -abs(shift[1]))
        return cls(shape, dict(longest_first), count)

    def on(self, predicted: Mapping[str, Point]) -> dict[str, Point]:
        """Return where the reader would put the landmarks put elsewhere than by the model."""
        names = [name for name in self.shifts if name in predicted]
        pose = self.shape.pose(predicted)
        if pose is None or not names:
            return {}
        lying = pose.undo(_complex(predicted, names)) + [self.shifts[name] for name in names]
        placed = pose.apply(lying)
        return {n: Point(float(z.real), float(z.imag)) for n, z in zip(names, placed, strict=True)}


def steady_shifts(seen: Mapping[T, Sequence[complex]]) -> dict[T, complex]:
    """Return what the shifts of each landmark on several films have in common.

    Landmarks that were seen on too few films are left out, and so are those that do not move.
    """
    known = {name: np.array(shifts) for name, shifts in seen.items() if len(shifts) >= FEWEST_FILMS}
    if not known:
        return {}
    means = {name: complex(shifts.mean()) for name, shifts in known.items()}
    scatter = {name: float(shifts.var(ddof=1)) for name, shifts in known.items()}
    usual = float(np.mean(list(scatter.values())))
    unsure = {}  # the variance of each mean; a few films tell little of how far they scatter
    for name, shifts in known.items():
        own = len(shifts) - 1
        pooled = (own * scatter[name] + POOLED * usual) / (own + POOLED)
        unsure[name] = pooled / len(shifts)
    wayward = max(0.0, float(np.mean([abs(means[n]) ** 2 - unsure[n] for n in known])))
    return {n: m * wayward / (wayward + unsure[n]) for n, m in means.items() if wayward and m}


def _complex(points: Mapping[str, Point], names: list[str]) -> NDArray[np.complex128]:
    return np.array([complex(points[name].x, points[name].y) for name in names])

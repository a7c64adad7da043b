"""How plausible landmarks lie to each other: a normal distribution of shapes.

Shapes are compared after the best similarity (Procrustes; Dryden and Mardia 2016, chapter 7), so
place, size and tilt of the head have no say. Their deviations from the mean shape, in units of its
size, are taken as normal; a shape's oddness is its Mahalanobis distance, per degree of freedom.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import Point
from landmark_gui.paths import resource

Shapes = NDArray[np.float64]

ROUNDS = 5  # of the mean shape; it settles in two
SHRINKAGE = 0.1  # of the covariance towards its mean variance: there are few films
FREE = 4  # what the similarity takes away
SLACK = 1.5  # over the oddest training shape, each left out of its own distribution


@dataclass(frozen=True, slots=True, eq=False)
class ShapeModel:
    """A distribution of shapes.

    Attributes:
        landmarks: abbreviations, in order.
        mean: `(N, 2)`, centred, of size 1.
        precision: `(2N, 2N)`, inverse covariance of the deviations.
        limit: oddness beyond which a shape is implausible.
    """

    landmarks: tuple[str, ...]
    mean: Shapes
    precision: Shapes
    limit: float

    @classmethod
    def fit(cls, landmarks: Sequence[str], shapes: Shapes) -> "ShapeModel":
        """Return the distribution of shapes `(M, N, 2)` in pixels."""
        mean = _normal(shapes[0])
        for _ in range(ROUNDS):
            mean = _normal(np.mean([_aligned(shape, mean) for shape in shapes], 0))
        off = np.array([(_aligned(shape, mean) - mean).ravel() for shape in shapes])
        oddest = max(_oddness(off[i], _precision(np.delete(off, i, 0))) for i in range(len(off)))
        return cls(tuple(landmarks), mean, _precision(off), SLACK * oddest)

    def oddness(self, points: Mapping[str, Point]) -> float:
        """Return how odd a shape is: about 1 is usual."""
        shape = np.array([(points[name].x, points[name].y) for name in self.landmarks])
        return _oddness((_aligned(shape, self.mean) - self.mean).ravel(), self.precision)

    def plausible(self, points: Mapping[str, Point]) -> bool:
        """Tell whether landmarks lie to each other as on films; unknown schemes always do."""
        return not set(self.landmarks) <= points.keys() or self.oddness(points) <= self.limit

    def as_dict(self) -> dict[str, Any]:
        """Return the values for a file."""
        return {
            "limit": round(self.limit, 3),
            "landmarks": list(self.landmarks),
            "mean": self.mean.round(6).tolist(),
            "precision": self.precision.round(1).tolist(),
        }


@cache
def shipped_shape() -> ShapeModel:
    """Return the distribution that comes with the program."""
    told = json.loads(resource("recognition", "shape.json").read_text("utf-8"))
    mean, precision = (np.array(told[key]) for key in ("mean", "precision"))
    return ShapeModel(tuple(told["landmarks"]), mean, precision, float(told["limit"]))


def _normal(shape: Shapes) -> Shapes:
    centred = shape - shape.mean(0)
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-9))


def _aligned(shape: Shapes, mean: Shapes) -> Shapes:
    """Return a shape moved, turned and scaled onto the mean; never mirrored."""
    normal = _normal(shape)
    one, other = normal @ (1, 1j), mean @ (1, 1j)
    onto = np.vdot(one, other) * one  # the least squares over all complex factors
    return np.stack([onto.real, onto.imag], -1)


def _precision(off: Shapes) -> Shapes:
    spread = off.T @ off / max(len(off) - 1, 1)
    even = float(np.mean(np.diagonal(spread))) * np.eye(len(spread))
    return np.asarray(np.linalg.inv((1 - SHRINKAGE) * spread + SHRINKAGE * even))


def _oddness(off: NDArray[np.float64], precision: Shapes) -> float:
    return float(np.sqrt(max(float(off @ precision @ off), 0.0) / (len(off) - FREE)))

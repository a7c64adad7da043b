"""Where a landmark is expected, given where the others are.

A shape is all landmarks of a film. With translation, rotation and scale taken out (Gower,
"Generalized Procrustes analysis", Psychometrika 40 (1975) 33-51) shapes are close to a Gaussian
with mean m and covariance C, and so is one landmark given the others (Bishop, "Pattern recognition
and machine learning", 2006, eq. 2.75). The pose of a film is known from its landmarks only, so
C is widened along the four directions of pose: what lies in them says nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import Point

FEWEST = 4  # known landmarks: a pose takes two of them, and what is left must contradict
CONTRADICTED_SHARE = 0.25  # of the landmarks of a film, from which on it is no usual head
_POSE_VARIANCE = 100.0  # in squared shape sizes: as good as unknown
_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expectation:
    """Where the other landmarks let one be expected.

    Attributes:
        point: the most probable position on the film, in pixels.
        surprise: squared Mahalanobis distance of the landmark from there; chi^2 with 2 degrees of
            freedom if the shape is like those the model was made from.
        covariance_px2: of the landmark around that position: of x, of x with y, of y.
    """

    point: Point
    surprise: float
    covariance_px2: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class ShapeModel:
    """How the landmarks of a head lie to each other.

    Attributes:
        landmarks: abbreviations.
        mean: `(N,)` complex128, x + iy, centred; its root mean square is 1, the unit below.
        covariance: `(2N, 2N)` float64, x and y of the first landmark, of the second, and so on.
        limit: surprise above which a landmark is implausible.
    """

    landmarks: tuple[str, ...]
    mean: NDArray[np.complex128]
    covariance: NDArray[np.float64]
    limit: float

    @classmethod
    def read(cls, path: Path) -> "ShapeModel":
        """Return the model in a JSON file of `resources/shapes`."""
        data = json.loads(path.read_text("utf-8"))
        mean = np.array(data["mean"], np.float64)
        covariance = np.array(data["covariance"], np.float64)
        return cls(tuple(data["landmarks"]), as_complex(mean), covariance, data["limit"])

    @classmethod
    def read_if_any(cls, path: Path) -> "ShapeModel | None":
        """Return the model in a file, None if it is not there: not every scheme has one."""
        return cls.read(path) if path.exists() else None

    def expectations(
        self, known: Mapping[str, Point], error_px: Mapping[str, float] = _NOTHING
    ) -> dict[str, Expectation]:
        """Return for each known landmark what all other known ones say of it.

        Args:
            known: positions on the film.
            error_px: root mean square error of those that are not sure; of the landmark itself
                it does not count, for its error is what is looked for.

        Returns:
            Nothing where too few are known, or where they are no shape.
        """
        pose = self.pose(known)
        if pose is None:
            return {}
        names, at, points = self._found(known)
        variance = np.array([error_px.get(name, 0.0) ** 2 / 2 for name in names])
        variance /= pose.scale**2
        offsets = as_real(pose.undo(points) - self.mean[at])
        expected, surprise, spread = self._given_others(at, offsets, variance)
        shown = pose.apply(self.mean[at] + as_complex(expected))
        return {
            name: Expectation(Point(float(z.real), float(z.imag)), float(s), pose.turned(around))
            for name, z, s, around in zip(names, shown, surprise, spread, strict=True)
        }

    def pose(self, known: Mapping[str, Point]) -> "Pose | None":
        """Return how the mean shape lies closest to known landmarks, whichever way the head faces.

        None where too few are known, or where they are no shape.
        """
        names, at, points = self._found(known)
        if len(names) < FEWEST or np.ptp(points) == 0:
            return None
        return min(
            (Pose.between(self.mean[at], points, mirrored=m) for m in (False, True)),
            key=lambda pose: float(np.sum(np.abs(pose.apply(self.mean[at]) - points) ** 2)),
        )

    def _found(
        self, known: Mapping[str, Point]
    ) -> tuple[list[str], NDArray[np.intp], NDArray[np.complex128]]:
        """Return the landmarks that are known: names, places in the shape, positions `(K,)`."""
        names = [name for name in self.landmarks if name in known]
        at = np.array([self.landmarks.index(name) for name in names], np.intp)
        return names, at, np.array([complex(known[name].x, known[name].y) for name in names])

    def plausible(self, known: Mapping[str, Point]) -> bool:
        """Tell whether landmarks can be those of a head: few of them contradict the others.

        Readers' landmarks do so three times at most on films of two sources, those of no head
        twelve times at least. Fewer than four landmarks say nothing.
        """
        said = self.expectations(known)
        if not said:
            return len(known.keys() & set(self.landmarks)) < FEWEST
        contradicted = sum(e.surprise > self.limit for e in said.values())
        return contradicted <= CONTRADICTED_SHARE * len(said)

    def _given_others(
        self, at: NDArray[np.intp], offsets: NDArray[np.float64], variance: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], ...]:
        """Return the offsets `(K, 2)` expected, the surprise `(K,)`, and the covariances."""
        both = np.stack([2 * at, 2 * at + 1], axis=1).ravel()
        spread = self._widened[np.ix_(both, both)] + np.diag(np.repeat(variance, 2))
        precision = np.linalg.inv(spread)
        pulls = (precision @ offsets.ravel()).reshape(-1, 2)
        blocks = precision.reshape(len(at), 2, len(at), 2)
        own = np.linalg.inv(blocks[np.arange(len(at)), :, np.arange(len(at)), :])
        deviation = np.einsum("kij,kj->ki", own, pulls)  # from the expectation
        shape_alone = own - variance[:, None, None] * np.eye(2)
        surprise = np.einsum("ki,kij,kj->k", deviation, np.linalg.inv(shape_alone), deviation)
        return offsets - deviation, surprise, shape_alone

    @cached_property
    def _widened(self) -> NDArray[np.float64]:
        moves = np.stack([np.ones_like(self.mean), 1j * np.ones_like(self.mean)])
        turns = np.stack([self.mean, 1j * self.mean])
        directions = as_real(np.concatenate([moves, turns])).reshape(4, -1)
        return np.asarray(self.covariance + _POSE_VARIANCE * directions.T @ directions)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a shape lies on a film: z -> turn * z + shift in complex numbers.

    `mirrored` for a head that faces the other way: the film's x is taken from right to left first.
    """

    turn: complex
    shift: complex
    mirrored: bool = False

    @classmethod
    def between(
        cls,
        shape: NDArray[np.complex128],
        points: NDArray[np.complex128],
        *,
        mirrored: bool = False,
    ) -> "Pose":
        """Return the pose that brings a shape closest to points, by least squares."""
        points = _faced(points, mirrored=mirrored)
        shape_middle, points_middle = shape.mean(), points.mean()
        centred = shape - shape_middle
        turn = complex(np.vdot(centred, points - points_middle) / np.vdot(centred, centred))
        return cls(turn, complex(points_middle - turn * shape_middle), mirrored)

    @property
    def scale(self) -> float:
        """Film pixels per unit of the shape."""
        return abs(self.turn)

    def apply(self, shape: NDArray[np.complex128]) -> NDArray[np.complex128]:
        """Return where a shape lies on the film."""
        return _faced(self.turn * shape + self.shift, mirrored=self.mirrored)

    def turned(self, covariance: NDArray[np.float64]) -> tuple[float, float, float]:
        """Return a covariance `(2, 2)` of the shape as it is on the film: xx, xy, yy."""
        turn = np.array([[self.turn.real, -self.turn.imag], [self.turn.imag, self.turn.real]])
        (xx, xy), (_, yy) = turn @ covariance @ turn.T
        return float(xx), float(-xy if self.mirrored else xy), float(yy)

    def undo(self, points: NDArray[np.complex128]) -> NDArray[np.complex128]:
        """Return what shape lies there on the film."""
        return (_faced(points, mirrored=self.mirrored) - self.shift) / self.turn


def _faced(points: NDArray[np.complex128], *, mirrored: bool) -> NDArray[np.complex128]:
    return -np.conj(points) if mirrored else points


def as_complex(points: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Return `(..., 2)` positions as `(...,)` complex numbers."""
    return np.asarray(points[..., 0] + 1j * points[..., 1])


def as_real(points: NDArray[np.complex128]) -> NDArray[np.float64]:
    """Return `(...,)` complex numbers as `(..., 2)` positions."""
    return np.stack([points.real, points.imag], axis=-1)

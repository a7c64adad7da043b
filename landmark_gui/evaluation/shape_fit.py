"""A shape model out of readers' landmarks, with a limit that was tried on films left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import FEWEST, Pose, ShapeModel, as_real
from landmark_gui.evaluation.truth import Reading, TruthError

CHI2_999 = 13.816  # 99.9 % of chi^2 with 2 degrees of freedom
#: Of a reader about the mean of readers, in squared shape sizes: 1.5 mm on a lateral film. With it
#: the surprise of films left out is spread as chi^2 says; without, the tail is twice as long.
READING_VARIANCE = 6e-4
_ROUNDS = 10  # Procrustes fits settle after three or four
_SUBSETS = 4  # of each left-out film, in which only some landmarks are known
_SEED = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A model and how it was tried.

    Attributes:
        model: from all films.
        films: how many.
        tried: how many surprises of left-out films the limit rests on.
        quantile: their 99.9 % quantile; chi^2 says 13.8 where shapes are Gaussian.
    """

    model: ShapeModel
    films: int
    tried: int
    quantile: float


def fit(films: Mapping[str, Reading], landmarks: tuple[str, ...]) -> Fit:
    """Return the model of the complete films.

    The limit is the larger of chi^2's and the 99.9 % quantile of the surprise on films that were
    left out of the model, with all and with random parts of the landmarks known.

    Raises:
        TruthError: too few complete films for a covariance.
    """
    complete = [of for of in films.values() if all(name in of for name in landmarks)]
    if len(complete) <= 2 * len(landmarks):
        raise TruthError(f"{len(complete)} complete films are too few for a shape model.")
    points = [[complex(of[name].x, of[name].y) for name in landmarks] for of in complete]
    mean, aligned = _aligned(np.array(points, np.complex128))
    surprises = np.concatenate(
        [_surprises(landmarks, aligned, left_out) for left_out in range(len(aligned))]
    )
    quantile = float(np.quantile(surprises, 0.999))
    model = replace(_model(landmarks, mean, aligned), limit=max(CHI2_999, quantile))
    return Fit(model, len(aligned), surprises.size, quantile)


def _aligned(
    shapes: NDArray[np.complex128],
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    mean = _normed(shapes[0])
    aligned = shapes
    for _ in range(_ROUNDS):
        aligned = np.array([_normed(Pose.between(mean, shape).undo(shape)) for shape in shapes])
        mean = _normed(aligned.mean(axis=0))
    return mean, aligned


def _normed(shape: NDArray[np.complex128]) -> NDArray[np.complex128]:
    centred = shape - shape.mean()
    return np.asarray(centred / np.sqrt(np.mean(np.abs(centred) ** 2)))


def _model(
    landmarks: tuple[str, ...], mean: NDArray[np.complex128], aligned: NDArray[np.complex128]
) -> ShapeModel:
    covariance = np.cov(as_real(aligned).reshape(len(aligned), -1), rowvar=False)
    covariance += READING_VARIANCE * np.eye(len(covariance))
    return ShapeModel(landmarks, mean, covariance, CHI2_999)


def _surprises(
    landmarks: tuple[str, ...], aligned: NDArray[np.complex128], left_out: int
) -> NDArray[np.float64]:
    """Return how much a film surprises a model of all others."""
    others, shape = np.delete(aligned, left_out, axis=0), aligned[left_out]
    without = _model(landmarks, _normed(others.mean(axis=0)), others)
    found: list[float] = []
    for known in _subsets(np.random.default_rng([_SEED, left_out]), len(landmarks)):
        points = {landmarks[i]: Point(shape[i].real, shape[i].imag) for i in known}
        found += [said.surprise for said in without.expectations(points).values()]
    return np.array(found)


def _subsets(chance: np.random.Generator, count: int) -> list[NDArray[np.intp]]:
    sizes = chance.integers(FEWEST, count, size=_SUBSETS)
    return [np.arange(count), *(chance.permutation(count)[:size] for size in sizes)]


def as_json(fitted: Fit) -> dict[str, object]:
    """Return a model as its file holds it, to six digits."""
    model = fitted.model
    return {
        "landmarks": list(model.landmarks),
        "limit": round(model.limit, 3),
        "mean": _digits(as_real(model.mean)),
        "covariance": _digits(model.covariance),
    }


def _digits(values: NDArray[np.float64]) -> list[object]:
    return [_digits(row) if row.ndim else float(f"{row:.6g}") for row in values]

"""How one head differs from the average: a random but plausible patient.

The spreads are about those of landmarks on adults' films; jaws move as jaws do (the mandible
turns about its condyle, both tips of the incisors follow each other), so that faces stay faces.
"""

from dataclasses import dataclass
from math import radians

import numpy as np
from numpy.typing import NDArray

from landmark_gui.phantom.template import ANCHORS


@dataclass(frozen=True, slots=True, eq=False)
class Proportions:
    """The anchors of one patient.

    Attributes:
        anchors: `(2,)` millimetres from the sella of the average head, by anchor name.
        size: length of the head relative to the average.
        tilt: how far the head is bowed, in radians; positive lifts the face.
    """

    anchors: dict[str, NDArray[np.float64]]
    size: float
    tilt: float


def draw_proportions(rng: np.random.Generator) -> Proportions:
    """Return a random patient."""
    anchors = {name: np.array(place) for name, place in ANCHORS.items()}
    _vary_skull(anchors, rng)
    _vary_upper_jaw(anchors, rng)
    _vary_lower_jaw(anchors, rng)
    _vary_soft_tissue(anchors, rng)
    size = float(np.clip(rng.normal(1.0, 0.045), 0.9, 1.1))
    tilt = radians(float(np.clip(rng.normal(0.0, 4.0), -9.0, 9.0)))
    return Proportions(anchors, size, tilt)


def _normal(rng: np.random.Generator, spread: float) -> float:
    """Return a normal number without its rare far tails."""
    return float(np.clip(rng.normal(), -2.2, 2.2)) * spread


def _shift(rng: np.random.Generator, x_mm: float, y_mm: float) -> NDArray[np.float64]:
    return np.array([_normal(rng, x_mm), _normal(rng, y_mm)])


def _vary_skull(anchors: dict[str, NDArray[np.float64]], rng: np.random.Generator) -> None:
    vault = np.array([1 + _normal(rng, 0.04), 1 + _normal(rng, 0.04)])
    for name in ("vertex", "occiput", "forehead", "nape"):
        anchors[name] *= vault
    anchors["N"] += _shift(rng, 2.0, 2.6)
    anchors["forehead"] += 0.6 * (anchors["N"] - ANCHORS["N"])
    anchors["Or"] += _shift(rng, 2.0, 1.8) + 0.4 * (anchors["N"] - ANCHORS["N"])
    ear = _shift(rng, 1.8, 1.8)
    for name in ("Po", "Ar", "condyle", "Go"):
        anchors[name] += ear
    anchors["Po"] += _shift(rng, 1.0, 0.8)


def _vary_upper_jaw(anchors: dict[str, NDArray[np.float64]], rng: np.random.Generator) -> None:
    jaw = _shift(rng, 2.6, 2.4) + 0.3 * (anchors["N"] - ANCHORS["N"])
    rear = _shift(rng, 1.8, 1.8)
    for name in ("ANS", "A", "U1", "UL", "Sn", "nose"):
        anchors[name] += jaw
    anchors["PNS"] += rear + 0.4 * jaw
    anchors["A"] += _shift(rng, 0.8, 0.8)
    anchors["U1"] += _shift(rng, 2.2, 1.6)
    # both jaws meet at the molars
    anchors["M1"] += (anchors["U1"] - ANCHORS["U1"] + anchors["PNS"] - ANCHORS["PNS"]) / 2


def _vary_lower_jaw(anchors: dict[str, NDArray[np.float64]], rng: np.random.Generator) -> None:
    pivot = anchors["condyle"]
    turn = radians(_normal(rng, 3.0))
    length = 1 + _normal(rng, 0.035)
    height = 1 + _normal(rng, 0.045)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    for name in ("Me", "Pog", "B", "L1", "Go"):
        stretched = (np.asarray(ANCHORS[name]) - ANCHORS["condyle"]) * (length, height)
        anchors[name] = pivot + turned @ stretched
    for name in ("B", "Pog", "Me"):
        anchors[name] += _shift(rng, 0.7, 0.8)
    anchors["Go"] += _shift(rng, 2.0, 2.4)
    # teeth compensate for the jaws: the lower incisor keeps near the upper one
    bite = np.subtract(ANCHORS["L1"], ANCHORS["U1"]) + _shift(rng, 1.8, 1.6)
    anchors["L1"] = 0.35 * anchors["L1"] + 0.65 * (anchors["U1"] + bite)


def _vary_soft_tissue(anchors: dict[str, NDArray[np.float64]], rng: np.random.Generator) -> None:
    chin = anchors["Pog"] - ANCHORS["Pog"]
    teeth = (anchors["U1"] - ANCHORS["U1"]) / 2 + (anchors["L1"] - ANCHORS["L1"]) / 2
    anchors["UL"] += 0.4 * (anchors["U1"] - ANCHORS["U1"]) * (1.0, 0.5) + _shift(rng, 1.4, 1.0)
    anchors["Sn"] += _shift(rng, 1.2, 1.0)
    anchors["LL"] += 0.6 * teeth + 0.4 * chin + _shift(rng, 1.2, 1.0)
    anchors["Pog'"] += chin + _shift(rng, 1.4, 1.0)
    anchors["nose"] += _shift(rng, 2.2, 1.8)
    anchors["throat"] += 0.8 * chin + _shift(rng, 4.0, 3.0)
    anchors["neck"] += 0.5 * chin * (0.0, 1.0) + _shift(rng, 6.0, 4.0)

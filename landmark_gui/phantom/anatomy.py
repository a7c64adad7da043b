"""The anatomy of one patient on the film, and the landmarks found on its curves.

Every landmark is measured on the curve that is drawn, as a reader would measure it; none is
carried along separately.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landmark_gui.phantom.curves import Curve, Warp, centroid, crossing, deepest, furthest, smooth
from landmark_gui.phantom.proportions import Proportions
from landmark_gui.phantom.shapes import Region
from landmark_gui.phantom.teeth import cervical_shapes, dental_shapes
from landmark_gui.phantom.template import ANCHORS, REGION_ANCHORS, SHAPES

_FORWARD, _DOWN, _UP = (1.0, 0.0), (0.0, 1.0), (0.0, -1.0)
_ALL_SHAPES = {**SHAPES, **dental_shapes(), **cervical_shapes()}

# indices into the control points of "skin" and "symphysis"
_NOSE_TIP, _UPPER_LIP, _STOMION, _SULCUS, _SOFT_MENTON = 20, 27, 30, 36, 41
_LOWER_LIP_START = 32
_CREST, _SUPRAMENTALE, _CHIN, _LOWEST = 1, 4, 7, 10


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """All structures of a head, in millimetres from the film's top-left corner.

    Attributes:
        curves: by name, as in `template` and `teeth`.
        landmarks: `(2,)` by abbreviation, all 19 of the scheme isbi19.
    """

    curves: dict[str, Curve]
    landmarks: dict[str, NDArray[np.float64]]


def build_anatomy(patient: Proportions, sella_mm: NDArray[np.float64]) -> Anatomy:
    """Return a patient's anatomy with the sella near `(2,)` `sella_mm` on the film."""
    warps = {
        region: Warp.between(ANCHORS, {name: patient.anchors[name] for name in names})
        for region, names in REGION_ANCHORS.items()
    }
    turn = patient.size * np.array(
        [
            [np.cos(patient.tilt), np.sin(patient.tilt)],
            [-np.sin(patient.tilt), np.cos(patient.tilt)],
        ]
    )
    curves = {}
    names_of = {
        region: [name for name, shape in _ALL_SHAPES.items() if shape.region is region]
        for region in Region
    }
    for region, names in names_of.items():
        # one call per region: the spline's solver is set up once
        moved = warps[region](np.vstack([_ALL_SHAPES[name].points for name in names]))
        sizes = np.cumsum([len(_ALL_SHAPES[name].points) for name in names])[:-1]
        for name, control in zip(names, np.split(moved @ turn.T + sella_mm, sizes), strict=True):
            curves[name] = smooth(control, closed=_ALL_SHAPES[name].closed)
    return Anatomy(curves, find_landmarks(curves))


def find_landmarks(curves: dict[str, Curve]) -> dict[str, NDArray[np.float64]]:
    """Return the 19 landmarks `(2,)` measured on the curves, by abbreviation."""
    return _on_skull(curves) | _on_jaws(curves) | _on_skin(curves["skin"])


def _on_skull(curves: dict[str, Curve]) -> dict[str, NDArray[np.float64]]:
    ramus = curves["ramus rear"]
    articulare = crossing(ramus.part(1, 6), curves["cranial base"].points)
    go = deepest(ramus.part(5, 12), articulare, ramus.points[-1])
    return {
        "S": centroid(curves["fossa"].points),
        "N": curves["nasal bone"].points[0],
        "Or": furthest(curves["orbit near"].part(3, 7), _DOWN),
        "Po": furthest(curves["meatus"].points, _UP),
        "Ar": articulare,
        "Go": go,
    }


def _on_jaws(curves: dict[str, Curve]) -> dict[str, NDArray[np.float64]]:
    front, chin = curves["maxilla front"], curves["symphysis"]
    pog = furthest(chin.part(_SUPRAMENTALE + 1, _LOWEST), _FORWARD)
    me = furthest(chin.part(_CHIN, _LOWEST + 2), _DOWN)
    return {
        "ANS": curves["nasal floor"].points[-1],
        "PNS": curves["nasal floor"].points[0],
        "A": deepest(front.points, front.points[0], front.points[-1]),
        "B": deepest(chin.part(_CREST, _CHIN), chin.points[chin.knots[_CREST]], pog),
        "Pog": pog,
        "Me": me,
        "Gn": _between(chin.part(_SUPRAMENTALE, _LOWEST + 2), pog, me),
        "U1": curves["upper 0"].points[0],
        "L1": curves["lower 0"].points[0],
    }


def _between(
    outline: NDArray[np.float64], pog: NDArray[np.float64], me: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the most anterior and inferior sample, seen square to the line from Pog to Me."""
    along = me - pog
    return furthest(outline, (along[1], -along[0]))


def _on_skin(skin: Curve) -> dict[str, NDArray[np.float64]]:
    upper_lip = furthest(skin.part(_UPPER_LIP - 2, _STOMION), _FORWARD)
    nose = furthest(skin.part(_NOSE_TIP - 2, _NOSE_TIP + 2), _FORWARD)
    return {
        "UL": upper_lip,
        "LL": furthest(skin.part(_LOWER_LIP_START, _SULCUS), _FORWARD),
        "Sn": deepest(skin.part(_NOSE_TIP, _UPPER_LIP), nose, upper_lip),
        "Pog'": furthest(skin.part(_SULCUS, _SOFT_MENTON), _FORWARD),
    }

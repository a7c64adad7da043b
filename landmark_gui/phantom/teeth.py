"""Teeth and vertebrae of the average head, each made from a few numbers.

Positions are millimetres from the sella, as in `template`.
"""

import numpy as np
from numpy.typing import NDArray

from landmark_gui.phantom.shapes import Place, Region, Shape

# along the tooth from tip to apex, half width to the front, half width to the back
_INCISOR = ((0.0, 0.0, 0.0), (0.1, 0.2, 0.2), (0.25, 0.46, 0.42), (0.38, 0.5, 0.5))
_MOLAR = (
    (0.03, 0.0, 0.0),
    (0.0, 0.3, 0.3),
    (0.06, 0.46, 0.46),
    (0.25, 0.5, 0.5),
    (0.38, 0.44, 0.44),
)
_ROOT = ((0.6, 0.38, 0.36), (0.85, 0.22, 0.2), (1.0, 0.05, 0.05))
CROWN = 0.4  # share of a tooth's length that bears enamel

#: Incisal edge or cusps, apex, width; the first of each jaw is the central incisor.
UPPER_TEETH: tuple[tuple[Place, Place, float], ...] = (
    ((63.1, 67.2), (53.6, 45.6), 7.4),
    ((60.2, 67.0), (50.5, 44.5), 7.2),
    ((54.2, 65.6), (49.5, 45.8), 7.2),
    ((47.2, 64.9), (44.6, 46.0), 7.0),
    ((38.5, 64.1), (37.4, 44.6), 10.0),
    ((28.2, 62.5), (28.6, 44.0), 9.8),
)
LOWER_TEETH: tuple[tuple[Place, Place, float], ...] = (
    ((61.5, 66.0), (51.2, 85.4), 6.6),
    ((58.8, 65.4), (48.6, 86.0), 6.8),
    ((52.0, 65.8), (46.0, 85.6), 7.0),
    ((45.0, 64.6), (40.6, 84.4), 7.0),
    ((36.2, 63.6), (32.2, 82.6), 10.6),
    ((25.6, 61.8), (20.4, 79.4), 10.4),
)


def _side(tip: Place, apex: Place) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    axis = np.subtract(apex, tip)
    front = np.array([abs(axis[1]), -axis[0] * np.sign(axis[1])])
    return axis, front / np.hypot(*front)


def tooth(tip: Place, apex: Place, width_mm: float, *, pointed: bool) -> tuple[Place, ...]:
    """Return the outline of a tooth; a pointed one has its exact tip as a sharp corner."""
    return _outline(tip, apex, width_mm, (*(_INCISOR if pointed else _MOLAR), *_ROOT))


def crown(tip: Place, apex: Place, width_mm: float, *, pointed: bool) -> tuple[Place, ...]:
    """Return the outline of the enamel cap of a tooth."""
    profile = _INCISOR if pointed else _MOLAR
    return _outline(tip, apex, width_mm, (*profile, (CROWN, 0.2, 0.2)))


def pulp(tip: Place, apex: Place) -> tuple[Place, ...]:
    """Return the line of the root canal."""
    axis, _ = _side(tip, apex)
    return tuple(_place(np.add(tip, share * axis)) for share in (0.25, 0.5, 0.75, 0.97))


def _outline(
    tip: Place, apex: Place, width_mm: float, profile: tuple[tuple[float, float, float], ...]
) -> tuple[Place, ...]:
    axis, front = _side(tip, apex)
    forward = [_place(np.add(tip, at * axis + f * width_mm * front)) for at, f, _ in profile]
    backward = [_place(np.add(tip, at * axis - b * width_mm * front)) for at, _, b in profile]
    if profile[0][0] == profile[0][1] == 0:
        # the tip stands at both ends of the outline and twice at its start: a corner
        return (forward[0], *forward, *backward[:0:-1])
    return (*forward, *backward[::-1])


def _place(point: NDArray[np.float64]) -> Place:
    return (float(point[0]), float(point[1]))


def dental_shapes() -> dict[str, Shape]:
    """Return outline, crown and pulp of every tooth by name, such as `upper 0 crown`."""
    shapes: dict[str, Shape] = {}
    jaws = (("upper", Region.UPPER, UPPER_TEETH), ("lower", Region.LOWER, LOWER_TEETH))
    for jaw, region, teeth in jaws:
        for number, (tip, apex, width) in enumerate(teeth):
            pointed = number < 2  # noqa: PLR2004 - central and lateral incisor
            name = f"{jaw} {number}"
            outline = tooth(tip, apex, width, pointed=pointed)
            cap = crown(tip, apex, width, pointed=pointed)
            shapes[name] = Shape(region, outline, closed=True)
            shapes[f"{name} crown"] = Shape(region, cap, closed=True)
            shapes[f"{name} pulp"] = Shape(region, pulp(tip, apex))
    return shapes


def cervical_shapes() -> dict[str, Shape]:
    """Return the outlines of the cervical vertebrae: bodies, arches and spinous processes."""
    shapes = {
        "atlas front": ((-18.6, 40.0), (-15.8, 44.0), (-17.4, 49.0), (-20.6, 47.6), (-20.8, 41.6)),
        "atlas rear": (
            *((-24.0, 44.0), (-34.0, 46.0), (-46.0, 46.0), (-54.0, 43.5), (-58.0, 46.0)),
            *((-56.0, 51.0), (-46.0, 50.5), (-34.0, 51.5), (-24.0, 51.0)),
        ),
        "axis": (
            *((-24.2, 37.0), (-21.0, 40.0), (-21.0, 50.0), (-17.8, 60.0), (-17.8, 71.0)),
            *((-24.0, 72.6), (-31.0, 72.0), (-31.0, 60.0), (-27.6, 50.0), (-27.2, 40.0)),
        ),
        "axis process": (
            *((-30.0, 58.0), (-42.0, 58.0), (-54.0, 56.0), (-64.0, 62.0), (-63.0, 69.0)),
            *((-50.0, 68.0), (-38.0, 70.0), (-30.0, 68.0)),
        ),
    }
    for level in range(6):
        x, y = -24.8 - 0.7 * level, 80.2 + 14.2 * level
        shapes[f"vertebra {level}"] = _body(x, y)
        shapes[f"process {level}"] = _process(x, y)
        shapes[f"facet {level}"] = _facet(x, y)
    return {name: Shape(Region.NECK, points, closed=True) for name, points in shapes.items()}


def _body(x: float, y: float) -> tuple[Place, ...]:
    half, top, bottom = 7.0, -6.0, 6.2
    return (
        *((x - half, y + top - 1), (x - half, y + top - 1), (x - 1, y + top + 0.8)),
        *((x + half, y + top + 1), (x + half, y + top + 1), (x + half - 0.9, y)),
        *((x + half + 0.8, y + bottom + 0.6), (x + half + 0.8, y + bottom + 0.6)),
        *(
            (x, y + bottom - 1.4),
            (x - half + 0.2, y + bottom - 1),
            (x - half + 0.2, y + bottom - 1),
        ),
        (x - half + 0.8, y),
    )


def _process(x: float, y: float) -> tuple[Place, ...]:
    return (
        *((x - 16, y - 3), (x - 26, y - 2), (x - 36, y + 3), (x - 39, y + 8), (x - 33, y + 9)),
        *((x - 24, y + 6), (x - 15, y + 6)),
    )


def _facet(x: float, y: float) -> tuple[Place, ...]:
    return (
        *((x - 6, y - 8), (x - 6, y - 2), (x - 11, y + 6), (x - 17, y + 8)),
        *((x - 18, y + 2), (x - 12, y - 6)),
    )

"""What stands in the beam besides the patient: ear rods, ruler, nose rest, shoulder."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from landmark_gui.phantom.anatomy import Anatomy
from landmark_gui.phantom.curves import smooth
from landmark_gui.phantom.densities import Body, Veil
from landmark_gui.phantom.rays import Edge
from landmark_gui.phantom.render import Drawn

_RULER_MM, _TICKS = 22.0, 11


def fixtures(anatomy: Anatomy, width_mm: float, rng: np.random.Generator) -> Iterator[Drawn]:
    """Yield the fixtures of one film with their outlines in millimetres on the film."""
    ears, ruler, shoulder = rng.random(3)
    bend = rng.uniform(-1.0, 1.0, 6)
    if ears < 0.8:  # noqa: PLR2004 - most films show the rods
        yield from _ear_rods(anatomy.landmarks["Po"], bend[:4])
    if ruler < 0.7:  # noqa: PLR2004 - most films carry a scale
        yield from _ruler(anatomy.landmarks["N"], width_mm, bend[4])
    if shoulder < 0.6:  # noqa: PLR2004 - the collar often reaches into the film
        yield from _shoulder(bend)


def _ear_rods(porion: NDArray[np.float64], bend: NDArray[np.float64]) -> Iterator[Drawn]:
    centre = np.add(porion, (0.4 * bend[0], 9.0 + bend[1]))
    for radius, shift in ((8.6, 0.0), (6.0, 1.4)):
        middle = centre + shift * bend[2:4]
        yield Veil("ear rod", 0.5, Edge(0.5)), _circle(middle, radius)
        yield Veil("ear rod", -0.5, Edge(0.5)), _circle(middle, radius - 0.8)
        yield Veil("ear rod", 0.12, Edge(0.8)), _circle(middle, radius)


def _ruler(nasion: NDArray[np.float64], width_mm: float, lean: float) -> Iterator[Drawn]:
    foot = np.array([min(nasion[0] + 21.0 + lean, width_mm - 15.0), nasion[1] + 2.0])
    up = np.array([-0.02 + 0.02 * lean, -1.0])
    top = foot - up * (-foot[1] - 5.0)
    rod = Edge(0.8)
    yield Body("rod", 0.3, rod), _bar(foot, top, 3.2)
    sleeve = foot + up * 60.0
    for side in (-5.6, 5.6):
        yield (
            Body("sleeve", 0.12, rod),
            _bar(np.add(sleeve, (side, 0.0)), np.add(top, (side, 0.0)), 1.4),
        )
    yield (
        Body("sleeve", 0.12, rod),
        _bar(np.subtract(sleeve, (6.3, 0.0)), np.add(sleeve, (6.3, 0.0)), 1.4),
    )
    yield Veil("sleeve", 0.05, Edge(0.6)), _bar(sleeve, top, 11.0)
    yield (
        Veil("scale", 1.3, Edge(0.3)),
        _bar(np.add(foot, (1.3, 0.0)), np.add(foot, (1.3, 0.0)) + up * 24.0, 0.9),
    )
    for tick in range(_TICKS):
        at = foot + up * (2.0 + tick * _RULER_MM / _TICKS)
        yield (
            Veil("tick", 1.3, Edge(0.3)),
            _bar(np.subtract(at, (1.1, 0.0)), np.add(at, (1.3, 0.0)), 0.9),
        )
    rest = np.add(foot, (-1.0, 4.0))
    yield (
        Body("nose rest", 0.1, Edge(0.8)),
        _bar(np.add(rest, (0.0, -16.0)), np.add(rest, (0.0, 6.0)), 9.0),
    )
    yield (
        Body("nose rest", 0.1, Edge(0.8)),
        _bar(np.add(rest, (-16.0, 3.0)), np.add(rest, (4.0, 3.0)), 6.5),
    )


def _shoulder(bend: NDArray[np.float64]) -> Iterator[Drawn]:
    edge = [
        (-20.0, 214.0),
        (4.0, 219.0),
        (26.0, 221.0),
        (48.0, 227.0),
        (66.0, 236.0),
        (84.0, 252.0),
    ]
    outline = np.vstack([smooth(np.array(edge)).points, [(84.0, 290.0), (-20.0, 290.0)]])
    yield Body("shoulder", 3.5, Edge(1.2)), np.add(outline, (8.0 * bend[0], 6.0 * bend[1]))


def _circle(centre: NDArray[np.float64], radius_mm: float) -> NDArray[np.float64]:
    angle = np.linspace(0.0, 2 * np.pi, 180, endpoint=False)
    return np.asarray(centre + radius_mm * np.stack([np.cos(angle), np.sin(angle)], axis=1))


def _bar(
    start: NDArray[np.float64], end: NDArray[np.float64], width_mm: float
) -> NDArray[np.float64]:
    along = (end - start) / np.hypot(*(end - start))
    side = width_mm / 2 * np.array([-along[1], along[0]])
    corners: Sequence[NDArray[np.float64]] = (start + side, end + side, end - side, start - side)
    return np.array(corners)

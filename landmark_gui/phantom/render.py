"""The picture of an anatomy: attenuation of all structures, then the detector's answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from landmark_gui.phantom.anatomy import Anatomy
from landmark_gui.phantom.densities import (
    CROWN,
    DENTINE,
    ENAMEL,
    FILLING,
    METAL,
    MIDLINE,
    NECK,
    PAIRED,
    PULP,
    TOOTH,
    Body,
    Plate,
    Structure,
    Veil,
)
from landmark_gui.phantom.rays import Patch, Rays, Tissue, enlarge

Drawn = tuple[Structure, NDArray[np.float64]]
_TEXTURE_MM = 0.5  # the finest trabeculae that are drawn


@dataclass(frozen=True, slots=True)
class Frame:
    """The pixels a film has.

    Attributes:
        width_px: columns.
        height_px: rows.
        px_per_mm: pixels in a millimetre.
    """

    width_px: int
    height_px: int
    px_per_mm: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (self.height_px, self.width_px)


@dataclass(frozen=True, slots=True)
class Habit:
    """What differs between pictures of one and the same head shape.

    Attributes:
        bone: density of bone relative to the average.
        soft: density of soft tissue relative to the average.
        apart: enlargement of the near side over the far one, as a share of the distance from Ar.
        filled: which of the twelve teeth carry a metal filling.
    """

    bone: float
    soft: float
    apart: float
    filled: frozenset[str]


def draw_habit(rng: np.random.Generator) -> Habit:
    """Return a random habit."""
    posterior = [f"{jaw} {number}" for jaw in ("upper", "lower") for number in (3, 4, 5)]
    filled = frozenset(name for name in posterior if rng.random() < 0.15)  # noqa: PLR2004 - rate
    bone, soft = rng.uniform(0.85, 1.15), rng.uniform(0.85, 1.2)
    return Habit(bone, soft, rng.uniform(0.003, 0.022), filled)


def draw_tissue(frame: Frame, rng: np.random.Generator) -> Tissue:
    """Return the textures of bone; they are drawn on millimetres, the same at every height."""
    rows = int(np.ceil(frame.height_px / frame.px_per_mm / _TEXTURE_MM)) + 1
    columns = int(np.ceil(frame.width_px / frame.px_per_mm / _TEXTURE_MM)) + 1
    noise = rng.standard_normal((5, rows, columns), np.float32)
    octaves = [
        ndimage.gaussian_filter(layer, sigma) * (2 * sigma)
        for layer, sigma in zip(noise, (0.7, 1.6, 5.0, 2.2, 4.0), strict=True)
    ]
    marrow = np.asarray(0.8 * octaves[0] + octaves[1] + 1.2 * octaves[2], np.float32)
    # where a smooth random field passes zero there is a wall: closed cells of random form
    walls = np.exp(-((octaves[3] / 0.22) ** 2)) + np.exp(-((octaves[4] / 0.14) ** 2))
    return Tissue(_standard(marrow, frame), _standard(np.asarray(walls, np.float32), frame))


def _standard(coarse: Patch, frame: Frame) -> Patch:
    unit = (coarse - coarse.mean()) / coarse.std()
    return enlarge(unit, _TEXTURE_MM * frame.px_per_mm, frame.shape)


def attenuation(outlines: Iterable[Drawn], frame: Frame, tissue: Tissue) -> Patch:
    """Return what is taken from every ray, `(H, W)` float32, 0 where there is only air."""
    rays = Rays(np.zeros(frame.shape, np.float32), tissue, frame.px_per_mm)
    for structure, outline in outlines:
        _add(rays, structure, outline)
    return np.maximum(rays.total, 0.0)


def drawn_head(anatomy: Anatomy, habit: Habit) -> Iterator[Drawn]:
    """Yield every structure of the head with its outline or line in millimetres on the film."""
    curves = anatomy.curves
    for structure in MIDLINE:
        strength = habit.soft if structure.name == "skin" else habit.bone
        yield _scaled(structure, strength), curves[structure.name].points
    pivot = anatomy.landmarks["Ar"]
    for structure in PAIRED:
        for side in (1 - habit.apart, 1 + habit.apart):
            points = pivot + side * (curves[structure.name].points - pivot)
            yield _scaled(structure, habit.bone), points
    for structure in NECK:
        for name in curves:
            if name.startswith(structure.name):
                yield _scaled(structure, habit.bone), curves[name].points
    yield from _teeth(anatomy, habit)


def _teeth(anatomy: Anatomy, habit: Habit) -> Iterator[Drawn]:
    pivot = anatomy.landmarks["Ar"]
    for name in (f"{jaw} {number}" for jaw in ("upper", "lower") for number in range(6)):
        paired = not name.endswith(("0", "1"))
        sides = (1 - habit.apart, 1 + habit.apart) if paired else (1.0,)
        share = 1 / len(sides) ** 0.5
        for side in sides:
            for part, structure in _tooth(share):
                points = anatomy.curves[name + part].points
                yield structure, pivot + side * (points - pivot)
        if name in habit.filled:
            crown = anatomy.curves[f"{name} crown"].points
            middle = crown.mean(axis=0)
            yield Body("filling", METAL, FILLING), middle + (crown - middle) * (0.75, 0.5)


def _tooth(share: float) -> Iterator[tuple[str, Structure]]:
    yield "", Body("tooth", share * DENTINE, TOOTH)
    yield " crown", Body("crown", share * ENAMEL, CROWN)
    yield " pulp", Plate("pulp", share * PULP, 1.1)


def _scaled(structure: Structure, factor: float) -> Structure:
    return replace(structure, amount=structure.amount * factor)


def _add(rays: Rays, structure: Structure, points: NDArray[np.float64]) -> None:
    match structure:
        case Body(_, amount, edge):
            rays.body(points, amount, edge)
        case Veil(_, amount, edge):
            rays.veil(points, amount, edge)
        case Plate(_, amount, width_mm):
            rays.stroke(points, amount, width_mm)

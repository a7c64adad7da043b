"""Random changes to a film that its landmarks survive: of place, of greys, of what is seen."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor
from torch.nn import functional

BENDING_WAVES = 3
HIDDEN_SHARE = 0.35  # of the images, under rectangles
SMOOTH = 2  # metal is drawn on so many times finer pixels


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """Smooth displacements: a sum of K plane waves for each of B films.

    Attributes:
        amplitude: `(B, K, 2)` in cells.
        frequency: `(B, K, 2)` in radians per cell.
        phase: `(B, K)` in radians.
    """

    amplitude: Tensor
    frequency: Tensor
    phase: Tensor

    def at(self, cells: Tensor) -> Tensor:
        """Return the displacement in cells at positions `(B, ..., 2)`."""
        flat = cells.reshape(len(cells), -1, 2)
        angle = flat @ self.frequency.transpose(1, 2) + self.phase[:, None, :]
        return (angle.sin() @ self.amplitude).view_as(cells)

    def straighten(self, bent: Tensor) -> Tensor:
        """Return the positions that `at` displaces to `bent`; the waves are flat: it converges."""
        cells = bent
        for _ in range(20):
            cells = bent - self.at(cells)
        return cells


def random_waves(count: int, limit: float, span: float, generator: torch.Generator) -> Waves | None:
    """Return waves that displace by `limit` cells at most, of a quarter `span` to `span` cells."""
    if not limit:
        return None
    shape = (count, BENDING_WAVES)
    direction, heading, where, size = (torch.rand(shape, generator=generator) for _ in range(4))
    length = span * torch.exp(-torch.rand(shape, generator=generator) * math.log(4))
    amplitude = _turned(heading) * (size * limit / BENDING_WAVES)[..., None]
    frequency = _turned(direction) * (2 * math.pi / length)[..., None]
    return Waves(amplitude, frequency, where * 2 * math.pi)


def _turned(turns: Tensor) -> Tensor:
    """Return unit vectors `(..., 2)` at angles given in turns."""
    angle = turns * 2 * math.pi
    return torch.stack([angle.cos(), angle.sin()], -1)


@dataclass(frozen=True, slots=True, eq=False)
class Warp:
    """For each of B films a bending and a similarity: in = centre + shift + matrix (bent - centre).

    Attributes:
        matrix: `(B, 2, 2)`, from output to input offsets.
        centre: `(B, 2)` in cells.
        shift: `(B, 2)` in cells.
        waves: what bends output positions first; nothing where it is None.
    """

    matrix: Tensor
    centre: Tensor
    shift: Tensor
    waves: Waves | None = None

    def to_input(self, cells: Tensor) -> Tensor:
        """Map output positions `(B, ..., 2)` in cells to input positions."""
        centre, shift = (_like(v, cells) for v in (self.centre, self.shift))
        bent = cells + self.waves.at(cells) if self.waves else cells
        return _apply(self.matrix, bent - centre) + centre + shift

    def to_output(self, cells: Tensor) -> Tensor:
        """Map input positions `(B, ..., 2)` in cells to output positions."""
        centre, shift = (_like(v, cells) for v in (self.centre, self.shift))
        bent = _apply(torch.linalg.inv(self.matrix), cells - centre - shift) + centre
        return self.waves.straighten(bent) if self.waves else bent


def random_similarity(
    count: int, rotation_deg: float, scale: float, generator: torch.Generator
) -> Tensor:
    """Return `(count, 2, 2)` rotations times scales, uniform within the limits."""
    angle = _uniform(count, math.radians(rotation_deg), generator)
    size = torch.exp(_uniform(count, math.log1p(scale), generator))
    cos, sin = angle.cos() * size, angle.sin() * size
    return torch.stack([torch.stack([cos, -sin], -1), torch.stack([sin, cos], -1)], -2)


def sample(images: Tensor, cells: Tensor, grid_size: tuple[int, int]) -> Tensor:
    """Read images at positions in cells.

    Args:
        images: `(B, H', W')` uint8; each covers the whole grid.
        cells: `(B, h, w, 2)` positions.
        grid_size: width and height of the grid in cells.

    Returns:
        `(B, 1, h, w)` float32 in 0 ... 1, black beside the film.
    """
    normal = cells * 2 / torch.tensor(grid_size) - 1
    films = images[:, None].float() / 255
    return functional.grid_sample(films, normal, align_corners=False)


def change_greys(images: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Return images `(B, 1, H, W)` in 0 ... 1 with other exposure, contrast, noise, polarity."""
    count = len(images)

    def draw(limit: float) -> Tensor:
        return _uniform(count, limit * strength, generator)[:, None, None, None]

    images = images.clamp(1e-3, 1) ** torch.exp(draw(0.6))
    images = (images - 0.5) * (1 + draw(0.25)) + 0.5 + draw(0.12)
    softened = functional.avg_pool2d(images, 3, 1, 1)
    images = torch.where(_happens(count, 0.2 * strength, generator), softened, images)
    images = torch.where(_happens(count, 0.06 * strength, generator), 1 - images, images)
    noise = torch.randn(images.shape, generator=generator)
    return images + noise * draw(0.05).abs()


def hide(images: Tensor, generator: torch.Generator) -> Tensor:
    """Cover up to three random rectangles of images `(B, 1, H, W)` with an even grey, in place."""
    height, width = images.shape[-2:]
    for image in images:
        if torch.rand((), generator=generator) > HIDDEN_SHARE:
            continue
        for _ in range(int(torch.randint(1, 4, (), generator=generator))):
            u = torch.rand(5, generator=generator).tolist()
            h, w = round(height * (0.04 + 0.16 * u[0])), round(width * (0.04 + 0.2 * u[1]))
            top, left = round((height - h) * u[2]), round((width - w) * u[3])
            image[:, top : top + h, left : left + w] = u[4]
    return images


def cover(images: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Lay an even grey over images `(B, 1, H, W)`, in place, as an artefact or a label does.

    One rectangle for an image that has any, about any of its pixels: it may hide all of them.
    """
    count, _, height, width = images.shape
    u = torch.rand(count, 6, generator=generator)
    for image, (chance, x, y, w, h, grey) in zip(images, u.tolist(), strict=True):
        if chance < probability:
            half_w, half_h = width * (0.1 + 0.7 * w), height * (0.1 + 0.7 * h)
            left, right = round(width * x - half_w), round(width * x + half_w)
            top, foot = round(height * y - half_h), round(height * y + half_h)
            image[:, max(top, 0) : max(foot, 0), max(left, 0) : max(right, 0)] = grey
    return images


def lay_metal(
    images: Tensor, probability: float, sizes: tuple[float, float], generator: torch.Generator
) -> Tensor:
    """Lay bright beads and wires over images `(B, 1, H, W)` in 0 ... 1, in place.

    One heap of them for an image that has any, about any of its pixels, as wide as `sizes` say, in
    shares of the height, at least and at most.
    """
    height, width = images.shape[-2:]
    for image in images:
        chance, x, y, size, grey = torch.rand(5, generator=generator).tolist()
        if chance < probability:
            side = height * (sizes[0] + (sizes[1] - sizes[0]) * size)
            mask = _heap((width, height), (width * x, height * y), side, generator)
            image.lerp_(torch.full_like(image, 0.6 + 0.4 * grey), mask)
    return images


def _heap(
    size: tuple[int, int], middle: tuple[float, float], side: float, generator: torch.Generator
) -> Tensor:
    """Return how much of each pixel `(H, W)` a heap of beads and wires covers, in 0 ... 1."""
    picture = Image.new("L", (size[0] * SMOOTH, size[1] * SMOOTH))
    draw = ImageDraw.Draw(picture)
    beads, wires = torch.randint(0, 8, (2,), generator=generator).tolist()
    for (x, y), _ in _pairs(middle, side / 4, beads, generator):
        across, down = (side * (0.04 + 0.26 * torch.rand(2, generator=generator))).tolist()
        box = (x - across, y - down, x + across, y + down)
        draw.ellipse([v * SMOOTH for v in box], fill=255)
    for one, other in _pairs(middle, side / 2, wires + (not beads), generator):
        thick = side * (0.02 + 0.06 * float(torch.rand((), generator=generator)))
        ends = [v * SMOOTH for v in (*one, *other)]
        draw.line(ends, fill=255, width=max(1, round(thick * SMOOTH)))
    return torch.from_numpy(np.array(picture.reduce(SMOOTH))) / 255


def _pairs(
    middle: tuple[float, float], sigma: float, count: int, generator: torch.Generator
) -> list[list[list[float]]]:
    """Return so many pairs of places about the middle."""
    off = sigma * torch.randn(count, 2, 2, generator=generator)
    pairs: list[list[list[float]]] = (torch.tensor(middle) + off).tolist()
    return pairs


def _uniform(count: int, limit: float, generator: torch.Generator) -> Tensor:
    return (torch.rand(count, generator=generator) * 2 - 1) * limit


def _happens(count: int, probability: float, generator: torch.Generator) -> Tensor:
    return (torch.rand(count, generator=generator) < probability)[:, None, None, None]


def _like(vectors: Tensor, cells: Tensor) -> Tensor:
    return vectors.view(len(vectors), *([1] * (cells.dim() - 2)), 2)


def _apply(matrix: Tensor, offsets: Tensor) -> Tensor:
    flat = offsets.reshape(len(offsets), -1, 2) @ matrix.transpose(1, 2)
    return flat.view_as(offsets)

r"""What a probability map says of where a landmark is: its densest cells, an ellipse, its modes.

All maps are `(N, h, w)`, one for each landmark, each summing to 1. Positions are in cells of the
map, corner-based.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from landmark_gui.diffusion.heatmaps import (
    blur,
    cell_centres,
    distances,
    softmax,
    squares_away,
)

APART_CELLS = 4.0 / 1.5  # of the coarse grid: 4 mm on a film of 240 mm
LEAST_PROBABILITY = 0.1  # below it another place is not worth a look
MOST_CANDIDATES = 2
HALVINGS = 24  # as many as a float has digits
_MODE_BLUR = 0.7  # cells; fuses speckle, so that a mode is a place and not a cell


def tempered(maps: Tensor, temperature: Tensor) -> Tensor:
    """Return the maps to the power of 1 / temperature `(N,)`, normalised."""
    return softmax(maps.clamp_min(1e-12).log() / temperature[:, None, None])


def densest(maps: Tensor, mass: Tensor) -> Tensor:
    """Return `(S, N, h, w)` bool: the fewest cells that hold each probability of `(N, S)`."""
    ordered, order = maps.flatten(1).sort(1, descending=True)
    inside = ordered.cumsum(1) - ordered < mass.T[..., None]
    placed = torch.zeros_like(inside).scatter_(2, order.expand_as(inside), inside)
    return placed.view(-1, *maps.shape)


def mass_above(maps: Tensor, points: Tensor) -> Tensor:
    """Return the probability of the cells at least as dense as the one under a point, `(N,)`.

    That is the mass of the smallest region of highest density with the point in it. A point beside
    the map is in none, not even in the whole map, and has infinity; one that is not known (NaN)
    has NaN.
    """
    height, width = maps.shape[-2:]
    column, row = points.nan_to_num(0.0).floor().long().unbind(-1)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    cell = row.clamp(0, height - 1) * width + column.clamp(0, width - 1)
    flat = maps.flatten(1)
    denser = (flat * (flat >= flat.gather(1, cell[:, None]))).sum(1).clamp(max=1.0)
    return denser.where(inside, torch.inf).where(~points.isnan().any(-1), torch.nan)


def ellipses(maps: Tensor, cells: Tensor, mass: Tensor) -> Tensor:
    """Return `(N, 5)`: centre x, y, semi-axes and angle of ellipses that hold `mass` `(N,)`.

    Shape and direction are the moments of the density in `cells` `(N, h, w)` bool; the size is
    chosen so that the probability inside is the wanted one.
    """
    height, width = maps.shape[-2:]
    x, y = cell_centres(height, width, maps)
    weights = maps * cells
    weights = weights / weights.sum((-1, -2), keepdim=True)
    across, down = weights.sum(-2), weights.sum(-1)
    centre = torch.stack([across @ x, down @ y], 1)
    dx, dy = x - centre[:, :1], y - centre[:, 1:]
    xx, yy = (across * dx**2).sum(1), (down * dy**2).sum(1)
    xy = ((weights @ dx[..., None])[..., 0] * dy).sum(1)
    covariance = torch.stack([xx, xy, xy, yy], 1).view(-1, 2, 2)
    covariance = covariance + torch.eye(2).to(maps) / 12  # a cell is a square, not a point
    distance = squares_away(centre, covariance, height, width)
    size = _reach(distance.flatten(1), maps.flatten(1), mass).sqrt()
    variances, axes = torch.linalg.eigh(covariance)
    major, minor = variances[:, 1].sqrt() * size, variances[:, 0].sqrt() * size
    angle = torch.atan2(axes[:, 1, 1], axes[:, 0, 1])
    return torch.stack([*centre.unbind(1), major, minor, angle], 1)


def radii(maps: Tensor, points: Tensor, mass: Tensor) -> Tensor:
    """Return `(N,)`: radii of discs around points `(N, 2)` that hold `mass` `(N,)`."""
    return _reach(distances(maps, points).flatten(1), maps.flatten(1), mass)


def mass_within(maps: Tensor, points: Tensor, radius: Tensor) -> Tensor:
    """Return the probability of discs around points `(N, 2)` with radii `(N,)`.

    A disc that reaches beyond the whole map has infinity, for no share of the map calls for it; a
    radius that is not known (NaN) has NaN.
    """
    away = distances(maps, points)
    within = (maps * (away <= radius[:, None, None])).sum((-1, -2)).clamp(max=1.0)
    return within.where(radius <= away.amax((-1, -2)), torch.inf).where(~radius.isnan(), torch.nan)


def _reach(distance: Tensor, weights: Tensor, mass: Tensor) -> Tensor:
    """Return how far `(N,)` one has to go to gather `mass` of weights `(N, K)`.

    Found by halving, which takes a fifth of the time of sorting.
    """
    low, high = torch.zeros_like(mass), distance.amax(1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = (weights * (distance <= middle[:, None])).sum(1) >= mass
        low, high = torch.where(enough, low, middle), torch.where(enough, middle, high)
    return high


def whole(fine: Tensor, coarse: Tensor) -> Tensor:
    """Return maps on the coarse grid: refined where the refiner has looked, coarse elsewhere.

    Args:
        fine: `(N, H, W)`, the refined maps gathered on the grid; zero outside the crops.
        coarse: `(N, H, W)`.
    """
    seen = fine > 0
    left = (coarse * ~seen).sum((-1, -2), keepdim=True)
    return fine * (1 - left) + coarse * ~seen


def modes(probability: Tensor, point: Sequence[float]) -> list[tuple[float, float, float]]:
    """Return x, y and probability of other places in a map `(H, W)` than the point found.

    A place is a disc of `APART_CELLS` around a maximum of density, apart from the point and from
    each other place by at least that; the likeliest comes first.
    """
    x, y = cell_centres(probability.shape[0], probability.shape[1], probability)

    def near(px: float, py: float) -> Tensor:
        return (x[None] - px) ** 2 + (y[:, None] - py) ** 2 <= APART_CELLS**2

    left = probability.masked_fill(near(*point), 0.0)
    found = []
    for _ in range(MOST_CANDIDATES):
        if float(left.sum()) < LEAST_PROBABILITY:
            break  # no place can hold more than all that is left
        peak = int(blur(left[None], _MODE_BLUR)[0].argmax())
        row, column = divmod(peak, probability.shape[1])
        disc = left * near(column + 0.5, row + 0.5)
        mass = float(disc.sum())
        if mass < LEAST_PROBABILITY:
            break
        place = (float(disc.sum(0) @ x) / mass, float(disc.sum(1) @ y) / mass)
        if float((torch.tensor(place) - torch.tensor(tuple(point))).norm()) >= APART_CELLS:
            found.append((*place, mass))
        left = left.masked_fill(near(column + 0.5, row + 0.5), 0.0)
    return sorted(found, key=lambda place: -place[2])

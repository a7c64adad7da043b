"""What landmarks tell of each other: a prior of their shape inside the chain.

The networks read each landmark from the film and hardly from the others. So at every step, for
every sample, the place y_n of each landmark given where the others are believed to be comes from
the shape model (`domain/shape.py`), a Gaussian N_n. It joins what film and noisy map say as one
more factor, which never rules a place out:

    p(y_n | x_t, film, others)  ~  p(y_n | x_t, film) ((1 - STRAY) N_n(y_n) + STRAY / cells).

A landmark that the film shows is sharper than N_n and hardly moves; one that an artefact hides
goes where the others suggest. What a reader has set counts as certain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from landmark_gui.diffusion.heatmaps import gaussian, softmax, squares_away
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel

REACH = 6  # cells about the hottest one that make up the place where a landmark is believed
DISTRUST = 2.0  # maps are that much surer of themselves than they should
WIDER = 3.0  # times the covariance of the shape model: heads of other clinics are of other shapes
STRAY = 0.02  # how often a landmark is not where any head would have it
HELD = 0.7  # cells; how sharp the map of a landmark is that is given
NOTHING = 1e6  # squared cells: a normal so wide is even
FAR = -80.0  # of a logarithm; numbers below 1e-38 would take `exp` ten times as long


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """How the landmarks of a film tell where each of them may be.

    Attributes:
        shape: how the landmarks of a head lie to each other.
        names: of the landmarks, in the order of the maps.
        given: where readers have set some, in cells.
    """

    shape: ShapeModel
    names: tuple[str, ...]
    given: Mapping[str, Point] = field(default_factory=dict)

    def joined(self, logits: Tensor) -> Tensor:
        """Return logits `(K, N, H, W)` with what the others tell; what is given is held there."""
        together = self.log_prior(softmax(logits)).add_(logits)
        if self.given:
            at = [self.names.index(name) for name in self.given]
            places = torch.tensor([(p.x, p.y) for p in self.given.values()])
            held = gaussian(places.to(logits), HELD, *logits.shape[-2:])
            together[:, at] = held.clamp_min(1e-12).log()
        return together

    def log_prior(self, beliefs: Tensor) -> Tensor:
        """Return the logarithm of the factor above for beliefs `(K, N, H, W)`, like them."""
        height, width = beliefs.shape[-2:]
        places, errors = (values.cpu().double() for values in believed_places(beliefs))
        said = [self._said(*sample) for sample in zip(places, errors, strict=True)]
        centre = torch.stack([places for places, _ in said]).to(beliefs)
        covariance = torch.stack([covariance for _, covariance in said]).to(beliefs)
        density = _normal(centre, WIDER * covariance, height, width, held=1 - STRAY)
        return density.add_(STRAY / (height * width)).log_()

    def _said(self, places: Tensor, errors: Tensor) -> tuple[Tensor, Tensor]:
        """Return what the others say of each landmark: places `(N, 2)`, covariances `(N, 2, 2)`."""
        points = {n: Point(x, y) for n, (x, y) in zip(self.names, places.tolist(), strict=True)}
        error_of = dict(zip(self.names, errors.tolist(), strict=True))
        certain = dict.fromkeys(self.given, 0.0)
        expected = self.shape.expectations(points | dict(self.given), error_of | certain)
        if not expected:  # the places are those of no head: nothing is said
            return places, NOTHING * torch.eye(2).expand(len(places), 2, 2)
        said = [expected[name] for name in self.names]
        covariance = torch.tensor([e.covariance_px2 for e in said])[:, [0, 1, 1, 2]]
        return torch.tensor([(e.point.x, e.point.y) for e in said]), covariance.view(-1, 2, 2)


def believed_places(beliefs: Tensor) -> tuple[Tensor, Tensor]:
    """Return where landmarks are believed to be, and how sure that is.

    Args:
        beliefs: `(K, N, H, W)`, each map summing to 1.

    Returns:
        The mean `(K, N, 2)` in cells of what lies about the hottest cell, and the root mean square
        error `(K, N)` to be feared: places that are broad or hold little are unsure.
    """
    height, width = beliefs.shape[-2:]
    hottest = beliefs.flatten(2).argmax(2)[..., None]
    steps = torch.arange(-REACH, REACH + 1, device=beliefs.device)
    column, row = hottest % width + steps, hottest // width + steps
    inside_x, inside_y = (column >= 0) & (column < width), (row >= 0) & (row < height)
    column_at, row_at = column.clamp(0, width - 1), row.clamp(0, height - 1)
    cells = row_at[..., :, None] * width + column_at[..., None, :]
    about = beliefs.flatten(2).gather(2, cells.flatten(2)).view_as(cells)
    about = about * (inside_y[..., :, None] & inside_x[..., None, :])
    held = about.sum((-1, -2))
    about = about / held[..., None, None]
    x, y = about.sum(-2), about.sum(-1)
    place = torch.stack([(x * (column + 0.5)).sum(-1), (y * (row + 0.5)).sum(-1)], -1)
    off_x, off_y = column + 0.5 - place[..., :1], row + 0.5 - place[..., 1:]
    spread = (x * off_x**2).sum(-1) + (y * off_y**2).sum(-1)
    return place, (DISTRUST * (spread + 1) / held).sqrt()


def _normal(centre: Tensor, covariance: Tensor, height: int, width: int, *, held: float) -> Tensor:
    """Return normal densities `(K, N, H, W)` about `(K, N, 2)` with `(K, N, 2, 2)`, sum `held`."""
    peak = torch.linalg.det(covariance).rsqrt()[..., None, None] * (held / (2 * torch.pi))
    squares = squares_away(centre, covariance, height, width)
    return squares.mul_(-0.5).clamp_(min=FAR).exp_().mul_(peak)

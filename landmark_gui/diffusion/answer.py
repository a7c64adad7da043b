"""From the refined maps of a film to predictions in its pixels, and the detection at last."""

from dataclasses import dataclass, replace
from itertools import starmap

import numpy as np
import torch
from torch import Tensor

from landmark_gui.detection.events import Request, Settings
from landmark_gui.diffusion import refinement, regions
from landmark_gui.diffusion.calibration import Calibration
from landmark_gui.diffusion.checkpoint import Weights
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.refinement import Crops
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap, Prediction, Provenance
from landmark_gui.domain.region import SHARES, Candidate, Cells, Ellipse, Region


@dataclass(frozen=True, slots=True, eq=False)
class Refined:
    """What the networks say of a film.

    Attributes:
        grid: the coarse grid on the film.
        config: shape of the model.
        fine: `(N, crop, crop)` probabilities around the coarse positions, before calibration.
        points: `(N, 2)`, the points read from them, in pixels of the crop.
        crops: where the crops lie.
        coarse: `(N, H, W)` probabilities.
    """

    grid: ImageGrid
    config: ModelConfig
    fine: Tensor
    points: Tensor
    crops: Crops
    coarse: Tensor

    def of(self, landmarks: Tensor) -> "Refined":
        """Return what is said of some landmarks only, `(M,)` long."""
        fine, points, coarse = self.fine[landmarks], self.points[landmarks], self.coarse[landmarks]
        crops = Crops(self.crops.pixels[landmarks], self.crops.origin[landmarks])
        return replace(self, fine=fine, points=points, crops=crops, coarse=coarse)

    def on_grid(self) -> Tensor:
        """Return the fine maps gathered in the cells of the coarse grid, `(N, H, W)`."""
        return refinement.onto_grid(self.fine, self.crops, self.config)

    @property
    def cells(self) -> Tensor:
        """The points in cells of the coarse grid."""
        return refinement.to_cells(self.points, self.crops, self.config)

    def fine_grid(self, landmark: int) -> ImageGrid:
        """Return where a landmark's crop lies on the film."""
        config, (column, row) = self.config, self.crops.origin[landmark].tolist()
        corner = self.grid.to_film(Point(column / config.fine, row / config.fine))
        side = config.crop
        return ImageGrid(side, side, self.grid.cell_px / config.fine, corner.x, corner.y)

    def in_crops(self, film_points: Tensor) -> Tensor:
        """Return film positions `(N, 2)` in pixels of the crops."""
        corner = torch.tensor([self.grid.left_px, self.grid.top_px])
        cells = (film_points - corner) / self.grid.cell_px
        return (cells * self.config.fine - self.crops.origin).float()


def heatmap(grid: ImageGrid, scheme: LandmarkScheme, maps: Tensor) -> Heatmap:
    """Return maps `(N, H, W)` on the film, to read only: later answers may rest on them."""
    told = maps.float().cpu().numpy()
    told.setflags(write=False)
    return Heatmap(grid, scheme.abbreviations, told)


def detection(request: Request, refined: Refined, weights: Weights, device: str) -> Detection:
    """Return all that is found on a film."""
    return Detection(
        request.film.info.sha256,
        predictions(weights.scheme.abbreviations, refined, weights.calibration),
        heatmap(refined.grid, weights.scheme, maps_on_grid(refined, weights.calibration)),
        _provenance(request.settings, weights, device),
    )


def _provenance(settings: Settings, weights: Weights, device: str) -> Provenance:
    return Provenance(
        weights.name,
        weights.sha256,
        settings.mode,
        *settings.chain,
        settings.seed,
        device,
        settings.read_out,
    )


def maps_on_grid(refined: Refined, calibration: Calibration) -> Tensor:
    """Return the maps that predictions rest on, in the cells of the coarse grid, `(N, H, W)`."""
    maps, _ = calibration.applied(refined.fine, refined.points)
    return replace(refined, fine=maps).on_grid()


def predictions(
    names: tuple[str, ...], refined: Refined, calibration: Calibration
) -> tuple[Prediction, ...]:
    """Return what is said of each landmark, in pixels of the film."""
    maps, expected = calibration.applied(refined.fine, refined.points)
    mass = torch.tensor(calibration.disc_mass)
    half, most = (regions.radii(maps, refined.points, mass[:, index]) for index in (0, 1))
    px = refined.grid.cell_px / refined.config.fine
    table = (torch.stack([half, most, expected], 1) * px).double().tolist()
    points = starmap(Point, refined.cells.double().tolist())
    found = zip(
        names,
        map(refined.grid.to_film, points),
        table,
        _regions(refined, maps, calibration),
        _candidates(refined),
        strict=True,
    )
    return tuple(
        Prediction(name, point, r50, r90, error, areas, others)
        for name, point, (r50, r90, error), areas, others in found
    )


def _regions(refined: Refined, maps: Tensor, calibration: Calibration) -> list[tuple[Region, ...]]:
    of_share = []
    mass = torch.tensor(calibration.region_mass)
    for index, (share, inside) in enumerate(zip(SHARES, regions.densest(maps, mass), strict=True)):
        rows = regions.ellipses(maps, inside, mass[:, index]).double().tolist()
        of_share.append(
            [_region(share, refined.fine_grid(n), inside[n], row) for n, row in enumerate(rows)]
        )
    return list(zip(*of_share, strict=True))


def _region(share: float, grid: ImageGrid, inside: Tensor, ellipse: list[float]) -> Region:
    x, y, major, minor, angle = ellipse
    px = grid.cell_px
    shape = Ellipse(grid.to_film(Point(x, y)), major * px, minor * px, angle)
    cells = _trimmed(grid, inside)
    return Region(share, cells.area_px2, shape, cells)


def _trimmed(grid: ImageGrid, inside: Tensor) -> Cells:
    """Return the cells on a grid no larger than they are."""
    held = inside.numpy()
    row, column = (np.flatnonzero(held.any(axis))[[0, -1]].tolist() for axis in (1, 0))
    corner = grid.to_film(Point(column[0], row[0]))
    part = held[row[0] : row[1] + 1, column[0] : column[1] + 1].copy()
    height, width = part.shape
    return Cells(ImageGrid(width, height, grid.cell_px, corner.x, corner.y), part)


def _candidates(refined: Refined) -> list[tuple[Candidate, ...]]:
    maps = regions.whole(refined.on_grid(), refined.coarse)
    found = zip(maps, refined.cells.tolist(), strict=True)
    return [
        tuple(
            Candidate(refined.grid.to_film(Point(x, y)), probability)
            for x, y, probability in regions.modes(one, point)
        )
        for one, point in found
    ]

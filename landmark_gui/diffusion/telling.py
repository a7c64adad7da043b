"""What the detectors of both methods tell: maps on the film, and the detection at last."""

from typing import Protocol

from torch import Tensor

from landmark_gui.detection.events import Request, Settings
from landmark_gui.diffusion.answer import Refined, maps_on_grid, predictions
from landmark_gui.diffusion.checkpoint import Weights
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap, Provenance


class Looker(Protocol):
    """A detector of either method, asked for more than the port tells."""

    @property
    def weights(self) -> Weights:
        """Which weights it has."""
        ...

    @property
    def scheme(self) -> LandmarkScheme:
        """The landmarks that it finds."""
        ...

    def look(self, film: Cephalogram, settings: Settings) -> Refined:
        """Return what the networks say of a film before any calibration."""
        ...


def heatmap(grid: ImageGrid, scheme: LandmarkScheme, maps: Tensor) -> Heatmap:
    """Return maps `(N, H, W)` on the film."""
    return Heatmap(grid, scheme.abbreviations, maps.float().cpu().numpy())


def detection(
    request: Request, refined: Refined, weights: Weights, scheme: LandmarkScheme, device: str
) -> Detection:
    """Return all that is found on a film."""
    return Detection(
        request.film.info.sha256,
        predictions(scheme.abbreviations, refined, weights.calibration),
        heatmap(refined.grid, scheme, maps_on_grid(refined, weights.calibration)),
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

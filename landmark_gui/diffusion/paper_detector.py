"""The paper's own way behind the detection port."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.diffusion.answer import Refined, detection, heatmap
from landmark_gui.diffusion.checkpoint import Weights, find_weights, loaded
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.device import choose, name_of
from landmark_gui.diffusion.frame import FilmFrame
from landmark_gui.diffusion.heatmaps import hottest, least_error
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.diffusion.paper import PaperNetwork, ancestral_chain
from landmark_gui.diffusion.refinement import Crops
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import ReadOut


@dataclass(frozen=True, slots=True, eq=False)
class PaperDetector:
    """Finds landmarks by the last map of the whole chain; landmarks that are given have no say."""

    network: PaperNetwork
    weights: Weights
    device: torch.device

    @property
    def scheme(self) -> LandmarkScheme:
        """The landmarks that it finds."""
        return self.weights.scheme

    def ready(self) -> Ready:
        """Tell which weights are loaded and where they compute."""
        weights, where = self.weights, name_of(self.device)
        calibrated = weights.calibration.fitted
        return Ready(weights.name, where, sha256=weights.sha256, calibrated=calibrated)

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Yield after every step of the chain, and at last the result."""
        settings = request.settings
        frame = FilmFrame.of(request.film, self.network.config)
        total, _ = settings.chain
        for index, maps in enumerate(self._chain(frame, settings), start=1):
            shown = heatmap(frame.grid, self.scheme, maps)
            yield StepDone(request.job, index, total, shown)
        answer = self._answer(frame.grid, maps, settings.read_out)
        told = detection(request, answer, self.weights, self.device.type)
        yield Finished(request.job, told)

    def look(self, film: Cephalogram, settings: Settings) -> Refined:
        """Return what the network says of a film before any calibration."""
        frame = FilmFrame.of(film, self.network.config)
        *_, maps = self._chain(frame, settings)
        return self._answer(frame.grid, maps, settings.read_out)

    @torch.inference_mode()
    def _chain(self, frame: FilmFrame, settings: Settings) -> Iterator[Tensor]:
        """Yield after each step the maps `(N, H, W)`, averaged over the samples."""
        config, film = self.network.config, frame.for_encoder().to(self.device)

        def denoise(x_t: Tensor, g: Tensor) -> Tensor:
            logits: Tensor = self.network(film, x_t.to(self.device), g.to(self.device))
            return logits

        steps, samples = settings.chain
        seeds = range(settings.seed, settings.seed + samples)
        shape = (config.landmarks, config.grid_height, config.grid_width)
        for maps in ancestral_chain(denoise, seeds, shape, steps):
            yield maps.mean(0).cpu()

    def _answer(self, grid: ImageGrid, maps: Tensor, read_out: ReadOut) -> Refined:
        """Return the maps as if one crop had the whole grid, in cells: nothing is refined."""
        config = _one_crop(self.network.config)
        square = torch.zeros(len(maps), config.crop, config.crop)
        square[:, : maps.shape[1], : maps.shape[2]] = maps
        square = square / square.sum((-1, -2), keepdim=True)
        points = (hottest if read_out is ReadOut.HOTTEST else least_error)(square)
        crops = Crops(square[:, None], torch.zeros(len(maps), 2, dtype=torch.long))
        return Refined(grid, config, square, points, crops, maps)


def _one_crop(config: ModelConfig) -> ModelConfig:
    return replace(config, fine=1, crop=max(config.grid_size))


def load_paper_detector(wish: str, device: str = "auto") -> PaperDetector:
    """Load weights of the paper's method onto a device.

    Raises:
        WeightsError: the weights are not there, not what their manifest says, or not the paper's.
        ValueError: this machine has no such device.
    """
    weights = find_weights(wish)
    if weights.config.method != "paper":
        raise WeightsError(f"The weights '{weights.name}' were not trained for the paper's method.")
    where = choose(device)
    network = loaded(PaperNetwork, weights, where)
    return PaperDetector(network, weights, where)

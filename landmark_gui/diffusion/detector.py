"""The diffusion model behind the detection port."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from landmark_gui import paths
from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.diffusion import refinement
from landmark_gui.diffusion.answer import Refined, predictions
from landmark_gui.diffusion.checkpoint import Weights, find_weights, load_model
from landmark_gui.diffusion.device import choose, name_of
from landmark_gui.diffusion.frame import FilmFrame
from landmark_gui.diffusion.heatmaps import blur, clean_map, hottest, least_error, one_hot
from landmark_gui.diffusion.network import LandmarkModel
from landmark_gui.diffusion.sampler import ChainStep, Clamp, reverse_chain, starting_noise
from landmark_gui.diffusion.schedule import AVERAGED_UP_TO
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import (
    Detection,
    Heatmap,
    Mode,
    Provenance,
    ReadOut,
)

LARGEST_BLUR = 1.5  # cells; the blur of the paper, which grows as the chain goes on
REGION_BLUR = 0.7  # cells; fuses the final map's speckle without widening what it says

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class DiffusionDetector:
    """Finds landmarks with one set of weights on one device."""

    model: LandmarkModel
    weights: Weights
    scheme: LandmarkScheme
    device: torch.device

    def ready(self) -> Ready:
        """Tell which weights are loaded and where they compute."""
        return Ready(self.weights.name, name_of(self.device))

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Yield after every step of the chain, and at last the result."""
        settings = request.settings
        frame = FilmFrame.of(request.film, self.model.config)
        total = _steps(settings)
        coarse = _LevelAverage()
        clamp = self._clamp(frame.grid, request.given)
        for index, step in enumerate(self._chain(frame, settings, total, clamp), start=1):
            coarse.add(step)
            shown = blur(step.beliefs.mean(0), LARGEST_BLUR * index / total)
            yield StepDone(request.job, index, total, self._heatmap(frame.grid, shown))
        refined = self._refine(settings.read_out, frame, coarse.maps)
        yield Finished(request.job, self._detection(request, refined))

    def look(self, film: Cephalogram, settings: Settings) -> Refined:
        """Return what the networks say of a film before any calibration."""
        frame = FilmFrame.of(film, self.model.config)
        coarse = _LevelAverage()
        for step in self._chain(frame, settings, _steps(settings)):
            coarse.add(step)
        return self._refine(settings.read_out, frame, coarse.maps)

    @torch.inference_mode()
    def _chain(
        self, frame: FilmFrame, settings: Settings, steps: int, clamp: Clamp | None = None
    ) -> Iterator[ChainStep]:
        config = self.model.config
        encoding = self.model.encoder(frame.for_encoder().to(self.device))
        samples = settings.samples if settings.mode is Mode.MULTI else 1
        seeds = range(settings.seed, settings.seed + samples)
        shape = (config.landmarks, config.grid_height, config.grid_width)
        noise = starting_noise(seeds, shape).to(self.device)
        batch = _Batch(self.model, encoding, samples)
        yield from reverse_chain(batch.denoise, noise, steps, clamp)

    def _clamp(self, grid: ImageGrid, given: Mapping[str, Point]) -> Clamp | None:
        """Return the channels to hold for landmarks that are given and lie on the grid."""
        if not given:
            return None
        config, nowhere = self.model.config, Point(-1.0, -1.0)
        places = (given.get(name) for name in self.scheme.abbreviations)
        cells = [grid.to_grid(place) if place else nowhere for place in places]
        points = torch.tensor([[(cell.x, cell.y) for cell in cells]])
        hot = one_hot(points, config.grid_height, config.grid_width)
        known = hot[0].flatten(1).any(1)
        return Clamp(known.to(self.device), clean_map(hot)[0].to(self.device))

    @torch.inference_mode()
    def _refine(self, read_out: ReadOut, frame: FilmFrame, coarse: Tensor) -> Refined:
        config = self.model.config
        crops = refinement.cut(frame.fine, least_error(coarse, iterations=12).cpu(), config)
        index = torch.arange(config.landmarks, device=self.device)
        logits = [
            (reach, refiner(refinement.seen(frame.fine, crops, reach).to(self.device), index))
            for reach, refiner in self.model.refiners()
        ]
        fine = refinement.combine(refinement.joined(logits), coarse, crops, config)
        wanted = hottest if read_out is ReadOut.HOTTEST else least_error
        return Refined(frame.grid, config, fine.cpu(), wanted(fine).cpu(), crops, coarse.cpu())

    def _detection(self, request: Request, refined: Refined) -> Detection:
        maps = blur(refined.on_grid(), REGION_BLUR)
        return Detection(
            request.film.info.sha256,
            predictions(self.scheme.abbreviations, refined, self.weights.calibration),
            self._heatmap(refined.grid, maps),
            self._provenance(request.settings),
        )

    def _heatmap(self, grid: ImageGrid, maps: Tensor) -> Heatmap:
        return Heatmap(grid, self.scheme.abbreviations, maps.float().cpu().numpy())

    def _provenance(self, settings: Settings) -> Provenance:
        multi = settings.mode is Mode.MULTI
        return Provenance(
            self.weights.name,
            self.weights.sha256,
            settings.mode,
            settings.steps if multi else 1,
            settings.samples if multi else 1,
            settings.seed,
            self.device.type,
        )


def _steps(settings: Settings) -> int:
    return settings.steps if settings.mode is Mode.MULTI else 1


class _LevelAverage:
    """The mean of the beliefs over samples and over levels at which they are still broad.

    Each level's beliefs average to p(y | film); the sharp last ones belong to their sample.
    """

    def __init__(self) -> None:
        self._sum: Tensor | None = None
        self._levels = 0

    def add(self, step: ChainStep) -> None:
        """Take a step in; those past the limit have no say."""
        if step.detectability > AVERAGED_UP_TO:
            return
        mean = step.beliefs.mean(0)
        self._sum = mean if self._sum is None else self._sum + mean
        self._levels += 1

    @property
    def maps(self) -> Tensor:
        """The average `(N, H, W)`."""
        if self._sum is None:
            raise ValueError("no step was taken")
        return self._sum / self._levels


class _Batch:
    """Denoises all samples at once, or fewer at a time where memory does not suffice."""

    def __init__(self, model: LandmarkModel, encoding: tuple[Tensor, Tensor], size: int) -> None:
        self._denoiser, self._encoding, self._size = model.denoiser, encoding, size

    def denoise(self, x_t: Tensor, g: Tensor) -> Tensor:
        """Return logits `(K, N, H, W)`."""
        while True:
            try:
                return self._in_parts(x_t, g)
            except torch.OutOfMemoryError:
                if self._size == 1:
                    raise
            # outside the except clause: its traceback would keep the tensors alive
            self._size = max(1, self._size // 2)
            _log.info("out of memory on the device; %d samples at a time now", self._size)

    def _in_parts(self, x_t: Tensor, g: Tensor) -> Tensor:
        starts = range(0, len(x_t), self._size)
        parts = [slice(start, start + self._size) for start in starts]
        return torch.cat([self._denoiser(self._encoding, x_t[part], g[part]) for part in parts])


def load_detector(weights: str | None = None, device: str = "auto") -> DiffusionDetector:
    """Load weights onto a device.

    Raises:
        WeightsError: the weights are not there, or not what their manifest says.
        ValueError: this machine has no such device.
    """
    found = find_weights(weights)
    where = choose(device)
    scheme = LandmarkScheme.read(paths.scheme_file(found.config.scheme))
    return DiffusionDetector(load_model(found, where), found, scheme, where)

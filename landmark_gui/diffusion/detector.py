"""The diffusion model behind the detection port."""

import logging
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import islice
from types import MappingProxyType

import torch
from torch import Tensor, nn

from landmark_gui import paths
from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.diffusion import refinement
from landmark_gui.diffusion.answer import (
    Refined,
    detection,
    heatmap,
    maps_on_grid,
    predictions,
)
from landmark_gui.diffusion.checkpoint import Weights, find_weights, load_model
from landmark_gui.diffusion.device import choose, name_of
from landmark_gui.diffusion.following import SAMPLES, STEPS, moved, sought
from landmark_gui.diffusion.frame import FilmFrame
from landmark_gui.diffusion.heatmaps import hottest, least_error
from landmark_gui.diffusion.kept import LastLooks, Look
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.diffusion.memory import is_full
from landmark_gui.diffusion.neighbours import Neighbours
from landmark_gui.diffusion.network import LandmarkModel
from landmark_gui.diffusion.paper_detector import load_paper_detector
from landmark_gui.diffusion.refinement import Crops
from landmark_gui.diffusion.sampler import reverse_chain, starting_noise
from landmark_gui.diffusion.schedule import averaged_steps
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Mode, ReadOut
from landmark_gui.domain.shape import ShapeModel

CROPS_AT_ONCE = 5  # on a CPU, whose caches hold no more: a third faster than all in one batch
NOTHING_GIVEN: Mapping[str, Point] = MappingProxyType({})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class DiffusionDetector:
    """Finds landmarks with one set of weights on one device."""

    model: LandmarkModel
    weights: Weights
    device: torch.device
    shape: ShapeModel | None = None
    kept: LastLooks = field(default_factory=LastLooks)

    @property
    def scheme(self) -> LandmarkScheme:
        """The landmarks that it finds."""
        return self.weights.scheme

    def ready(self) -> Ready:
        """Tell which weights are loaded and where they compute."""
        weights, where = self.weights, name_of(self.device)
        helps, calibrated = weights.conditioning_helps, weights.calibration.fitted
        return Ready(weights.name, where, helps, weights.sha256, calibrated)

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Yield after every step of the chain, and at last the result.

        For a film asked for a moment ago there is no step: what is given now is brought to what
        was seen then.
        """
        look = self.kept.of(request) if request.given else None
        if look is None:
            look = yield from self._seen(request)
        self.kept.keep(request, look)
        yield Finished(request.job, self._followed(request, look))

    def _seen(self, request: Request) -> Generator[StepDone, None, Look]:
        settings, watched = request.settings, request.watched
        frame = FilmFrame.of(request.film, self.model.config)
        encoding = self._encoded(frame)
        total, _ = settings.chain
        maps: list[Tensor] = []
        chain = self._chain(encoding, settings, whole=watched)
        for index, beliefs in enumerate(chain, start=1):
            maps.append(beliefs.mean(0))
            seen = heatmap(frame.grid, self.scheme, maps[-1]) if watched else None
            yield StepDone(request.job, index, total, seen)
        refined = self._refine(settings.read_out, frame, _averaged(maps[: averaged_steps(total)]))
        told = detection(request, refined, self.weights, self.device.type)
        return Look(frame, encoding, refined, told)

    def look(self, film: Cephalogram, settings: Settings) -> Refined:
        """Return what the networks say of a film before any calibration."""
        return self._refine(settings.read_out, *self.look_afar(film, settings))

    def look_afar(self, film: Cephalogram, settings: Settings) -> tuple[FilmFrame, Tensor]:
        """Return the frame of a film and the maps of its landmarks before any refiner."""
        frame, chain = self.chain(film, settings, whole=False)
        return frame, _averaged([beliefs.mean(0) for beliefs in chain])

    def chain(
        self, film: Cephalogram, settings: Settings, *, whole: bool = True
    ) -> tuple[FilmFrame, Iterator[Tensor]]:
        """Return the frame of a film and the beliefs of its chain, or those its answer needs."""
        frame = FilmFrame.of(film, self.model.config)
        return frame, self._chain(self._encoded(frame), settings, whole=whole)

    @torch.inference_mode()
    def _encoded(self, frame: FilmFrame) -> tuple[Tensor, Tensor]:
        read: tuple[Tensor, Tensor] = self.model.encoder(frame.for_encoder().to(self.device))
        return read

    @torch.inference_mode()
    def _chain(
        self,
        encoding: tuple[Tensor, Tensor],
        settings: Settings,
        given: Mapping[str, Point] = NOTHING_GIVEN,
        *,
        whole: bool,
    ) -> Iterator[Tensor]:
        """Walk down the chain; if not the whole of it, then as far as the answer depends on it."""
        config, (steps, samples) = self.model.config, settings.chain
        seeds = range(settings.seed, settings.seed + samples)
        shape = (config.landmarks, config.grid_height, config.grid_width)
        noise = starting_noise(seeds, shape).to(self.device)
        batch = _Batch(self.model, encoding, samples, self._neighbours(given))
        chain = reverse_chain(batch.denoise, noise, steps)
        yield from chain if whole else islice(chain, averaged_steps(steps))

    def _neighbours(self, given: Mapping[str, Point]) -> Neighbours | None:
        if self.shape is None:
            return None
        return Neighbours(self.shape, self.scheme.abbreviations, given)

    @torch.inference_mode()
    def _refine(self, read_out: ReadOut, frame: FilmFrame, coarse: Tensor) -> Refined:
        config = self.model.config
        coarse = coarse.cpu()  # small from here on, and Apple's GPUs do not do all of it
        centres = least_error(coarse, iterations=12)
        crops, logits = self._look_closer(frame, centres, torch.arange(config.landmarks))
        fine = refinement.combine(logits, coarse, crops, config)
        points = _reading(read_out)(fine)
        return Refined(frame.grid, config, fine, points, crops, coarse)

    def _look_closer(
        self, frame: FilmFrame, centres: Tensor, landmarks: Tensor
    ) -> tuple[Crops, Tensor]:
        """Return crops around centres `(M, 2)` in cells, and what the refiners say in them."""
        crops = refinement.cut(frame.fine, centres, self.model.config)
        said = [
            (reach, self._said(refiner, refinement.seen(frame.fine, crops, reach), landmarks))
            for reach, refiner in self.model.refiners()
        ]
        return crops, refinement.joined(said).cpu()

    def _said(self, refiner: nn.Module, seen: Tensor, landmarks: Tensor) -> Tensor:
        """Return the logits of a refiner `(M, crop, crop)`, computed a few crops at a time."""
        at_once = CROPS_AT_ONCE if self.device.type == "cpu" else len(seen)
        parts = zip(torch.split(seen, at_once), torch.split(landmarks, at_once), strict=True)
        return torch.cat([refiner(s.to(self.device), n.to(self.device)) for s, n in parts])

    @torch.inference_mode()
    def _followed(self, request: Request, look: Look) -> Detection:
        """Return what is said beside the landmarks that are given."""
        grid, names = look.refined.grid, self.scheme.abbreviations
        given = {n: grid.to_grid(p) for n, p in request.given.items() if n in names}
        others = torch.tensor([i for i, name in enumerate(names) if name not in given])
        if not given or not len(others) or self.shape is None:
            return look.detection
        again = replace(request.settings, mode=Mode.MULTI, steps=STEPS, samples=SAMPLES)
        chain = self._chain(look.encoding, again, given, whole=False)
        coarse = _averaged([beliefs.mean(0) for beliefs in chain]).cpu()
        before, closer = look.refined.of(others), partial(self._look_closer, look.frame)
        read = _reading(request.settings.read_out)
        found = sought(before, coarse[others], others, closer, read)
        far = moved(before, found)
        if not len(far):
            return look.detection
        return self._amended(look.detection, others[far].tolist(), found.of(far))

    def _amended(self, before: Detection, landmarks: list[int], found: Refined) -> Detection:
        """Return a detection with what was found of some landmarks since."""
        names = tuple(self.scheme.abbreviations[n] for n in landmarks)
        said = list(before.predictions)
        calibration = self.weights.calibration.of(landmarks)
        fresh = predictions(names, found, calibration)
        for landmark, prediction in zip(landmarks, fresh, strict=True):
            said[landmark] = prediction
        maps = before.heatmap.maps.copy()
        maps[landmarks] = maps_on_grid(found, calibration).numpy()
        shown = replace(before.heatmap, maps=maps)
        return replace(before, predictions=tuple(said), heatmap=shown)


def _reading(read_out: ReadOut) -> Callable[[Tensor], Tensor]:
    return hottest if read_out is ReadOut.HOTTEST else least_error


def _averaged(maps: Sequence[Tensor]) -> Tensor:
    """Return the mean of maps `(N, H, W)` of several levels; each averages to p(y | film)."""
    return reduce(torch.add, maps) / len(maps)


class _Batch:
    """Denoises all samples at once, or fewer at a time where memory does not suffice."""

    def __init__(
        self,
        model: LandmarkModel,
        encoding: tuple[Tensor, Tensor],
        size: int,
        neighbours: Neighbours | None,
    ) -> None:
        self._denoiser, self._encoding = model.denoiser, encoding
        self._size, self._neighbours = size, neighbours

    def denoise(self, x_t: Tensor, g: Tensor) -> Tensor:
        """Return logits `(K, N, H, W)`."""
        while True:
            try:
                return self._in_parts(x_t, g)
            except (RuntimeError, MemoryError) as error:
                if self._size == 1 or not is_full(error):
                    raise
            # outside the except clause: its traceback would keep the tensors alive
            self._size = max(1, self._size // 2)
            _log.info("out of memory on the device; %d samples at a time now", self._size)

    def _in_parts(self, x_t: Tensor, g: Tensor) -> Tensor:
        starts = range(0, len(x_t), self._size)
        parts = [slice(start, start + self._size) for start in starts]
        return torch.cat([self._said(x_t[part], g[part]) for part in parts])

    def _said(self, x_t: Tensor, g: Tensor) -> Tensor:
        logits: Tensor = self._denoiser(self._encoding, x_t, g)
        return self._neighbours.joined(logits) if self._neighbours else logits


def load_detector(weights: str | None = None, device: str = "auto") -> DiffusionDetector:
    """Load weights of the method "encode-once" onto a device, for films that are upright already.

    `load_upright_detector` is for films as they are stored, and goes by what is said of them.

    Raises:
        WeightsError: the weights are not there, not what their manifest says, or the paper's.
        ValueError: this machine has no such device.
    """
    found = find_weights(weights)
    if found.config.method == "paper":
        raise WeightsError(
            f"The weights '{found.name}' were trained for the paper's method, not for this one."
        )
    where = choose(device)
    shape = ShapeModel.read_if_any(paths.shape_file(found.scheme.name))
    return DiffusionDetector(load_model(found, where), found, where, shape)


def load_any_detector(wish: str | None = None, device: str = "auto") -> Detector:
    """Load weights of either method onto a device, for films that are upright already.

    Raises:
        WeightsError: the weights are not there, or not what their manifest says.
        ValueError: this machine has no such device.
    """
    if wish is not None and find_weights(wish).config.method == "paper":
        return load_paper_detector(wish, device)
    return load_detector(wish, device)

"""The two things that are trained: the coarse diffusion and the refiner, each with its loss."""

from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.heatmaps import cell_centres, clean_map, gaussian, one_hot, softmax
from landmark_gui.diffusion.network import FILM_PER_CELL, Denoiser, FilmEncoder, Refiner
from landmark_gui.diffusion.schedule import diffuse, random_levels
from landmark_gui.diffusion.training.augmentation import (
    Warp,
    change_greys,
    cover,
    hide,
    lay_metal,
    random_similarity,
    random_waves,
    sample,
)
from landmark_gui.diffusion.training.dataset import TrainingSet
from landmark_gui.diffusion.training.settings import CROPPED_FILMS, PartSettings

CHANNEL_LEVELS = 0.3  # share of films whose landmarks get a level of noise each
METAL_ON_FILM, METAL_ON_CROP = (0.04, 0.25), (0.2, 1.4)  # least and largest, of the height


class Part(Protocol):
    """A network with a loss."""

    @property
    def name(self) -> str:
        """What its files are called."""
        ...

    @property
    def network(self) -> nn.Module:
        """What is trained."""
        ...

    def loss(self, generator: torch.Generator) -> Tensor:
        """Return the loss on one random batch."""
        ...


class WholeFilms:
    """Batches of whole films, changed at random."""

    def __init__(
        self, config: ModelConfig, films: TrainingSet, settings: PartSettings, share: float
    ) -> None:
        self._config, self._films, self._settings, self._share = config, films, settings, share

    def draw(self, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Return images `(B, 1, 2H, 2W)` in 0 ... 1 and landmarks `(B, N, 2)` in cells."""
        s, size = self._settings, self._config.grid_size
        index = self._films.draw(s.batch, self._share, generator)
        matrix = random_similarity(s.batch, s.rotation_deg, s.scale, generator)
        centre = (torch.tensor(size) / 2).expand(s.batch, 2)
        shift = (torch.rand(s.batch, 2, generator=generator) * 2 - 1) * s.shift * size[1]
        waves = random_waves(s.batch, s.bending, size[0], generator)
        warp = Warp(matrix, centre, shift, waves)
        images = sample(self._films.coarse[index], warp.to_input(self._where(s.batch)), size)
        if s.metal:
            images = lay_metal(images, s.metal, METAL_ON_FILM, generator)
        images = hide(change_greys(images, s.harshness, generator), generator)
        return images.clamp(0, 1), warp.to_output(self._films.points[index])

    def _where(self, count: int) -> Tensor:
        height, width = (self._config.grid_height, self._config.grid_width)
        x, y = cell_centres(height * FILM_PER_CELL, width * FILM_PER_CELL, torch.zeros(()))
        y, x = torch.meshgrid(y / FILM_PER_CELL, x / FILM_PER_CELL, indexing="ij")
        return torch.stack([x, y], -1).expand(count, -1, -1, -1)


class CoarsePart:
    """Film encoder and denoiser, trained together."""

    name = "coarse"

    def __init__(
        self, config: ModelConfig, films: TrainingSet, settings: PartSettings, share: float
    ) -> None:
        self._config, self._settings = config, settings
        self._films = WholeFilms(config, films, settings, share)
        self._encoder, self._denoiser = FilmEncoder(config), Denoiser(config)
        self.network = nn.ModuleDict({"encoder": self._encoder, "denoiser": self._denoiser})

    def loss(self, generator: torch.Generator) -> Tensor:
        """Return half the cross-entropies of film alone and of film with x_t, half the squares."""
        images, points = self._films.draw(generator)
        device = next(self.network.parameters()).device
        images, points = images.to(device), points.to(device)
        height, width = self._config.grid_height, self._config.grid_width
        x_0 = clean_map(one_hot(points.cpu(), height, width)).to(device)
        known = (x_0 > 0).flatten(2).any(2)
        target = gaussian(points.nan_to_num(-9.0), self._settings.target_sigma, height, width)
        g = self._levels(len(images), generator).to(device)
        x_t = diffuse(x_0, g, torch.randn(x_0.shape, generator=generator).to(device))
        encoding = self._encoder(images)
        logits = self._denoiser(encoding, x_t, g)
        entropy = cross_entropy(logits, target) + cross_entropy(encoding[0], target)
        squares = (clean_map(softmax(logits)) - x_0).square().flatten(2).sum(2) / 20
        return (0.5 * (entropy + squares) * known).sum() / known.sum().clamp_min(1)

    def _levels(self, count: int, generator: torch.Generator) -> Tensor:
        shape = (count, self._config.landmarks)
        shared = random_levels((count, 1), generator).expand(shape)
        single = random_levels(shape, generator)
        apart = torch.rand((count, 1), generator=generator) < CHANNEL_LEVELS
        return torch.where(apart, single, shared)


class RefinerPart:
    """A refiner, on crops around displaced truths."""

    def __init__(
        self,
        config: ModelConfig,
        films: TrainingSet,
        settings: PartSettings,
        share: float,
        name: str = "refiner",
    ) -> None:
        self._config, self._films, self._settings, self._share = config, films, settings, share
        self.name = name
        self.network = self._refiner = Refiner(config, settings.dropout)

    def loss(self, generator: torch.Generator) -> Tensor:
        """Return the cross-entropy over the crop, where the truth lies in it."""
        pairs = zip(*(self._crops(generator) for _ in range(CROPPED_FILMS)), strict=True)
        crops, points, landmarks = (torch.cat(list(column)) for column in pairs)
        if self._settings.covered:  # else nothing is drawn: other recipes keep their chance
            crops = cover(crops, self._settings.covered, generator)
        if self._settings.metal:
            crops = lay_metal(crops, self._settings.metal, METAL_ON_CROP, generator)
        crops = change_greys(crops, self._settings.harshness, generator)
        device = next(self.network.parameters()).device
        side = self._config.crop
        inside = ((points[:, 0] > 0) & (points[:, 0] < side)).all(-1)
        hot = gaussian(points.nan_to_num(-9.0), self._settings.target_sigma, side, side)
        target = hot.mean(1)
        logits = self._refiner(crops.to(device), landmarks.to(device))
        entropy = cross_entropy(logits, target.to(device))
        return (entropy * inside.to(device)).sum() / inside.sum().clamp_min(1)

    def _crops(self, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        s, config = self._settings, self._config
        count, pitch = s.batch // CROPPED_FILMS, config.fine / s.reach
        film = self._films.draw(1, self._share, generator)
        landmarks = torch.randperm(config.landmarks, generator=generator)[:count]
        truth = self._films.points[film[0], landmarks]
        off = (torch.randn(len(truth), 2, generator=generator) * s.shift).clamp(-6, 6)
        centre = (truth + off).nan_to_num(0.0)
        matrix = random_similarity(len(truth), s.rotation_deg, s.scale, generator)
        waves = random_waves(len(truth), s.bending, config.crop / pitch, generator)
        warp = Warp(matrix, torch.zeros_like(centre), centre, waves)
        side = config.crop * s.reach
        offsets = (cell_centres(side, side, truth)[0] - side / 2) / config.fine
        y, x = torch.meshgrid(offsets, offsets, indexing="ij")
        cells = warp.to_input(torch.stack([x, y], -1).expand(len(truth), -1, -1, -1))
        tall = cells.reshape(1, -1, side, 2)  # all crops of a film in one strip
        crops = sample(self._films.fine[film], tall, config.grid_size).view(-1, 1, side, side)
        hot = self._hot(film, landmarks, truth)
        points = warp.to_output(hot) * pitch + config.crop / 2
        return functional.avg_pool2d(crops, s.reach), points, landmarks

    def _hot(self, film: Tensor, landmarks: Tensor, truth: Tensor) -> Tensor:
        """Return what the targets show `(K, P, 2)`, in cells, the truth first."""
        if not self._settings.few_hot:
            return truth[:, None]
        said = self._films.readers[film[0]][:, landmarks].transpose(0, 1)
        return torch.cat([truth[:, None], said.where(~said.isnan(), truth[:, None])], 1)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Return the spatially normalised cross-entropy `(...)` of logits and targets `(..., H, W)`."""
    return -(target.flatten(-2) * logits.flatten(-2).log_softmax(-1)).sum(-1)

"""How the network of the paper's own way is trained."""

import torch
from torch import Tensor

from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.heatmaps import clean_map, one_hot, softmax
from landmark_gui.diffusion.paper import HOT, PaperNetwork, expected_x_0, level_at
from landmark_gui.diffusion.schedule import diffuse
from landmark_gui.diffusion.training.dataset import TrainingSet
from landmark_gui.diffusion.training.parts import WholeFilms, cross_entropy
from landmark_gui.diffusion.training.settings import PartSettings

WEIGHT = 0.4  # of each of the two terms


class PaperPart:
    """The one U-Net; its few-hot maps show the mean of the readers."""

    name = "unet"

    def __init__(
        self, config: ModelConfig, films: TrainingSet, settings: PartSettings, share: float
    ) -> None:
        self._config = config
        self._films = WholeFilms(config, films, settings, share)
        self.network = PaperNetwork(config)

    def loss(self, generator: torch.Generator) -> Tensor:
        """Return the supervised term and the normalised cross-entropy, at uniform times.

        The supervised term is the squared error of x_0, in units of that of an empty map.
        """
        images, points = self._films.draw(generator)
        x_0 = clean_map(one_hot(points, self._config.grid_height, self._config.grid_width))
        g = level_at(torch.rand(len(images), generator=generator))
        levels = g[:, None].expand(-1, self._config.landmarks)
        x_t = diffuse(x_0, levels, torch.randn(x_0.shape, generator=generator))
        device = next(self.network.parameters()).device
        logits = self.network(images.to(device), x_t.to(device), g.to(device))
        return _loss(logits, x_0.to(device))


def _loss(logits: Tensor, x_0: Tensor) -> Tensor:
    hot = (x_0 > 0).to(x_0)
    count = hot.flatten(2).sum(2)
    known = count > 0
    target = hot / count.clamp_min(1)[..., None, None]
    squares = (expected_x_0(softmax(logits)) - x_0).square().flatten(2).sum(2) / (4 * HOT)
    terms = WEIGHT * squares + WEIGHT * cross_entropy(logits, target)
    return (terms * known).sum() / known.sum().clamp_min(1)

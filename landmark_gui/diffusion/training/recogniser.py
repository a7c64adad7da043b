"""Fits the numbers of `imaging.recognition`, on films whose position is known.

    python -m landmark_gui.diffusion.training.recogniser --data DATA --out resources/recognition

Every film is shown in all eight positions and both polarities at once. The network has to say which
of the 16 is the upright one, or that none is; what is no whole cephalogram is made on the spot.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional
from typing_extensions import override

from landmark_gui import paths
from landmark_gui.diffusion.training.dataset import films_of
from landmark_gui.diffusion.training.settings import DataSettings, FilmSource
from landmark_gui.diffusion.training.sources import found_sources
from landmark_gui.diffusion.training.strange_pictures import (
    SIDE,
    Film,
    strange_picture,
    taken_otherwise,
)
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.imaging.recognition import (
    GREY_SHARES,
    PADDING,
    POSITIONS,
    STRIDE,
    in_all_positions,
    portrait,
)

CHANNELS = (8, 16, 24, 32)
THOUGHTS = 32
BATCH = 12  # films, and as many strange pictures
LEARNING_RATE = 4e-3
SCHEME = "isbi19"
DATA = DataSettings(
    (FilmSource("isbi2015/images", ("isbi2015/labels/junior.csv",), "isbi2015/train.txt"),),
    phantoms=60,
)
PHANTOM_SHARE = 0.15

Make = Callable[[Film, Generator], Film]


class RecogniserNetwork(nn.Module):
    """The network as it is trained; `imaging.recognition` runs it without torch."""

    def __init__(self) -> None:
        super().__init__()
        sizes = zip((1, *CHANNELS), CHANNELS, strict=False)
        self.look = nn.ModuleList(nn.Conv2d(a, b, 3, STRIDE, PADDING) for a, b in sizes)
        self.think = nn.LazyLinear(THOUGHTS)
        self.say = nn.Linear(THOUGHTS, 1)

    @override
    def forward(self, portraits: Tensor) -> Tensor:
        """Return the likeness of portraits `(B, SIDE, SIDE)`, `(B,)`."""
        seen = portraits[:, None]
        for layer in self.look:
            seen = layer(seen).relu()
        said: Tensor = self.say(self.think(seen.flatten(1)).relu())
        return said[:, 0]


class Portraits:
    """Draws films and strange pictures as the network sees them."""

    def __init__(self, films: Sequence[Film], phantoms: int, seed: int) -> None:
        self._films, self._phantoms, self._rng = films, phantoms, np.random.default_rng(seed)

    def draw(self, count: int, make: Make) -> Tensor:
        """Return `(count, 16, side, side)`: each picture in all positions."""
        made = [in_all_positions(portrait(make(self._film(), self._rng))) for _ in range(count)]
        return torch.from_numpy(np.stack(made))

    def _film(self) -> Film:
        real = len(self._films) - self._phantoms
        if self._rng.random() < PHANTOM_SHARE:
            return self._films[real + int(self._rng.integers(self._phantoms))]
        return self._films[int(self._rng.integers(real))]


def fit(portraits: Portraits, steps: int, seed: int) -> RecogniserNetwork:
    """Return a trained network."""
    torch.manual_seed(seed)
    network = RecogniserNetwork()
    network(torch.zeros(1, *portraits.draw(1, taken_otherwise).shape[2:]))
    optimiser = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=1e-2)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, steps)
    for step in range(steps):
        loss = _loss(network, portraits)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        optimiser.step()
        rate.step()
        if step % 50 == 0:
            print(f"step {step}/{steps} loss {loss.item():.4f}", file=sys.stderr)  # noqa: T201 - command
    return network


def _loss(network: RecogniserNetwork, portraits: Portraits) -> Tensor:
    pictures = torch.cat(
        [portraits.draw(BATCH, make) for make in (taken_otherwise, strange_picture)]
    )
    none = torch.zeros(len(pictures), 1)
    likeness = torch.cat([network(pictures.flatten(0, 1)).unflatten(0, (-1, 16)), none], 1)
    upright, strange = [0] * BATCH, [len(POSITIONS)] * BATCH
    return functional.cross_entropy(likeness, torch.tensor(upright + strange), label_smoothing=0.01)


def main() -> None:
    """Fit and write the file."""
    parser = argparse.ArgumentParser(description="Fits the recogniser.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    scheme = LandmarkScheme.read(paths.scheme_file(SCHEME))
    found = found_sources(DATA, args.data, scheme)
    films = [_small(film.pixels) for film, _ in films_of(DATA, found, scheme)]
    made_by = f"landmark_gui.diffusion.training.recogniser --steps {args.steps} --seed {args.seed}"
    trained_on = "ISBI 2015 Grand Challenge, films 001-150"
    portraits = Portraits(films, DATA.phantoms, args.seed)
    network = fit(portraits, args.steps, args.seed)
    facts = {"made_by": made_by, "trained_on": f"{trained_on}; {DATA.phantoms} phantoms"}
    tensors = {name: value.half() for name, value in network.state_dict().items()}
    save_file(tensors, args.out / "recogniser.safetensors", facts)


def _small(pixels: NDArray[np.generic]) -> Film:
    scale = SIDE / max(pixels.shape)
    height, width = (round(side * scale) for side in pixels.shape)
    picture = Image.fromarray(pixels.astype(np.float32)).resize(
        (width, height), Image.Resampling.BOX
    )
    greys = np.array(picture)
    low, high = np.percentile(greys, GREY_SHARES)
    return np.asarray(np.clip((greys - low) / max(high - low, 1e-6), 0, 1), np.float32)


if __name__ == "__main__":
    main()

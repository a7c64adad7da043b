"""Films and their labels, letterboxed once and kept for every step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from landmark_gui import paths
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.frame import FilmFrame, resize
from landmark_gui.diffusion.network import FILM_PER_CELL
from landmark_gui.diffusion.training.folds import files_of, left_out, readings_of, stems
from landmark_gui.diffusion.training.settings import DataSettings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.imaging.film import read_film
from landmark_gui.phantom.phantom import make_phantom


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """Letterboxed films with their landmarks.

    Attributes:
        fine: `(M, H * fine, W * fine)` uint8.
        coarse: `(M, 2H, 2W)` uint8.
        readers: `(M, R, N, 2)` float32 in cells, where each reader put the landmarks; NaN where he
            put none.
        phantoms: how many of the last films are synthetic.
    """

    fine: Tensor
    coarse: Tensor
    readers: Tensor
    phantoms: int

    @cached_property
    def points(self) -> Tensor:
        """The mean of the readers `(M, N, 2)`; NaN where a landmark has no label."""
        return self.readers.nanmean(1)

    def draw(self, count: int, phantom_share: float, generator: torch.Generator) -> Tensor:
        """Return `count` random film indices, with that share of phantoms on average."""
        real = len(self.fine) - self.phantoms
        synthetic = torch.rand(count, generator=generator) < phantom_share
        if not real or not self.phantoms:
            return torch.randint(0, len(self.fine), (count,), generator=generator)
        films = torch.randint(0, real, (count,), generator=generator)
        phantoms = torch.randint(real, len(self.fine), (count,), generator=generator)
        return torch.where(synthetic, phantoms, films)


def load_set(
    settings: DataSettings, model: ModelConfig, folder: Path, cache: Path, fold: int | None = None
) -> TrainingSet:
    """Return the training set without a fold, from `cache` if an earlier run left it there.

    Raises:
        ValueError: the cache holds other films: of another recipe, or of another fold.
    """
    key = repr((settings, model.scheme, model.grid_size, model.fine, fold))
    if not _complete(cache, key):
        _build_cache(settings, model, folder, cache, key, fold)
    with np.load(cache) as arrays:
        return TrainingSet(
            torch.from_numpy(arrays["fine"]),
            torch.from_numpy(arrays["coarse"]),
            torch.from_numpy(arrays["readers"]),
            int(arrays["phantoms"]),
        )


def _complete(cache: Path, key: str) -> bool:
    """Tell whether there is a cache, and none of a version that did not say of what."""
    if not cache.exists():
        return False
    with np.load(cache) as arrays:
        if "key" in arrays and str(arrays["key"]) != key:
            raise ValueError(
                f"{cache.parent} holds the films of another recipe or fold; choose another folder."
            )
        return "key" in arrays


def _build_cache(  # noqa: PLR0913, PLR0917 - all that a training set is made of
    settings: DataSettings,
    model: ModelConfig,
    folder: Path,
    cache: Path,
    key: str,
    fold: int | None,
) -> None:
    scheme = LandmarkScheme.read(paths.scheme_file(model.scheme))
    fine, coarse, said = [], [], []
    for film, readings in films_of(settings, scheme, folder, fold):
        frame = FilmFrame.of(film, model)
        small = (model.grid_width * FILM_PER_CELL, model.grid_height * FILM_PER_CELL)
        fine.append(_bytes(frame.fine))
        coarse.append(_bytes(resize(frame.fine, small)))
        xy = [[_xy(reading.get(name)) for name in scheme.abbreviations] for reading in readings]
        said.append(frame.grid.points_to_grid(np.array(xy)).astype(np.float32))
    cache.parent.mkdir(parents=True, exist_ok=True)
    half_written = cache.with_suffix(".part.npz")
    np.savez(
        half_written,
        fine=np.stack(fine),
        coarse=np.stack(coarse),
        readers=_side_by_side(said),
        phantoms=settings.phantoms,
        key=key,
    )
    half_written.replace(cache)


def films_of(
    settings: DataSettings, scheme: LandmarkScheme, folder: Path, fold: int | None = None
) -> Iterator[tuple[Cephalogram, list[Mapping[str, Point]]]]:
    """Yield the films of a training run with what each reader says: real ones, then phantoms."""
    for source in settings.sources:
        readers = readings_of(source, folder, scheme)
        known = set().union(*readers)
        wanted = set(stems(source, folder, known)) - set(left_out(source, folder, known, fold))
        for file in files_of(source, folder, wanted):
            stem = file.path.stem
            yield read_film(file.path, file.name), [said[stem] for said in readers if stem in said]
    for seed in range(settings.phantom_seed, settings.phantom_seed + settings.phantoms):
        phantom = make_phantom(seed)
        yield phantom.film, [phantom.landmarks]


def _side_by_side(
    films: Sequence[np.ndarray[tuple[int, ...], np.dtype[np.float32]]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return `(M, R, N, 2)` from `(R', N, 2)` of each film, NaN for readers whom a film lacks."""
    most = max(map(len, films))
    lacking = ((0, 0), (0, 0))
    return np.stack(
        [np.pad(f, ((0, most - len(f)), *lacking), constant_values=np.nan) for f in films]
    )


def _xy(point: Point | None) -> tuple[float, float]:
    return (point.x, point.y) if point else (np.nan, np.nan)


def _bytes(
    image: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.round(image * 255).astype(np.uint8)

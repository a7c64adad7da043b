"""Films and their labels, upright and letterboxed once, and kept for every step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.frame import FilmFrame, resize
from landmark_gui.diffusion.network import FILM_PER_CELL
from landmark_gui.diffusion.training.settings import DataSettings
from landmark_gui.diffusion.training.sources import FoundSource
from landmark_gui.diffusion.upright import upright_with
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import some_of
from landmark_gui.exchange.replacing import replacing
from landmark_gui.exchange.schemes import USUAL, mapping, read_scheme, read_scheme_beside
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.phantom.phantom import make_phantom

Arrays: TypeAlias = dict[str, NDArray[Any]]

_MADE = "upright, phantoms by definition"  # in the keys of caches: earlier versions did otherwise


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """Letterboxed films with their landmarks.

    Attributes:
        fine: `(M, H * fine, W * fine)` uint8.
        coarse: `(M, 2H, 2W)` uint8.
        readers: `(M, R, N, 2)` float32 in cells, where each reader put the landmarks; NaN where
            there is no label.
        phantoms: how many of the last films are synthetic.
        outside: how many labels lie outside their film; they count as none.
    """

    fine: Tensor
    coarse: Tensor
    readers: Tensor
    phantoms: int
    outside: int = 0

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
    settings: DataSettings, model: ModelConfig, sources: Sequence[FoundSource], cache: Path
) -> TrainingSet:
    """Return the training set, from `cache` if an earlier run left it there.

    A list of landmarks that does not come with the program lies beside the cache.

    Raises:
        ValueError: the cache is damaged, or holds other films or labels, or no film has a label of
            a landmark.
        UnreadableFilm: films cannot be read.
        CannotWrite: the cache cannot be written.
    """
    key = _key(settings, model, sources)
    arrays = _kept(cache, key)
    if arrays is None:
        scheme = read_scheme_beside(model.scheme, cache.parent)
        arrays = {**_letterboxed(settings, model, sources, scheme), "key": np.array(key)}
        _check_labels(arrays, scheme)
        cache.parent.mkdir(parents=True, exist_ok=True)
        with replacing(cache) as temporary, temporary.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
    return TrainingSet(
        torch.from_numpy(arrays["fine"]),
        torch.from_numpy(arrays["coarse"]),
        torch.from_numpy(arrays["readers"]),
        int(arrays["phantoms"]),
        int(arrays["outside"]),
    )


def _key(settings: DataSettings, model: ModelConfig, sources: Sequence[FoundSource]) -> str:
    """Return what decides the films and labels of a run."""
    # how films are judged afterwards changes nothing of them
    bare = tuple(replace(s, folds=False, mm_per_px=None) for s in settings.sources)
    data = replace(settings, sources=bare)
    there = [(found.fingerprint, found.left_out) for found in sources]
    return repr((data, model.scheme, model.grid_size, model.fine, there, _MADE))


def _kept(cache: Path, key: str) -> Arrays | None:
    """Return what a cache holds; None without one, or if its version did not say of what."""
    if not cache.exists():
        return None
    try:
        with cache.open("rb") as file, np.load(file) as kept:
            arrays = dict(kept)
    except (BadZipFile, EOFError, ValueError) as error:
        raise ValueError(f"{cache} is damaged; delete it, and it is made anew.") from error
    if "key" not in arrays:
        return None
    if str(arrays["key"]) != key:
        raise ValueError(
            f"{cache.parent} holds the films of another recipe or fold, or labels, lists or films "
            "have changed since; choose another folder. If nothing but the program has changed, "
            f"delete {cache.name}: it is made anew."
        )
    return arrays


def _letterboxed(
    settings: DataSettings,
    model: ModelConfig,
    sources: Sequence[FoundSource],
    scheme: LandmarkScheme,
) -> Arrays:
    small = (model.grid_width * FILM_PER_CELL, model.grid_height * FILM_PER_CELL)
    names, outside = scheme.abbreviations, 0
    fine, coarse, said = [], [], []
    for stored, told in films_of(settings, sources, scheme):
        film, readings = upright_with(stored, *told)  # as a detection shows it to the model
        frame = FilmFrame.of(film, model)
        fine.append(_bytes(frame.fine))
        coarse.append(_bytes(resize(frame.fine, small)))
        xy = np.array([[_xy(reading.get(name)) for name in names] for reading in readings])
        out = ((xy < 0) | (xy > film.info.size_px)).any(-1)
        outside += int(out.sum())
        xy[out] = np.nan
        said.append(frame.grid.points_to_grid(xy).astype(np.float32))
    return {
        "fine": np.stack(fine),
        "coarse": np.stack(coarse),
        "readers": _side_by_side(said),
        "phantoms": np.array(settings.phantoms),
        "outside": np.array(outside),
    }


def _check_labels(arrays: Arrays, scheme: LandmarkScheme) -> None:
    """Refuse landmarks that nothing shows: their networks would learn nothing, and say anything."""
    by_landmark = arrays["readers"].transpose(2, 0, 1, 3)
    named = zip(scheme.abbreviations, by_landmark, strict=True)
    lacking = [name for name, labels in named if np.isnan(labels).all()]
    if lacking:
        outside = f"{arrays['outside']} labels lie outside their film: are they of pictures of "
        why = f" {outside}another size?" if arrays["outside"] else ""
        raise ValueError(f"No film to train on has a label of {some_of(lacking)}.{why}")


def phantom_names(scheme: LandmarkScheme) -> Mapping[str, str]:
    """Return what phantoms call the landmarks of a scheme that they show: the very same points."""
    return mapping(scheme, read_scheme(USUAL)).names


def films_of(
    settings: DataSettings, sources: Sequence[FoundSource], scheme: LandmarkScheme
) -> Iterator[tuple[Cephalogram, Sequence[Mapping[str, Point]]]]:
    """Yield the films of a run as stored, with what each reader says: real ones, then phantoms.

    Raises:
        UnreadableFilm: films cannot be read, which is found out of all of them.
    """
    unreadable: dict[str, UnreadableFilm] = {}
    for found in sources:
        for stem, file in found.files.items():
            try:
                film = read_film(file.path, file.name)
            except UnreadableFilm as error:
                unreadable[file.name] = error
                continue
            yield film, [reader[stem] for reader in found.readings if stem in reader]
    if unreadable:
        first, *_ = unreadable.values()
        raise UnreadableFilm(f"{some_of(list(unreadable))} cannot be read: {first}") from first
    names = phantom_names(scheme)
    for seed in range(settings.phantom_seed, settings.phantom_seed + settings.phantoms):
        phantom = make_phantom(seed)
        yield phantom.film, [{here: phantom.landmarks[there] for here, there in names.items()}]


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

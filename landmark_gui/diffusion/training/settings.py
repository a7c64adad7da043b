"""What a training run is told, read from a TOML file."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, takewhile
from pathlib import Path, PureWindowsPath
from typing import Any, get_type_hints

from landmark_gui.diffusion.checkpoint import TOLD_BY_THE_PROGRAM
from landmark_gui.diffusion.config import PARTS, PRESETS, ModelConfig
from landmark_gui.diffusion.training.tables import check
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.schemes import UnreadableScheme, built_in_schemes, read_scheme

FOLDS = 5
CROPPED_FILMS = 4  # that a step of a refiner sees; its crops are as many of each
#: The type of what is not a part.
_KINDS = {
    **dict.fromkeys(("name", "preset", "scheme", "start"), str),
    "seed": int,
    "data": dict,
    "manifest": dict,
}


@dataclass(frozen=True, slots=True)
class FilmSource:
    """A set of films with labels; paths are relative to the folder given by `--data`.

    Attributes:
        films: folder of images, `<stem>.<suffix>`.
        labels: reader tables, averaged.
        list: file with the stems to train on, one a line; empty for every film with labels.
        folds: whether cross-validation leaves a fold of these films out; a film that occurs
            twice must be listed once.
        mm_per_px: millimetres per pixel, for errors told in millimetres.
    """

    films: str
    labels: tuple[str, ...]
    list: str = ""
    folds: bool = False
    mm_per_px: float | None = None

    @property
    def name(self) -> str:
        """What the source is called in lists and figures: the folder that holds all of it."""
        films = Path(self.films)
        return films.parent.name or films.name


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Which films.

    Attributes:
        sources: real films.
        phantoms: number of synthetic films.
        phantom_seed: seed of the first one.
        phantom_share: share of phantoms in a batch.
    """

    sources: tuple[FilmSource, ...] = ()
    phantoms: int = 0
    phantom_seed: int = 100_000
    phantom_share: float = 0.15


@dataclass(frozen=True, slots=True)
class PartSettings:
    """How one network is trained.

    Attributes:
        steps: optimiser steps of the whole run.
        batch: films (coarse, unet) or crops (refiner) a step.
        learning_rate: peak of the cosine schedule.
        cycles: how many times the learning rate falls along it (Loshchilov and Hutter 2017).
        ema: decay of the running average of the weights.
        rotation_deg: largest rotation, either way.
        scale: largest relative change of size, either way.
        shift: largest shift (coarse, unet: share of the film; refiner: s.d. of the centre in
            cells).
        target_sigma: width of the target (coarse: cells; refiner: fine pixels; unet: none).
        harshness: 0 ... 1, strength of the changes to grey values.
        bending: largest displacement by which a film is bent, in cells.
        reach: of a refiner, how many fine pixels a pixel of its crop is wide.
        dropout: share of the channels of the coarse levels that a refiner goes without.
        weight_decay: of AdamW.
        few_hot: whether a refiner's targets are hot where each reader put the landmark too, not at
            their mean alone.
        covered: share of a refiner's crops that lie under an artefact in part or as a whole.
        metal: share of films (coarse) or crops (refiner) on which bright beads and wires lie.
    """

    steps: int
    batch: int
    learning_rate: float = 1.5e-3
    cycles: int = 1
    ema: float = 0.998
    rotation_deg: float = 12.0
    scale: float = 0.18
    shift: float = 0.08
    target_sigma: float = 0.7
    harshness: float = 1.0
    bending: float = 0.0
    reach: int = 1
    dropout: float = 0.0
    weight_decay: float = 1e-3
    few_hot: bool = False
    covered: float = 0.0
    metal: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """A whole training run.

    Attributes:
        name: of the weights.
        scheme: the landmarks that they find.
        model: their shape.
        data: the films.
        parts: how each network of the model's method is trained, by its name in `PARTS`;
            refiners beside the first are called refiner-2, refiner-3 and so on.
        seed: of everything random.
        start: the weights that it sets out from, if any.
        own_scheme: the file that lists the landmarks, None for a scheme of the program's.
        manifest: what is told of the weights.
    """

    name: str
    scheme: LandmarkScheme
    model: ModelConfig
    data: DataSettings
    parts: Mapping[str, PartSettings]
    seed: int = 0
    start: str = ""
    own_scheme: Path | None = None
    manifest: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "TrainingSettings":
        """Return the settings in a TOML file.

        Raises:
            ValueError: the file is no TOML, or a table or a key is missing, unknown or cannot be.
        """
        try:
            return _described(tomllib.loads(path.read_text("utf-8")), path.parent)
        except KeyError as error:
            raise ValueError(f"{path.name} describes no training: there is no {error}.") from error
        except (RecursionError, TypeError, ValueError, UnreadableScheme) as error:
            raise ValueError(f"{path.name} describes no training: {error}") from error


def _described(values: dict[str, Any], folder: Path) -> TrainingSettings:
    model = _preset(values["preset"])
    names = (*PARTS[model.method], *_further(model, values))
    check("", values, {**_KINDS, **dict.fromkeys(names, dict)})
    parts = {name: _part(name, values[name]) for name in names}
    scheme, own_scheme = _scheme(values.get("scheme", model.scheme), folder)
    reaches = [part.reach for name, part in parts.items() if "-" in name]
    return TrainingSettings(
        name=_file_name(values["name"]),
        scheme=scheme,
        model=replace(model, scheme=scheme.name, landmarks=len(scheme), looks=(1, *reaches)),
        data=_data(values["data"]),
        parts=parts,
        seed=values.get("seed", 0),
        start=values.get("start", ""),
        own_scheme=own_scheme,
        manifest=_facts(values.get("manifest", {})),
    )


def _preset(name: object) -> ModelConfig:
    if name not in PRESETS:
        raise ValueError(f"there is no {name!r} among the presets ({', '.join(PRESETS)}).")
    return PRESETS[str(name)]


def _scheme(wish: str, folder: Path) -> tuple[LandmarkScheme, Path | None]:
    """Return the scheme of that name; or the one in a file of one's own, with the file."""
    if wish in built_in_schemes():
        return read_scheme(wish), None
    scheme = read_scheme(str(folder / wish))
    if scheme.name in built_in_schemes():
        raise ValueError(f"{wish} is called {scheme.name}, as one that comes with the program.")
    _file_name(scheme.name)  # it will lie beside the weights
    return scheme, folder / wish


def _further(model: ModelConfig, values: Mapping[str, Any]) -> Iterator[str]:
    """Return the refiners beside the first, in order and without a gap."""
    numbered = (f"refiner-{number}" for number in count(2))
    return takewhile(values.__contains__, numbered if model.refiner else ())


def _part(name: str, table: dict[str, Any]) -> PartSettings:
    check(name, table, get_type_hints(PartSettings))
    part = PartSettings(**table)
    if name.startswith("refiner") and part.batch < CROPPED_FILMS:
        raise ValueError(f"'batch' of [{name}] must be {CROPPED_FILMS} at least.")
    if "-" not in name and part.reach > 1:
        raise ValueError(f"'reach' of [{name}] must be 1; a [refiner-2] can look wider.")
    return part


def _data(table: dict[str, Any]) -> DataSettings:
    check("data", table, {**get_type_hints(DataSettings), "sources": tuple[dict[str, Any], ...]})
    sources = tuple(map(_source, table.get("sources", [])))
    names = [source.name for source in sources if source.folds]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(
            f"two sources with folds lie in '{twice[0]}', by which they are told apart."
        )
    if not sources and not table.get("phantoms"):
        raise ValueError("[data] has neither films nor phantoms.")
    return DataSettings(**{**table, "sources": sources})


def _source(table: dict[str, Any]) -> FilmSource:
    check("data.sources", table, get_type_hints(FilmSource))
    return FilmSource(**{**table, "labels": tuple(table["labels"])})


def _file_name(name: str) -> str:
    if not name or not name.isprintable() or PureWindowsPath(name).name != name:
        raise ValueError(f"'name' is to be a file name, not {name!r}.")
    return name


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is told of the weights, if their manifest can hold it."""
    if of_the_program := told.keys() & TOLD_BY_THE_PROGRAM:
        raise ValueError(f"[manifest] cannot say {', '.join(sorted(of_the_program))}.")
    try:
        json.dumps(told, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"[manifest] cannot hold this: {error}") from error
    return told

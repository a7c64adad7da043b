"""What a training run is told, read from a TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from landmark_gui.diffusion.config import PARTS, PRESETS, ModelConfig

FOLDS = 5


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
        return Path(self.films).parent.name


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
        model: their shape.
        data: the films.
        parts: how each network of the model's method is trained, by its name in `PARTS`;
            refiners beside the first are called refiner-2, refiner-3 and so on.
        seed: of everything random.
        start: the weights that it sets out from, if any.
        manifest: what is told of the weights.
    """

    name: str
    model: ModelConfig
    data: DataSettings
    parts: Mapping[str, PartSettings]
    seed: int = 0
    start: str = ""
    manifest: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "TrainingSettings":
        """Return the settings in a TOML file.

        Raises:
            ValueError: the file is no TOML, or a table or a key is missing or unknown.
        """
        try:
            values = tomllib.loads(path.read_text("utf-8"))
            data = {**values["data"], "sources": _sources(values["data"].get("sources", []))}
            model = PRESETS[values["preset"]]
            further = [name for name in values if name.startswith("refiner-")]
            parts = {
                name: PartSettings(**values[name]) for name in (*PARTS[model.method], *further)
            }
            return cls(
                name=values["name"],
                model=replace(model, looks=(1, *(parts[name].reach for name in further))),
                data=DataSettings(**data),
                parts=parts,
                seed=values.get("seed", 0),
                start=values.get("start", ""),
                manifest=values.get("manifest", {}),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path.name} does not describe a training run: {error}") from error


def _sources(tables: list[dict[str, Any]]) -> tuple[FilmSource, ...]:
    return tuple(FilmSource(**{**table, "labels": tuple(table["labels"])}) for table in tables)

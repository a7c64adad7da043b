"""`landmark-gui train`: from a settings file to weights."""

import argparse
import ctypes
import math
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from landmark_gui import __version__
from landmark_gui.diffusion.checkpoint import Weights, find_weights, tensors_of, write_manifest
from landmark_gui.diffusion.device import choose, on_device
from landmark_gui.diffusion.training.dataset import TrainingSet, load_set, phantom_names
from landmark_gui.diffusion.training.folds import list_left_out
from landmark_gui.diffusion.training.loop import Trainer, checkpoint, tell
from landmark_gui.diffusion.training.paper_part import PaperPart
from landmark_gui.diffusion.training.parts import CoarsePart, Part, RefinerPart
from landmark_gui.diffusion.training.run_folder import FILMS, keep_recipe, run_folder, usual_folder
from landmark_gui.diffusion.training.settings import TrainingSettings
from landmark_gui.diffusion.training.sources import FoundSource, found_sources
from landmark_gui.evaluation.truth import some_of
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import USUAL

SEEDS_APART = 100  # between the refiners of one run
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # of mallopt(3)


def run(args: argparse.Namespace) -> int:
    """Train the parts asked for; with all parts done, write `<name>.safetensors`.

    Returns:
        0 when every part is done, 1 when the time was up before (resume goes on).

    Raises:
        ValueError: the settings, the device, the films or the folder cannot be used.
        KeyboardInterrupt: the program was asked to end; what is done is kept.
        WeightsError: there are no weights to set out from.
        UnreadableFilm: a film cannot be read.
        CannotWrite: a file cannot be written; what was there stays.
    """
    _keep_freed_memory()
    settings = TrainingSettings.read(Path(args.config))
    if args.seed is not None:
        settings = replace(settings, seed=args.seed)
    args.out = out = Path(args.out or usual_folder(settings, args.fold))
    wanted = _wanted(settings, args.part)
    if not args.resume and any(checkpoint(out, name).exists() for name in wanted):
        raise ValueError(f"{out} holds a training; --resume goes on, or choose another folder.")
    if args.fold is not None and not any(source.folds for source in settings.data.sources):
        raise ValueError(f"'{settings.name}' has no source with folds, of which one is left out.")
    choose(args.device)  # now, not after all films were read; as the weights
    start = _start(settings)
    stop_at = time.monotonic() + args.minutes * 60 if args.minutes else math.inf
    sources = _sources(settings, Path(args.data), args.fold)
    with run_folder(out, settings, wanted):
        films = _films(settings, sources, out)
        for name in settings.parts:
            _trainer(name, settings, films, out, "cpu").check()
        keep_recipe(out, Path(args.config))
        done = [_train(name, settings, films, args, stop_at) for name in wanted]
        if all(done):
            assemble(settings, films, out, _made_by(settings, args, start))
    return 0 if all(done) else 1


def _start(settings: TrainingSettings) -> Weights | None:
    """Return the weights to set out from, if any, that find as many landmarks."""
    if not settings.start:
        return None
    start, scheme = find_weights(settings.start), settings.scheme
    if len(start.scheme) != len(scheme):
        theirs = f"find {len(start.scheme)} landmarks ({start.scheme.name})"
        ours = f"this recipe {len(scheme)} ({scheme.name})"
        raise ValueError(f"The weights '{start.name}' to start from {theirs}, {ours}.")
    return start


def _wanted(settings: TrainingSettings, part: str) -> tuple[str, ...]:
    known = tuple(settings.parts)
    if part not in ("all", *known):
        raise ValueError(f"'{settings.name}' has no part '{part}', only {', '.join(known)}.")
    return known if part == "all" else (part,)


def _sources(settings: TrainingSettings, folder: Path, fold: int | None) -> list[FoundSource]:
    """Return where the films to train on are; what they are, and what is not there, is told."""
    scheme, phantoms = settings.scheme, settings.data.phantoms
    shown = phantom_names(scheme)
    if phantoms and not shown:
        same = f"state with 'same_as' which of {USUAL} they are, or train without phantoms"
        raise ValueError(f"Phantoms show no landmark of {scheme.name}; {same}.")
    sources = found_sources(settings.data, folder, scheme, fold)
    for found in sources:
        if found.missing:
            tell(f"There is no film of '{found.source.name}' called {some_of(found.missing)}.")
        if found.unread:
            tables = f"the tables of '{found.source.name}' have no landmarks for them"
            tell(f"Left out, because {tables}: {some_of(found.unread)}.")
    counts = [f"{len(found.files)} films of {found.source.name}" for found in sources]
    tell(", ".join([*counts, f"{phantoms} phantoms"]))
    if phantoms and (hidden := [name for name in scheme.abbreviations if name not in shown]):
        tell(f"Phantoms do not show {some_of(hidden)}.")
    return sources


def _films(settings: TrainingSettings, sources: list[FoundSource], out: Path) -> TrainingSet:
    """Return the films to train on; what a fold leaves out is listed in `out`."""
    films = load_set(settings.data, settings.model, sources, out / FILMS)
    if films.outside:
        tell(f"{films.outside} labels lie outside their film and are ignored.")
    list_left_out(sources, out)
    return films


def _prefix(name: str) -> str:
    """Return how the names of a part's tensors begin in a file of weights."""
    kind, _, number = name.partition("-")
    if kind != "refiner":
        return ""
    return f"further.{int(number) - 2}." if number else "refiner."


def _part_of(name: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    prefix = _prefix(name)
    if not prefix:
        return {k: v for k, v in tensors.items() if not k.startswith(("refiner.", "further."))}
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}


def _keep_freed_memory() -> None:
    """Reuse the memory of big tensors: fetching it anew took a third of the time on two cores."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_MMAP_MAX, 0)
        libc.mallopt(_TRIM_THRESHOLD, 2**31 - 1)


def _train(
    name: str,
    settings: TrainingSettings,
    films: TrainingSet,
    args: argparse.Namespace,
    stop_at: float,
) -> bool:
    trainer = _trainer(name, settings, films, Path(args.out), args.device)
    if args.resume and trainer.resume():
        tell(f"{name}: going on from step {trainer.step}")
    elif settings.start:
        trainer.start_from(_part_of(name, tensors_of(find_weights(settings.start))))
    return trainer.run(stop_at)


def _trainer(
    name: str, settings: TrainingSettings, films: TrainingSet, out: Path, device: str
) -> Trainer:
    number = name.partition("-")[2]
    seed = settings.seed + (SEEDS_APART * (int(number) - 1) if number else 0)
    torch.manual_seed(seed)
    part = _part(name, settings, films)
    on_device(part.network, choose(device))
    start = find_weights(settings.start).sha256 if settings.start else ""
    return Trainer(part, settings.parts[name], seed, out, start)


def _part(name: str, settings: TrainingSettings, films: TrainingSet) -> Part:
    model, chosen, share = settings.model, settings.parts[name], settings.data.phantom_share
    if name == "coarse":
        return CoarsePart(model, films, chosen, share)
    if name == "unet":
        return PaperPart(model, films, chosen, share)
    return RefinerPart(model, films, chosen, share, name)


def _made_by(
    settings: TrainingSettings, args: argparse.Namespace, start: Weights | None
) -> dict[str, Any]:
    """Return what the weights are made by; the recipe itself lies beside them."""
    return {
        "recipe": Path(args.config).name,
        "seed": settings.seed,
        "fold": args.fold,
        "start_sha256": start.sha256 if start else None,
        "app_version": __version__,
    }


def assemble(
    settings: TrainingSettings, films: TrainingSet, out: Path, made_by: dict[str, Any]
) -> None:
    """Join the averaged weights of all parts into one file, if each has done its steps."""
    tensors: dict[str, Tensor] = {}
    for name in settings.parts:
        trainer = _trainer(name, settings, films, out, "cpu")
        if not trainer.resume() or trainer.step < settings.parts[name].steps:
            return
        # half the bytes, and no point moves by more than a few hundredths of a pixel
        tensors |= {f"{_prefix(name)}{k}": v.half() for k, v in trainer.averaged().items()}
    file = out / f"{settings.name}.safetensors"
    write_over(file, save(tensors))
    names = settings.scheme.abbreviations
    facts = {**settings.manifest, "made_by": made_by, "abbreviations": names}
    write_manifest(out, settings.name, settings.model, facts)
    tell(f"Weights: {file}; use them with --weights {out}")

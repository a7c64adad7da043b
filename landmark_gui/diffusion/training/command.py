"""`landmark-gui train`: from a settings file to weights."""

import argparse
import ctypes
import math
import sys
import time
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from landmark_gui.diffusion.checkpoint import find_weights, tensors_of, write_manifest
from landmark_gui.diffusion.device import choose, on_device
from landmark_gui.diffusion.training.dataset import TrainingSet, load_set
from landmark_gui.diffusion.training.folds import list_left_out
from landmark_gui.diffusion.training.loop import Trainer, checkpoint, tell
from landmark_gui.diffusion.training.paper_part import PaperPart
from landmark_gui.diffusion.training.parts import CoarsePart, Part, RefinerPart
from landmark_gui.diffusion.training.settings import TrainingSettings
from landmark_gui.diffusion.training.sources import found_sources
from landmark_gui.evaluation.truth import some_of
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import own_scheme_file, read_scheme_beside

SEEDS_APART = 100  # between the refiners of one run
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4  # of mallopt(3)


def run(args: argparse.Namespace) -> int:
    """Train the parts asked for; with all parts done, write `<name>.safetensors`.

    Returns:
        0 when every part is done, 1 when the time was up before (resume goes on).

    Raises:
        ValueError: the settings, the device, the films or the folder cannot be used.
        WeightsError: there are no weights to set out from.
        UnreadableFilm: a film cannot be read.
        CannotWrite: a file cannot be written; what was there stays.
    """
    _keep_freed_memory()
    settings = TrainingSettings.read(Path(args.config))
    if args.seed is not None:
        settings = replace(settings, seed=args.seed)
    out, wanted = Path(args.out), _wanted(settings, args.part)
    if not args.resume and any(checkpoint(out, name).exists() for name in wanted):
        raise ValueError(f"{out} holds a training; --resume goes on, or choose another folder.")
    if args.fold is not None and not any(source.folds for source in settings.data.sources):
        raise ValueError(f"'{settings.name}' has no source with folds, of which one is left out.")
    choose(args.device)  # now, not after all films were read; as the weights
    if settings.start:
        find_weights(settings.start)
    stop_at = time.monotonic() + args.minutes * 60 if args.minutes else math.inf
    _keep_scheme(settings, out)
    films = _films(settings, Path(args.data), args.fold, out)
    done = [_train(name, settings, films, args, stop_at) for name in wanted]
    if all(done):
        assemble(settings, films, out)
    return 0 if all(done) else 1


def _wanted(settings: TrainingSettings, part: str) -> tuple[str, ...]:
    known = tuple(settings.parts)
    if part not in ("all", *known):
        raise ValueError(f"'{settings.name}' has no part '{part}', only {', '.join(known)}.")
    return known if part == "all" else (part,)


def _keep_scheme(settings: TrainingSettings, out: Path) -> None:
    """Put a list of landmarks of one's own where the weights will lie, which need it."""
    if settings.own_scheme is None:
        return
    file = own_scheme_file(settings.model.scheme, out)
    listed = settings.own_scheme.read_bytes()
    if file.exists() and file.read_bytes() != listed:
        raise ValueError(f"{out} holds a training with another {file.name}; choose another folder.")
    out.mkdir(parents=True, exist_ok=True)
    write_over(file, listed)


def _films(settings: TrainingSettings, data: Path, fold: int | None, out: Path) -> TrainingSet:
    """Return the films to train on, told on stderr; what a fold leaves out is listed in `out`."""
    scheme = read_scheme_beside(settings.model.scheme, out)
    sources = found_sources(settings.data, data, scheme, fold)
    for found in sources:
        if found.missing:
            tell(f"There is no film of '{found.source.name}' called {some_of(found.missing)}.")
    counts = [f"{len(found.files)} films of {found.source.name}" for found in sources]
    tell(", ".join([*counts, f"{settings.data.phantoms} phantoms"]))
    films = load_set(settings.data, settings.model, sources, out / "films.npz")
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


def assemble(settings: TrainingSettings, films: TrainingSet, out: Path) -> Path | None:
    """Join the averaged weights of all parts into one file, if each has done its steps."""
    tensors: dict[str, Tensor] = {}
    for name in settings.parts:
        trainer = _trainer(name, settings, films, out, "cpu")
        if not trainer.resume() or trainer.step < settings.parts[name].steps:
            return None
        # half the bytes, and no point moves by more than a few hundredths of a pixel
        tensors |= {f"{_prefix(name)}{k}": v.half() for k, v in trainer.averaged().items()}
    file = out / f"{settings.name}.safetensors"
    write_over(file, save(tensors))
    names = read_scheme_beside(settings.model.scheme, out).abbreviations
    facts = {**settings.manifest, "abbreviations": names}
    write_manifest(out, settings.name, settings.model, facts)
    return file

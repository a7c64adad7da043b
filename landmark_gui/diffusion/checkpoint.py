"""Weights on disk: safetensors, checked against the hash in their manifest before they are read."""

import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from landmark_gui.diffusion.calibration import Calibration
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.diffusion.device import Network, on_device
from landmark_gui.diffusion.manifest import (
    MANIFEST,
    WeightsError,
    find_entry,
    read_manifest,
    told_if_damaged,
)
from landmark_gui.diffusion.network import LandmarkModel
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.replacing import write_new, write_over
from landmark_gui.records.place import free_name

TOLD_BY_THE_PROGRAM = frozenset(  # of weights
    {"name", "file", "sha256", "config", "calibration", "abbreviations", "made_by"}
)
_log = logging.getLogger(__name__)
_NUMBERS = re.compile(r"\[[\s\d.,e+-]+\]")


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """An entry of a manifest.

    Attributes:
        name: what the user calls them.
        file: where they lie.
        sha256: of the file.
        config: shape of the model.
        scheme: the landmarks that they find.
        calibration: makes their probabilities hold.
        conditioning_helps: landmarks get better when others are set, by what was measured.
    """

    name: str
    file: Path
    sha256: str
    config: ModelConfig
    scheme: LandmarkScheme
    calibration: Calibration
    conditioning_helps: bool = False


def find_weights(wish: str | None = None) -> Weights:
    """Return the weights of that name, or the default ones.

    Args:
        wish: a name in the shipped manifest, or a folder with a manifest of its own.

    Raises:
        WeightsError: no such weights, landmarks that are not known, or a damaged manifest.
    """
    entry = find_entry(wish)
    with told_if_damaged():
        file = entry.folder / Path(entry.values["file"]).name
        helps = entry.values.get("conditioning_helps") is True
        calibration = _calibration(entry.values, entry.config)
        sha256 = entry.values["sha256"]
    return Weights(entry.name, file, sha256, entry.config, entry.scheme, calibration, helps)


def write_calibration(weights: Weights, calibration: Calibration, figures: dict[str, Any]) -> Path:
    """Put a calibration with its figures into the manifest beside the weights.

    Returns:
        Where the manifest as it was is kept, beside the new one.

    Raises:
        WeightsError: the manifest cannot be read.
        CannotWrite: it cannot be written; what was there stays.
    """
    file = weights.file.parent / MANIFEST
    manifest = read_manifest(file.parent)
    for entry in manifest["weights"]:
        if entry["name"] == weights.name:
            entry["calibration"] = {"weights_sha256": weights.sha256, **calibration.as_dict()}
            entry["calibration"]["figures"] = figures
    former = free_name(file, "before")
    write_new(former, file.read_bytes())
    write_over(file, _as_text(manifest).encode())
    return former


def _calibration(entry: dict[str, Any], config: ModelConfig) -> Calibration:
    """Return the calibration of an entry; one made for other weights does not count."""
    values, name = entry.get("calibration"), entry["name"]
    if values is None or values.get("weights_sha256") != entry["sha256"]:
        return Calibration.none(config.landmarks)
    try:
        return Calibration.from_dict(values, config.landmarks)
    except KeyError:
        _log.warning("the calibration of %s is of an earlier version; calibrate it again", name)
        return Calibration.none(config.landmarks)
    except (OverflowError, TypeError, ValueError) as error:
        raise WeightsError(f"The calibration of the weights '{name}' cannot be used.") from error


def _as_text(manifest: dict[str, Any]) -> str:
    """Return a manifest as JSON, lists of numbers on one line each."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return _NUMBERS.sub(
        lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text
    )


def load_model(weights: Weights, device: torch.device) -> LandmarkModel:
    """Return the model of the method "encode-once", ready to detect.

    Raises:
        WeightsError: as for `loaded`.
    """
    return loaded(LandmarkModel, weights, device)


def loaded(
    make: Callable[[ModelConfig], Network], weights: Weights, device: torch.device
) -> Network:
    """Return a network with these weights, ready to detect.

    Raises:
        WeightsError: the file is absent, altered, or does not fit its manifest.
    """
    tensors = tensors_of(weights)  # first: no network is made for a file that is not the right one
    try:
        model = make(weights.config)
        model.load_state_dict(tensors)
    except (IndexError, TypeError, ValueError, RuntimeError) as error:  # or describes no network
        raise WeightsError(f"The weights '{weights.name}' do not fit their manifest.") from error
    model.requires_grad_(requires_grad=False)
    return on_device(model, device).eval()


def tensors_of(weights: Weights) -> dict[str, Tensor]:
    """Return the tensors of weights by their names.

    Raises:
        WeightsError: the file is absent, altered, or no file of tensors.
    """
    if not weights.file.is_file():
        raise WeightsError(f"The weights '{weights.name}' are listed, but their file is missing.")
    try:
        if sha256_of(weights.file) != weights.sha256:
            raise WeightsError(
                f"The weights '{weights.name}' are not the ones in the manifest (their hash "
                "differs); install the program again, or restore the file."
            )
        return load_file(weights.file)
    except OSError as error:
        raise WeightsError(f"The weights '{weights.name}' cannot be read.") from error
    except SafetensorError as error:
        raise WeightsError(f"The weights '{weights.name}' do not fit their manifest.") from error


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(folder: Path, name: str, config: ModelConfig, facts: dict[str, Any]) -> None:
    """Describe `<name>.safetensors` in the manifest of its folder, as the only entry.

    Raises:
        CannotWrite: the manifest cannot be written; what was there stays.
    """
    file = folder / f"{name}.safetensors"
    entry = {"name": name, "file": file.name, "sha256": sha256_of(file), **facts}
    manifest = {"default": name, "weights": [{**entry, "config": config.as_dict()}]}
    write_over(folder / MANIFEST, _as_text(manifest).encode())

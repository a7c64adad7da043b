"""Untrained weights of the smallest preset, the same for every test that needs some."""

from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file

from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.network import LandmarkModel


def write_tiny(folder: Path, scheme: str = "isbi19", landmarks: int = 19) -> Path:
    """Write weights of a scheme and their manifest into a folder and return it."""
    config = replace(PRESETS["tiny"], scheme=scheme, landmarks=landmarks)
    torch.manual_seed(0)
    save_file(LandmarkModel(config).state_dict(), folder / "tiny.safetensors")
    write_manifest(folder, "tiny", config, {})
    return folder

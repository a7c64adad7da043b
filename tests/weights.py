"""Untrained weights of the smallest preset, the same for every test that needs some."""

from pathlib import Path

import torch
from safetensors.torch import save_file

from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.network import LandmarkModel


def write_tiny(folder: Path) -> Path:
    """Write the weights and their manifest into a folder and return it."""
    torch.manual_seed(0)
    save_file(LandmarkModel(PRESETS["tiny"]).state_dict(), folder / "tiny.safetensors")
    write_manifest(folder, "tiny", PRESETS["tiny"], {})
    return folder

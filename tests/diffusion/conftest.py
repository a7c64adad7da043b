from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.network import LandmarkModel


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with untrained weights of the smallest preset."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    save_file(LandmarkModel(PRESETS["tiny"]).state_dict(), folder / "tiny.safetensors")
    write_manifest(folder, "tiny", PRESETS["tiny"], {})
    return folder

"""Untrained weights of the smallest preset, the same for every test that needs some."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file

from landmark_gui import paths
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


def write_own_scheme(file: Path, name: str, landmarks: Sequence[str] = ("Me", "S", "N")) -> None:
    """Write a list of one's own, of some of the landmarks of ISBI in another order."""
    known = json.loads(paths.scheme_file("isbi19").read_text("utf-8"))["landmarks"]
    by_name = {mark["abbreviation"]: mark for mark in known}
    marks = [{**by_name[mark], "id": i} for i, mark in enumerate(landmarks, start=1)]
    file.write_text(json.dumps({"name": name, "title": "Our own", "landmarks": marks}), "utf-8")

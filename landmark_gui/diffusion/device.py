"""Where the networks run: CUDA, Apple's Metal or the CPU."""

from functools import cache
from typing import TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


def choose(wish: str = "auto") -> torch.device:
    """Return the device for a wish.

    Raises:
        ValueError: the wish is no device, or this machine does not have it.
    """
    available = _available()
    if wish == "auto":
        return torch.device(available[0])
    if wish.split(":", maxsplit=1)[0] not in available or not _computes(wish):
        raise ValueError(f"no device '{wish}' here; available: {', '.join(available)}")
    return torch.device(wish)


def _available() -> list[str]:
    found = ["cuda"] if torch.cuda.is_available() else []
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*filter(_computes, found), "cpu"]


@cache
def _computes(device: str) -> bool:
    """Tell whether a device computes: torch counts cards among them that it was not built for."""
    try:
        return torch.ones(1, device=device).add(1).item() == 2  # noqa: PLR2004 - one and one
    except RuntimeError:
        return False


def on_device(network: Network, device: torch.device) -> Network:
    """Move a network to a device, its weights channels last like the maps they are applied to."""
    # torch's own types leave this way of calling `to` out
    return network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def name_of(device: torch.device) -> str:
    """Return a device's name for people: the GPU's own name, or CPU with its threads."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU" if device.type == "mps" else "CPU"


def describe() -> dict[str, str]:
    """Tell what would be chosen, and why it is the CPU if it is."""
    device = choose()
    facts = {
        "torch": torch.__version__,
        "cuda build": torch.version.cuda or "none",
        "device": f"{device.type} ({name_of(device)})",
        "threads": str(torch.get_num_threads()),
    }
    if device.type == "cpu":
        facts["why the CPU"] = _why_cpu()
    return facts


def _why_cpu() -> str:
    if torch.version.cuda is None:
        return (
            "this build of torch has no CUDA; with an NVIDIA GPU, install a CUDA build of the same "
            "version as pytorch.org's installation page says for your system"
        )
    if torch.cuda.is_available():
        return "there is an NVIDIA GPU, but this build of torch cannot compute on it"
    return "torch could use CUDA, but no usable NVIDIA GPU or driver was found"

"""A device is taken only if it computes."""

from collections.abc import Iterator

import pytest
import torch

from landmark_gui.diffusion import device


@pytest.fixture
def _card_of_another_build(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A card that torch counts, but has no code for."""
    device._computes.cache_clear()
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    monkeypatch.setattr(torch, "ones", _refuse)
    yield
    device._computes.cache_clear()


def _refuse(*_: object, device: str) -> None:
    raise RuntimeError(f"no kernel image is available for {device}")


@pytest.mark.usefixtures("_card_of_another_build")
def test_a_card_that_cannot_compute_is_left_alone_and_said_so() -> None:
    assert device.choose() == torch.device("cpu")
    assert "cannot compute on it" in device.describe()["why the CPU"]
    with pytest.raises(ValueError, match="no device 'cuda' here"):
        device.choose("cuda")


def test_a_device_that_is_mistyped_is_none() -> None:
    with pytest.raises(ValueError, match="no device 'cpu:x' here"):
        device.choose("cpu:x")

"""A device whose memory is full costs time, and no film."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import torch

from landmark_gui.detection.detector import Detector, FakeDetector
from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.diffusion.sparing import SparingDetector
from landmark_gui.phantom.phantom import make_phantom

if TYPE_CHECKING:
    from tests.conftest import Records

TOLD = "out of memory on the device; the CPU computes from now on"
REQUEST = Request(1, make_phantom(0, height_px=200).film, Settings(steps=3))


class Full:
    """A detector on a device that is full from its second step on."""

    def __init__(self, device: str) -> None:
        self._device = device

    def ready(self) -> Ready:
        return Ready("full", self._device)

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        yield StepDone(request.job, 1, request.settings.steps)
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")


def fake_on_the_cpu(device: str) -> Detector:
    return FakeDetector() if device == "cpu" else Full(device)


def test_a_film_that_fills_the_device_is_done_on_the_cpu_and_so_are_the_next(
    log_records: "Records",
) -> None:
    detector = SparingDetector(fake_on_the_cpu, "cuda")
    assert detector.ready() == Ready("full", "cuda")
    steps = [e.step for e in detector.detect(REQUEST) if isinstance(e, StepDone)]
    assert steps == [1, 1, 2, 3]
    assert detector.ready() == FakeDetector().ready()
    *steps_again, last = detector.detect(REQUEST)
    assert len(steps_again) == 3
    assert isinstance(last, Finished)
    assert log_records.take() == [TOLD]


def test_weights_that_do_not_fit_into_the_device_are_loaded_on_the_cpu(
    log_records: "Records",
) -> None:
    def load(device: str) -> Detector:
        if device != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return FakeDetector()

    assert SparingDetector(load).ready() == FakeDetector().ready()
    assert log_records.take() == [TOLD]


def test_memory_that_does_not_suffice_anywhere_is_said_in_a_sentence(
    log_records: "Records",
) -> None:
    with pytest.raises(MemoryError, match=r"^There is not enough memory on CPU\.$"):
        list(SparingDetector(lambda _: Full("CPU"), "cuda").detect(REQUEST))
    assert log_records.take() == [TOLD]


def test_what_breaks_otherwise_is_not_tried_again() -> None:
    with pytest.raises(RuntimeError, match="step 2 broke"):
        list(SparingDetector(lambda _: FakeDetector(fail_at=2)).detect(REQUEST))

"""A device whose memory is full costs time, and no film."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import torch

from landmark_gui.detection.detector import Detector, FakeDetector
from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.diffusion.memory import NO_MEMORY, is_full, saying_it_is_full
from landmark_gui.diffusion.sparing import SparingDetector
from landmark_gui.phantom.phantom import make_phantom

if TYPE_CHECKING:
    from tests.conftest import Records

ON_THE_CPU = (
    "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: "
    "you tried to allocate 5242880 bytes. Error code 12 (Cannot allocate memory)"
)
TOLD = "out of memory on the device; the CPU computes from now on"
REQUEST = Request(1, make_phantom(0, height_px=200).film, Settings(steps=3))


class Full:
    """A detector on a device that is full from its second step on."""

    def __init__(self, device: str, error: Exception | None = None) -> None:
        self._device = device
        self._error = error or torch.OutOfMemoryError("CUDA out of memory. Tried to allocate it.")

    def ready(self) -> Ready:
        return Ready("full", self._device)

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        yield StepDone(request.job, 1, request.settings.steps)
        raise self._error


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
    with pytest.raises(MemoryError, match=f"^{re.escape(NO_MEMORY)}$"):
        list(SparingDetector(Full, "cuda").detect(REQUEST))
    assert log_records.take() == [TOLD]


def test_the_cpu_that_is_full_is_said_in_the_same_sentence_and_not_tried_twice() -> None:
    detector = SparingDetector(lambda _: Full("CPU", RuntimeError(ON_THE_CPU)))
    with pytest.raises(MemoryError, match=f"^{re.escape(NO_MEMORY)}$"):
        list(detector.detect(REQUEST))


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (torch.OutOfMemoryError("CUDA out of memory."), True),
        (MemoryError(), True),
        (RuntimeError(ON_THE_CPU), True),
        (RuntimeError("could not create a primitive"), True),
        (RuntimeError("step 2 broke"), False),
        (ValueError("DefaultCPUAllocator: "), False),
    ],
)
def test_an_error_says_whether_memory_sufficed(error: Exception, *, full: bool) -> None:
    assert is_full(error) is full


def test_torch_says_of_the_cpu_what_is_known_of_it() -> None:
    with pytest.raises(MemoryError, match=f"^{re.escape(NO_MEMORY)}$"), saying_it_is_full():
        torch.empty(2**60, dtype=torch.uint8)


def test_what_breaks_otherwise_is_not_tried_again() -> None:
    with pytest.raises(RuntimeError, match="step 2 broke"):
        list(SparingDetector(lambda _: FakeDetector(fail_at=2)).detect(REQUEST))

"""A detector that goes over to the CPU when the memory of its device does not suffice."""

import logging
from collections.abc import Callable, Iterator

import torch

from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Finished, Ready, Request, StepDone
from landmark_gui.diffusion.memory import saying_it_is_full

CPU = "cpu"
_log = logging.getLogger(__name__)


class SparingDetector:
    """Another detector, loaded again on the CPU, and kept there, when its device is full.

    Raises:
        MemoryError: not even the CPU's memory suffices.
    """

    def __init__(self, load: Callable[[str], Detector], device: str = "auto") -> None:
        self._load = load
        with saying_it_is_full():
            try:
                self._inner = load(device)
            except torch.OutOfMemoryError:
                self._inner = self._on_the_cpu()

    def ready(self) -> Ready:
        """Tell which weights are loaded and where they compute by now."""
        return self._inner.ready()

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        """Yield after every step, and at last the result; on the CPU all steps are done anew.

        Raises:
            MemoryError: not even the CPU's memory suffices.
        """
        with saying_it_is_full():
            try:
                yield from self._inner.detect(request)
            except torch.OutOfMemoryError:
                pass  # gone on with outside: the traceback would keep the tensors alive
            else:
                return
            self._inner = self._on_the_cpu()
            yield from self._inner.detect(request)

    def _on_the_cpu(self) -> Detector:
        _log.warning("out of memory on the device; the CPU computes from now on")
        return self._load(CPU)

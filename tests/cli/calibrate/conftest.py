"""Films to calibrate on, and networks that look at each of them once in a run of the tests."""

from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.domain.cephalogram import Cephalogram
from tests.weights import write_tiny

#: What the networks have said so far, of which weights, film and settings.
_LOOKS: dict[tuple[str, str, Settings], Refined] = {}


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many phantoms as a calibration wants, and their truth."""
    folder = tmp_path_factory.mktemp("films")
    assert main(["phantom", str(folder), "--count", "20", "--height", "160"]) == 0
    return folder


@pytest.fixture(autouse=True)
def looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember what the networks say of a film: nearly every test calibrates on the same ones."""
    real = DiffusionDetector.look

    def remembered(detector: DiffusionDetector, film: Cephalogram, settings: Settings) -> Refined:
        key = detector.weights.sha256, film.info.sha256, settings
        if key not in _LOOKS:
            _LOOKS[key] = real(detector, film, settings)
        return _LOOKS[key]

    monkeypatch.setattr(DiffusionDetector, "look", remembered)

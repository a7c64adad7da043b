"""Films to calibrate on, and networks that look at each of them once in a run of the tests."""

from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.domain.cephalogram import Cephalogram

#: What the networks have said so far, of which weights, film and settings.
_LOOKS: dict[tuple[str, str, Settings], Refined] = {}


def twenty_films(folder: Path) -> Path:
    """Write as many phantoms as a calibration wants, and their truth."""
    assert main(["phantom", str(folder), "--count", "20", "--height", "160"]) == 0
    return folder


def look_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember what the networks say of a film: nearly every test calibrates on the same ones."""
    real = DiffusionDetector.look

    def remembered(detector: DiffusionDetector, film: Cephalogram, settings: Settings) -> Refined:
        key = detector.weights.sha256, film.info.sha256, settings
        if key not in _LOOKS:
            _LOOKS[key] = real(detector, film, settings)
        return _LOOKS[key]

    monkeypatch.setattr(DiffusionDetector, "look", remembered)

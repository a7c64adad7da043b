"""Seconds per film of the model itself, on phantoms held in memory."""

import statistics
import time

from landmark_gui.detection.detector import Detector, detected
from landmark_gui.detection.events import Request, Settings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.prediction import Mode


def seconds_per_film(
    detector: Detector, films: list[Cephalogram], settings: Settings
) -> dict[str, float]:
    """Return the median and the longest time of a film, after one that warms up."""
    _detect(detector, films[0], settings)
    times = [_detect(detector, film, settings) for film in films]
    return {"median_s": statistics.median(times), "max_s": max(times)}


def _detect(detector: Detector, film: Cephalogram, settings: Settings) -> float:
    started = time.perf_counter()
    detected(detector, Request(0, film, settings))
    return time.perf_counter() - started


def measure(detector: Detector, films: list[Cephalogram]) -> dict[str, object]:
    """Time single-step and the standard chain of 8 steps and 8 samples."""
    standard = Settings()
    return {
        "device": detector.ready().device,
        "weights": detector.ready().model,
        "single_step": seconds_per_film(detector, films, Settings(mode=Mode.SINGLE)),
        "multi_step": {
            "steps": standard.steps,
            "samples": standard.samples,
            **seconds_per_film(detector, films, standard),
        },
    }

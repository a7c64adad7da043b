"""The weights in the repository, on phantoms that no training has seen (those start at 100,000)."""

import numpy as np
import pytest

from landmark_gui.detection.events import Finished, Request, Settings, StepDone
from landmark_gui.diffusion.detector import DiffusionDetector, load_detector
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.phantom.phantom import Phantom, make_phantom


@pytest.fixture(scope="module")
def detector() -> DiffusionDetector:
    return load_detector(device="cpu")


def errors_mm(detector: DiffusionDetector, phantom: Phantom) -> list[float]:
    *_, last = detector.detect(Request(1, phantom.film, Settings(steps=8, samples=2)))
    assert isinstance(last, Finished)
    spacing = phantom.film.info.spacing
    assert isinstance(spacing, PixelSpacing)
    truth = phantom.landmarks
    return [spacing.distance_mm(truth[p.landmark], p.point) for p in last.detection.predictions]


def test_the_landmarks_of_phantoms_are_found_within_a_millimetre(
    detector: DiffusionDetector,
) -> None:
    errors = [e for seed in (0, 1, 2) for e in errors_mm(detector, make_phantom(seed))]
    assert sum(errors) / len(errors) <= 1.0


def test_the_same_film_at_half_the_size_is_answered_at_half_the_place(
    detector: DiffusionDetector,
) -> None:
    points = []
    for height_px in (1600, 800):
        film = make_phantom(3, height_px=height_px).film
        *_, last = detector.detect(Request(1, film, Settings(steps=4, samples=1)))
        assert isinstance(last, Finished)
        points.append(
            [(p.point.x / height_px, p.point.y / height_px) for p in last.detection.predictions]
        )
    apart = [
        abs(a - b)
        for one, other in zip(*points, strict=True)
        for a, b in zip(one, other, strict=True)
    ]
    assert max(apart) * 240 < 1.0  # about a millimetre on a film of 240 mm


def cells_of_90(heatmap: Heatmap) -> float:
    """How many of its densest cells hold nine tenths of a landmark's map, on average."""
    maps = np.sort(heatmap.maps.reshape(len(heatmap.landmarks), -1))[:, ::-1]
    shares = maps.cumsum(axis=1) / maps.sum(axis=1, keepdims=True)
    return float((shares < 0.9).sum(axis=1).mean()) + 1


def test_the_maps_of_the_steps_do_not_grow_and_the_one_that_stays_is_the_narrowest(
    detector: DiffusionDetector,
) -> None:
    *steps, last = detector.detect(Request(1, make_phantom(0).film, Settings()))
    seen = [s.preview for s in steps if isinstance(s, StepDone) and s.preview is not None]
    assert isinstance(last, Finished)
    assert len(seen) == 8
    first, *others = map(cells_of_90, seen)
    assert max(others) <= 1.5 * first
    assert cells_of_90(last.detection.heatmap) < min(first, *others)

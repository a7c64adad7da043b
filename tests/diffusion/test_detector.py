import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from landmark_gui.detection.events import Finished, Request, Settings, StepDone
from landmark_gui.diffusion.detector import DiffusionDetector, load_detector
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection, Mode, ReadOut
from landmark_gui.phantom.phantom import make_phantom


@pytest.fixture(scope="module")
def film() -> Cephalogram:
    return make_phantom(1, height_px=400).film


@pytest.fixture(scope="module")
def detector(tiny_weights: Path) -> DiffusionDetector:
    return load_detector(str(tiny_weights), "cpu")


@pytest.fixture
def threads() -> Iterator[Callable[[int], None]]:
    before = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(before)


def detect(detector: DiffusionDetector, film: Cephalogram, settings: Settings) -> Detection:
    *_, last = detector.detect(Request(1, film, settings))
    assert isinstance(last, Finished)
    return last.detection


def furthest_apart_px(one: Detection, other: Detection) -> float:
    pairs = zip(one.predictions, other.predictions, strict=True)
    return max(a.point.distance_px(b.point) for a, b in pairs)


def test_every_step_is_told_with_a_map_and_the_result_comes_last(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    events = list(detector.detect(Request(4, film, Settings(steps=5, samples=2))))
    steps = [e for e in events if isinstance(e, StepDone)]
    assert [(e.job, e.step, e.total) for e in steps] == [(4, i, 5) for i in range(1, 6)]
    assert all(e.preview is not None and e.preview.maps.shape == (19, 40, 32) for e in steps)
    assert isinstance(events[-1], Finished)
    assert len(events) == 6


def test_a_detection_names_every_landmark_of_the_scheme_on_the_film(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    detection = detect(detector, film, Settings(steps=2, samples=2))
    assert tuple(p.landmark for p in detection.predictions) == detector.scheme.abbreviations
    assert all(0 < p.radius50_px <= p.radius90_px for p in detection.predictions)
    assert np.allclose(detection.heatmap.maps.sum((1, 2)), 1.0, atol=0.35)  # edges lose a little
    assert detection.film_sha256 == film.info.sha256


def test_the_same_seed_gives_the_same_bits(detector: DiffusionDetector, film: Cephalogram) -> None:
    settings = Settings(steps=3, samples=3, seed=11)
    one, other = (detect(detector, film, settings) for _ in range(2))
    assert one.predictions == other.predictions


def test_another_seed_gives_another_answer(detector: DiffusionDetector, film: Cephalogram) -> None:
    several = (Settings(steps=4, samples=1, seed=seed) for seed in (0, 1))
    one, other = (detect(detector, film, settings) for settings in several)
    assert furthest_apart_px(one, other) > 0


def test_one_thread_and_two_agree_to_a_hundredth_of_a_pixel(
    detector: DiffusionDetector, film: Cephalogram, threads: Callable[[int], None]
) -> None:
    settings = Settings(steps=4, samples=3)
    threads(1)
    one = detect(detector, film, settings)
    threads(2)
    assert furthest_apart_px(one, detect(detector, film, settings)) < 0.01


def test_samples_one_at_a_time_agree_with_the_batch_to_a_hundredth_of_a_pixel(
    detector: DiffusionDetector, film: Cephalogram, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(steps=4, samples=4)
    together = detect(detector, film, settings)
    _break_batches_above(1, detector, monkeypatch)
    assert furthest_apart_px(together, detect(detector, film, settings)) < 0.01


def test_memory_that_does_not_suffice_for_one_sample_is_an_error(
    detector: DiffusionDetector, film: Cephalogram, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_batches_above(0, detector, monkeypatch)
    with pytest.raises(torch.OutOfMemoryError):
        detect(detector, film, Settings(steps=2, samples=2))


def _break_batches_above(
    limit: int, detector: DiffusionDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = detector.model.denoiser.forward

    def forward(encoding: object, x_t: torch.Tensor, g: torch.Tensor) -> torch.Tensor:
        if len(x_t) > limit:
            raise torch.OutOfMemoryError
        return real(encoding, x_t, g)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(detector.model.denoiser, "forward", forward)


def test_single_step_takes_one_step_and_no_sample(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    events = list(detector.detect(Request(1, film, Settings(mode=Mode.SINGLE))))
    assert len(events) == 2
    assert isinstance(events[-1], Finished)
    provenance = events[-1].detection.provenance
    assert (provenance.steps, provenance.samples) == (1, 1)


def test_the_hottest_point_is_the_centre_of_a_pixel_of_the_crop(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    settings = Settings(steps=2, samples=1, read_out=ReadOut.HOTTEST)
    detection = detect(detector, film, settings)
    grid, fine = detection.heatmap.grid, detector.model.config.fine
    for prediction in detection.predictions:
        cell = grid.to_grid(prediction.point)
        assert (cell.x * fine) % 1 == pytest.approx(0.5, abs=1e-3)


def test_a_wrong_spacing_never_moves_a_landmark(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    bare = dataclasses.replace(film, info=dataclasses.replace(film.info, spacing=None))
    settings = Settings(steps=2, samples=1)
    one, other = (detect(detector, f, settings) for f in (film, bare))
    assert one.predictions == other.predictions


def test_a_film_smaller_than_the_grid_is_answered_too(detector: DiffusionDetector) -> None:
    pixels = np.arange(30 * 20, dtype=np.uint16).reshape(30, 20)
    small = Cephalogram(FilmInfo("small", "", 20, 30), pixels, Window(0, 600))
    detection = detect(detector, small, Settings(steps=2, samples=1))
    assert len(detection.predictions) == 19


def test_a_device_that_is_not_there_is_refused(tiny_weights: Path) -> None:
    with pytest.raises(ValueError, match="no device 'abacus'"):
        load_detector(str(tiny_weights), "abacus")


def test_a_landmark_that_is_given_reaches_the_chain_and_others_beside_the_film_do_not(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    def found(given: dict[str, Point]) -> Detection:
        *_, last = detector.detect(Request(1, film, Settings(steps=3, samples=2), given))
        assert isinstance(last, Finished)
        return last.detection

    plain = found({})
    assert found({"S": Point(-500.0, 3.0)}).predictions == plain.predictions
    place = plain.heatmap.grid.to_film(Point(20.2, 9.7))
    told = found({"S": place})["S"].point
    assert told.distance_px(place) < plain["S"].point.distance_px(place) / 3

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from landmark_gui.detection.events import Finished, Request, Settings, StepDone
from landmark_gui.diffusion.answer import predictions
from landmark_gui.diffusion.detector import DiffusionDetector, load_detector
from landmark_gui.diffusion.kept import ROOM
from landmark_gui.diffusion.regions import densest
from landmark_gui.diffusion.schedule import averaged_steps
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import ImageGrid, Point
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


def test_what_nobody_watches_is_found_in_fewer_steps_to_the_same_bits(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    settings = Settings(samples=2)
    *steps, last = detector.detect(Request(4, film, settings, watched=False))
    assert [e.preview for e in steps if isinstance(e, StepDone)] == [None] * averaged_steps(8)
    assert isinstance(last, Finished)
    watched = detect(detector, film, settings)
    assert last.detection.predictions == watched.predictions
    assert np.array_equal(last.detection.heatmap.maps, watched.heatmap.maps)


def test_a_detection_names_every_landmark_of_the_scheme_on_the_film(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    detection = detect(detector, film, Settings(steps=2, samples=2))
    assert tuple(p.landmark for p in detection.predictions) == detector.scheme.abbreviations
    assert all(0 < p.radius50_px <= p.radius90_px for p in detection.predictions)
    assert detection.heatmap.maps.sum((1, 2)) == pytest.approx(1.0, abs=1e-4)
    assert detection.film_sha256 == film.info.sha256


def test_the_cells_of_a_region_are_the_densest_of_the_map_where_it_lies_on_the_film(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    seen = detector.look(film, Settings(steps=2, samples=1))
    calibration = detector.weights.calibration
    maps, _ = calibration.applied(seen.fine, seen.points)
    inside = densest(maps, torch.tensor(calibration.region_mass))[1]
    for number, said in enumerate(predictions(detector.scheme.abbreviations, seen, calibration)):
        grid, cells = seen.fine_grid(number), said.regions[1].cells
        assert cells is not None
        for row, column in np.ndindex(*inside[number].shape):
            middle = grid.to_film(Point(column + 0.5, row + 0.5))
            assert cells.holds(middle) == bool(inside[number, row, column])


def test_the_maps_of_a_detection_are_as_broad_as_those_that_its_radii_rest_on(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    weights, settings = detector.weights, Settings(steps=2, samples=1)
    doubtful = dataclasses.replace(weights.calibration, temperature=(2.5,) * 19)
    weights = dataclasses.replace(weights, calibration=doubtful)
    detector = dataclasses.replace(detector, weights=weights)
    seen, found = detector.look(film, settings), detect(detector, film, settings)
    fine, _ = doubtful.applied(seen.fine, seen.points)
    for number, said in enumerate(found.predictions):
        shown = away_px(found.heatmap.maps[number], found.heatmap.grid, said.point)
        stated = away_px(fine[number].numpy(), seen.fine_grid(number), said.point)
        assert shown == pytest.approx(stated, rel=0.05)


def away_px(probabilities: NDArray[np.float32], grid: ImageGrid, point: Point) -> float:
    """Return how far a map lets a landmark be expected from a point."""
    rows, columns = np.indices(probabilities.shape) + 0.5
    x, y = grid.left_px + columns * grid.cell_px, grid.top_px + rows * grid.cell_px
    return float((np.hypot(x - point.x, y - point.y) * probabilities).sum())


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


@pytest.mark.parametrize(
    "full",
    [
        torch.OutOfMemoryError(),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("could not create a primitive"),
    ],
)
def test_samples_one_at_a_time_agree_with_the_batch_to_a_hundredth_of_a_pixel(
    detector: DiffusionDetector,
    film: Cephalogram,
    monkeypatch: pytest.MonkeyPatch,
    full: RuntimeError,
) -> None:
    settings = Settings(steps=4, samples=4)
    together = detect(detector, film, settings)
    _break_batches_above(1, detector, monkeypatch, full)
    assert furthest_apart_px(together, detect(detector, film, settings)) < 0.01


def test_memory_that_does_not_suffice_for_one_sample_is_an_error(
    detector: DiffusionDetector, film: Cephalogram, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_batches_above(0, detector, monkeypatch)
    with pytest.raises(torch.OutOfMemoryError):
        detect(detector, film, Settings(steps=2, samples=2))


def _break_batches_above(
    limit: int,
    detector: DiffusionDetector,
    monkeypatch: pytest.MonkeyPatch,
    full: type[Exception] | Exception = torch.OutOfMemoryError,
) -> None:
    real = detector.model.denoiser.forward

    def forward(encoding: object, x_t: torch.Tensor, g: torch.Tensor) -> torch.Tensor:
        if len(x_t) > limit:
            raise full
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


def rerun(detector: DiffusionDetector, film: Cephalogram, given: dict[str, Point]) -> list[object]:
    return list(detector.detect(Request(2, film, Settings(steps=3, samples=2), given)))


def test_a_film_asked_for_again_with_landmarks_given_needs_no_step(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    plain = detect(detector, film, Settings(steps=3, samples=2))
    (only,) = rerun(detector, film, {"S": plain["S"].point})
    assert isinstance(only, Finished)
    assert only.job == 2


def test_the_maps_of_an_answer_are_for_reading_as_the_next_answer_may_rest_on_them(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    plain = detect(detector, film, Settings(steps=3, samples=2))
    with pytest.raises(ValueError, match="read-only"):
        plain.heatmap.maps[:] = 0


def test_a_film_that_was_not_asked_for_before_is_looked_at_first(
    tiny_weights: Path, film: Cephalogram
) -> None:
    events = rerun(load_detector(str(tiny_weights), "cpu"), film, {"S": Point(100.0, 100.0)})
    assert [type(event) for event in events] == [StepDone] * 3 + [Finished]


def test_in_single_step_mode_steps_and_samples_do_not_matter_to_what_is_kept(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    given = {"S": Point(100.0, 100.0)}
    detect(detector, film, Settings(Mode.SINGLE, steps=8, samples=8))
    again = Request(3, film, Settings(Mode.SINGLE, steps=1, samples=1), given)
    assert [type(event) for event in detector.detect(again)] == [Finished]


def test_what_was_seen_with_another_seed_is_not_taken_for_what_is_asked(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    detect(detector, film, Settings(steps=3, samples=2, seed=5))
    settings = Settings(steps=3, samples=2, seed=6)
    again = detector.detect(Request(3, film, settings, {"S": Point(100.0, 100.0)}))
    assert [type(event) for event in again] == [StepDone] * 3 + [Finished]


def test_only_the_last_films_are_kept(tiny_weights: Path, film: Cephalogram) -> None:
    detector = load_detector(str(tiny_weights), "cpu")
    single = Settings(Mode.SINGLE)
    for number in range(ROOM + 1):
        named = dataclasses.replace(film.info, sha256=str(number))
        detect(detector, dataclasses.replace(film, info=named), single)
    kept = {sha256 for sha256, _ in detector.kept._looks}
    assert kept == {str(number) for number in range(1, ROOM + 1)}


def test_landmarks_of_another_scheme_or_without_a_shape_model_change_nothing(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    plain = detect(detector, film, Settings(steps=3, samples=2))
    shapeless = dataclasses.replace(detector, shape=None)
    for one, given in ((detector, "another"), (shapeless, "S")):
        (last,) = rerun(one, film, {given: Point(5.0, 5.0)})
        assert isinstance(last, Finished)
        assert last.detection.predictions == plain.predictions


def test_an_untrained_models_landmarks_are_brought_towards_a_head(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    """Its answers are no head at all: beside true landmarks, the others come to be one."""
    truth = make_phantom(1, height_px=400).landmarks
    plain = detect(detector, film, Settings(steps=3, samples=2))
    names = detector.scheme.abbreviations
    given = {name: truth[name] for name in names[:12]}
    (last,) = rerun(detector, film, given)
    assert isinstance(last, Finished)
    changed = {n for n in names if last.detection[n] != plain[n]}
    assert changed
    assert not changed & set(given)
    for name in changed:
        before, after = (of[name].point.distance_px(truth[name]) for of in (plain, last.detection))
        assert after < before
        at = names.index(name)
        assert not np.array_equal(last.detection.heatmap.maps[at], plain.heatmap.maps[at])


def test_where_all_landmarks_are_given_nothing_is_left_to_seek(
    detector: DiffusionDetector, film: Cephalogram
) -> None:
    plain = detect(detector, film, Settings(steps=3, samples=2))
    (only,) = rerun(detector, film, {p.landmark: Point(50.0, 60.0) for p in plain.predictions})
    assert isinstance(only, Finished)
    assert only.detection.predictions == plain.predictions

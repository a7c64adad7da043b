"""The paper's chain: against the closed form, against an exact denoiser, and behind the port."""

from collections.abc import Sequence

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from landmark_gui.detection.events import Finished, Request, Settings, StepDone
from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.detector import load_any_detector, load_detector
from landmark_gui.diffusion.heatmaps import clean_map, correlate, one_hot, softmax
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.diffusion.paper import (
    HOT,
    PaperNetwork,
    ancestral_chain,
    expected_x_0,
    less_noisy,
    level_at,
)
from landmark_gui.diffusion.paper_detector import load_paper_detector
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.prediction import Detection, Mode, ReadOut
from landmark_gui.phantom.phantom import make_phantom
from tests.diffusion.oracle import SIDE, TiedOracle

SHAPE = (2, SIDE, SIDE)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("paper")
    torch.manual_seed(0)
    network = PaperNetwork(PRESETS["tiny-paper"])
    save_file(network.state_dict(), folder / "paper.safetensors")
    write_manifest(folder, "paper", PRESETS["tiny-paper"], {})
    return str(folder)


@pytest.fixture(scope="module")
def film() -> Cephalogram:
    return make_phantom(1, height_px=400).film


def detect(weights: str, film: Cephalogram, settings: Settings) -> Detection:
    *_, last = load_any_detector(weights, "cpu").detect(Request(1, film, settings))
    assert isinstance(last, Finished)
    return last.detection


@pytest.mark.parametrize("steps", [2, 100, 1000])
def test_levels_fall_from_nearly_clean_to_pure_noise_for_every_number_of_steps(steps: int) -> None:
    levels = level_at(torch.linspace(0, 1, steps + 1))
    assert levels[0] == pytest.approx(1.0)
    assert levels[-1] == 0.0
    assert bool((levels.diff() < 0).all())


def test_a_step_back_leads_to_the_level_before_exactly() -> None:
    # x_{t-1} drawn from q(x_{t-1} | x_t, x_0) is distributed as q(x_{t-1} | x_0)
    g, g_next, x_0 = torch.tensor(0.3), torch.tensor(0.55), torch.tensor(0.7)
    generator = torch.Generator().manual_seed(0)
    before, after = torch.randn(2, 200_000, generator=generator)
    x_t = g.sqrt() * x_0 + (1 - g).sqrt() * before
    x_next = less_noisy(x_t, x_0, g, g_next, after)
    assert float(x_next.mean()) == pytest.approx(float(g_next.sqrt() * x_0), abs=0.01)
    assert float(x_next.var()) == pytest.approx(float(1 - g_next), abs=0.01)
    # and x_t, x_{t-1} covary as noise does that is added from t - 1 to t
    together = ((x_t - x_t.mean()) * (x_next - x_next.mean())).mean()
    assert float(together) == pytest.approx(float((g / g_next).sqrt() * (1 - g_next)), abs=0.01)


def test_the_step_from_pure_noise_forgets_it() -> None:
    noise = torch.tensor([-3.0, 0.0, 3.0])
    x_next = less_noisy(noise, torch.ones(3), torch.tensor(0.0), torch.tensor(0.36), torch.zeros(3))
    assert x_next.tolist() == pytest.approx([0.6, 0.6, 0.6])


def test_maps_of_certain_landmarks_are_the_few_hot_ones() -> None:
    hot = one_hot(torch.tensor([[[3.5, 4.5]]]), SIDE, SIDE)
    assert torch.equal(expected_x_0(correlate(hot) / HOT), clean_map(hot))


def few_hot(oracle: TiedOracle, x_t: Tensor, g: Tensor) -> Tensor:
    """Return logits of the few-hot cells, where the oracle tells those of the centres."""
    centres = softmax(oracle.denoise(x_t, g[:, None].expand(-1, 2)))
    return (correlate(centres) / HOT + 1e-12).log()


def drawn(steps: int, seeds: Sequence[int], largest_blur: float = 0.0) -> tuple[TiedOracle, Tensor]:
    oracle = TiedOracle()
    *_, last = ancestral_chain(
        lambda x_t, g: few_hot(oracle, x_t, g), seeds, SHAPE, steps, largest_blur
    )
    return oracle, oracle.places(correlate(last))


def test_an_exact_denoiser_draws_pairs_that_belong_together_and_follow_the_prior() -> None:
    oracle, places = drawn(60, range(300))
    consistent = oracle.partner[places[:, 0]] == places[:, 1]
    assert float(consistent.float().mean()) > 0.99
    mean_place = float((torch.arange(64) * oracle.prior).sum())
    assert abs(float(places[:, 0].float().mean()) - mean_place) < 3.5
    assert len(set(places[:, 0].tolist())) > 30


def test_a_chain_of_one_step_tells_what_the_film_alone_says() -> None:
    oracle = TiedOracle()
    (maps,) = ancestral_chain(lambda x, g: few_hot(oracle, x, g), [1, 2], SHAPE, 1, 0.0)
    hot = torch.zeros(SIDE * SIDE)
    hot[oracle.cells] = oracle.prior
    expected = correlate(hot.view(1, 1, SIDE, SIDE))[0, 0] / HOT
    assert torch.allclose(maps[0, 0], expected, atol=1e-5)


def test_the_blur_grows_along_the_chain() -> None:
    point = one_hot(torch.full((1, 2, 2), 4.5), SIDE, SIDE)
    sure = (point + 1e-9).log()
    chain = ancestral_chain(lambda x_t, _: sure.expand_as(x_t), [0], SHAPE, 4, 1.0)
    peaks = [float(maps.max()) for maps in chain]
    assert peaks == sorted(peaks, reverse=True)
    assert peaks[-1] == pytest.approx(1 / (2 * torch.pi), rel=0.05)


def test_a_sample_depends_on_its_own_seed_only() -> None:
    _, alone = drawn(10, [7])
    _, in_company = drawn(10, [5, 7])
    assert torch.equal(alone[0], in_company[1])


def test_every_step_of_the_chain_is_told_and_the_result_names_every_landmark(
    weights: str, film: Cephalogram
) -> None:
    events = list(load_any_detector(weights, "cpu").detect(Request(4, film, Settings(steps=5))))
    steps = [e for e in events if isinstance(e, StepDone)]
    assert [(e.job, e.step, e.total) for e in steps] == [(4, i, 5) for i in range(1, 6)]
    assert all(e.preview is not None and e.preview.maps.shape == (19, 40, 32) for e in steps)
    assert isinstance(events[-1], Finished)
    assert len({p.landmark for p in events[-1].detection.predictions}) == 19


def test_the_same_seed_gives_the_same_bits_and_another_seed_another_answer(
    weights: str, film: Cephalogram
) -> None:
    one, same, other = (
        detect(weights, film, Settings(steps=4, samples=1, seed=seed)) for seed in (3, 3, 4)
    )
    assert one.predictions == same.predictions
    assert one.predictions != other.predictions


def test_single_step_is_one_step_of_one_sample(weights: str, film: Cephalogram) -> None:
    told = detect(weights, film, Settings(mode=Mode.SINGLE)).provenance
    assert (told.steps, told.samples, told.model) == (1, 1, "paper")


def test_the_hottest_point_is_the_centre_of_a_cell(weights: str, film: Cephalogram) -> None:
    settings = Settings(steps=2, samples=1, read_out=ReadOut.HOTTEST)
    detection = detect(weights, film, settings)
    for prediction in detection.predictions:
        cell = detection.heatmap.grid.to_grid(prediction.point)
        assert cell.x % 1 == pytest.approx(0.5, abs=1e-3)
        assert cell.y % 1 == pytest.approx(0.5, abs=1e-3)


def test_weights_of_one_method_are_no_weights_of_the_other(weights: str) -> None:
    with pytest.raises(WeightsError, match="trained for the paper's method, not"):
        load_detector(weights, "cpu")
    with pytest.raises(WeightsError, match="not trained for the paper's method"):
        load_paper_detector("benchmark", "cpu")


def test_weights_of_this_method_tell_that_they_are_not_calibrated(weights: str) -> None:
    assert not load_any_detector(weights, "cpu").ready().calibrated

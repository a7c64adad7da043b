import argparse
import dataclasses
import signal
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from typing_extensions import override

from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.diffusion.config import PRESETS, ModelConfig
from landmark_gui.diffusion.detector import load_any_detector, load_detector
from landmark_gui.diffusion.training import parts
from landmark_gui.diffusion.training.augmentation import (
    Warp,
    random_similarity,
    random_waves,
    sample,
)
from landmark_gui.diffusion.training.command import run
from landmark_gui.diffusion.training.dataset import TrainingSet, load_set
from landmark_gui.diffusion.training.loop import Trainer
from landmark_gui.diffusion.training.paper_part import PaperPart
from landmark_gui.diffusion.training.parts import CoarsePart, Part, RefinerPart
from landmark_gui.diffusion.training.settings import (
    DataSettings,
    PartSettings,
)
from landmark_gui.phantom.phantom import make_phantom

MODEL = PRESETS["tiny"]
PART = PartSettings(steps=12, batch=4, learning_rate=3e-3)

CONFIG = """
name = "trial"
preset = "tiny"
[data]
phantoms = 3
[coarse]
steps = 4
batch = 2
[refiner]
steps = 4
batch = 4
shift = 1.0
target_sigma = 1.5
[manifest]
remark = "for a test"
"""


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> TrainingSet:
    cache = tmp_path_factory.mktemp("cache") / "films.npz"
    return load_set(DataSettings(phantoms=4), MODEL, [], cache)


def part_named(name: str, films: TrainingSet) -> Part:
    torch.manual_seed(0)
    if name == "coarse":
        return CoarsePart(MODEL, films, PART, 0.0)
    if name == "unet":
        return PaperPart(PRESETS["tiny-paper"], films, PART, 0.0)
    near = dataclasses.replace(PART, shift=1.0, target_sigma=1.5)
    wide = dataclasses.replace(near, reach=2, dropout=0.1)
    return RefinerPart(MODEL, films, near if name == "refiner" else wide, 0.0, name)


def silent(_: str) -> None:
    """Training of a test has nothing to tell."""


def test_the_truth_of_a_phantom_lies_in_the_models_frame(films: TrainingSet) -> None:
    assert films.points.shape == (4, 19, 2)
    assert bool((films.points > 0).all())
    assert bool((films.points < torch.tensor([MODEL.grid_width, MODEL.grid_height])).all())
    assert films.fine.shape == (4, MODEL.grid_height * MODEL.fine, MODEL.grid_width * MODEL.fine)


@pytest.mark.parametrize("bending", [0.0, 1.5])
def test_a_warped_film_and_its_warped_landmarks_stay_together(bending: float) -> None:
    width, height = 32, 40
    columns, rows = np.meshgrid(np.arange(128) + 0.5, np.arange(160) + 0.5)
    place = torch.tensor([[[14.2, 17.7]]])
    x, y = (place[0, 0] * 4).tolist()
    spot = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 2.0**2)) * 255
    generator = torch.Generator().manual_seed(1)
    matrix = random_similarity(1, 12.0, 0.2, generator)
    waves = random_waves(1, bending, width, generator)
    warp = Warp(matrix, torch.tensor([[16.0, 20.0]]), torch.tensor([[1.5, -2.2]]), waves)
    cells = torch.stack(
        [torch.from_numpy(columns / 4).float(), torch.from_numpy(rows / 4).float()], -1
    )[None]
    image = torch.from_numpy(np.round(spot).astype(np.uint8))[None]
    warped = sample(image, warp.to_input(cells), (width, height))[0, 0]
    found = (warped[..., None] * cells[0]).sum((0, 1)) / warped.sum()
    assert found.tolist() == pytest.approx(warp.to_output(place)[0, 0].tolist(), abs=0.05)
    assert warp.to_input(warp.to_output(place))[0, 0].tolist() == pytest.approx(
        place[0, 0].tolist(), abs=1e-4
    )


@pytest.mark.parametrize("name", ["coarse", "refiner", "refiner-2", "unet"])
def test_the_loss_falls(name: str, films: TrainingSet, tmp_path: Path) -> None:
    part = part_named(name, films)
    trainer = Trainer(part, dataclasses.replace(PART, steps=60), 0, tmp_path)

    def loss() -> float:
        with torch.no_grad():
            return float(part.loss(torch.Generator().manual_seed(99)))

    before = loss()
    assert trainer.run(say=silent)
    assert loss() < before - 0.5


@pytest.mark.parametrize("name", ["coarse", "refiner", "refiner-2", "unet"])
def test_an_interrupted_training_goes_on_as_if_nothing_had_happened(
    name: str, films: TrainingSet, tmp_path: Path
) -> None:
    through = Trainer(part_named(name, films), PART, 0, tmp_path / "a")
    first = Trainer(part_named(name, films), PART, 0, tmp_path / "b")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    through.run(say=silent)
    for _ in range(5):
        first._one_step()
    first.save()
    second = Trainer(part_named(name, films), PART, 0, tmp_path / "b")
    assert second.resume()
    assert second.step == 5
    second.run(say=silent)
    expected = through.averaged()
    assert all(torch.equal(v, expected[k]) for k, v in second.averaged().items())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_training_that_is_asked_to_end_keeps_what_it_has_done(
    number: signal.Signals, films: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    through = Trainer(part_named("coarse", films), PART, 0, tmp_path)
    through.run(say=silent)
    part, told = part_named("coarse", films), list[str]()
    trainer, draw, steps = Trainer(part, PART, 0, tmp_path / "b"), part.loss, list[None]()

    def asked_in_the_third(generator: torch.Generator) -> Tensor:
        steps.append(None)
        if len(steps) == 3:
            signal.raise_signal(number)
            signal.raise_signal(number)  # who is impatient asks twice
        return draw(generator)

    monkeypatch.setattr(part, "loss", asked_in_the_third)
    monkeypatch.setattr("landmark_gui.diffusion.training.loop.REPORT_STEPS", 100)
    (tmp_path / "b").mkdir()
    before = signal.signal(number, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            trainer.run(say=told.append)
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)
    assert told == ["coarse: stopped; --resume goes on from step 3"]
    second = Trainer(part_named("coarse", films), PART, 0, tmp_path / "b")
    assert second.resume()
    second.run(say=silent)
    expected = through.averaged()
    assert all(torch.equal(v, expected[k]) for k, v in second.averaged().items())


def test_a_second_cycle_goes_on_where_a_run_of_one_has_ended(
    films: TrainingSet, tmp_path: Path
) -> None:
    twice = dataclasses.replace(PART, steps=8, cycles=2)
    once = dataclasses.replace(PART, steps=4)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    through = Trainer(part_named("coarse", films), twice, 0, tmp_path / "a")
    Trainer(part_named("coarse", films), once, 0, tmp_path / "b").run(say=silent)
    second = Trainer(part_named("coarse", films), twice, 0, tmp_path / "b")
    assert second.resume()
    through.run(say=silent)
    second.run(say=silent)
    expected = through.averaged()
    assert all(torch.equal(v, expected[k]) for k, v in second.averaged().items())


@pytest.mark.parametrize(
    ("other", "seed"),
    [
        (dataclasses.replace(PART, learning_rate=1e-3), 0),
        (dataclasses.replace(PART, steps=6), 0),
        (dataclasses.replace(PART, few_hot=True), 0),
        (PART, 1),
    ],
)
def test_a_training_goes_on_with_its_own_recipe_and_seed_alone(
    films: TrainingSet, tmp_path: Path, other: PartSettings, seed: int
) -> None:
    part = part_named("coarse", films)
    Trainer(part, PART, 0, tmp_path).save()
    assert Trainer(part, PART, 0, tmp_path).resume()
    with pytest.raises(ValueError, match="of another recipe; delete it"):
        Trainer(part, other, seed, tmp_path).resume()


def test_a_training_goes_on_from_the_weights_that_it_set_out_from(
    films: TrainingSet, tmp_path: Path
) -> None:
    part = part_named("coarse", films)
    Trainer(part, PART, 0, tmp_path, start="ab").save()
    assert Trainer(part, PART, 0, tmp_path, start="ab").resume()
    with pytest.raises(ValueError, match="of another recipe; delete it"):
        Trainer(part, PART, 0, tmp_path, start="cd").resume()


def test_a_training_that_is_done_is_not_that_of_a_shorter_recipe(
    films: TrainingSet, tmp_path: Path
) -> None:
    part, twice = part_named("coarse", films), dataclasses.replace(PART, steps=4, cycles=2)
    Trainer(part, twice, 0, tmp_path).run(say=silent)
    with pytest.raises(ValueError, match="of another recipe; delete it"):
        Trainer(part, dataclasses.replace(PART, steps=2), 0, tmp_path).resume()


def test_a_training_that_comes_to_no_number_ends_before_it_is_kept(
    films: TrainingSet, tmp_path: Path
) -> None:
    wild = dataclasses.replace(PART, learning_rate=1e30)
    with pytest.raises(ValueError, match="of 'coarse' has no gradient any more at step"):
        Trainer(part_named("coarse", films), wild, 0, tmp_path).run(say=silent)
    assert not list(tmp_path.iterdir())


def test_a_training_without_checkpoint_starts_anew(films: TrainingSet, tmp_path: Path) -> None:
    assert not Trainer(part_named("coarse", films), PART, 0, tmp_path).resume()


def command(config: Path, out: Path, **wishes: object) -> argparse.Namespace:
    usual = {
        "data": ".",
        "resume": True,
        "device": "cpu",
        "minutes": None,
        "seed": None,
        "fold": None,
    }
    values = {**usual, "part": "all", "config": str(config), "out": str(out), **wishes}
    return argparse.Namespace(**values)


PAPER_CONFIG = """
name = "trial"
preset = "tiny-paper"
[data]
phantoms = 3
[unet]
steps = 4
batch = 2
"""


@pytest.mark.parametrize("text", [CONFIG, PAPER_CONFIG])
def test_the_command_trains_weights_that_detect(text: str, tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(text)
    assert run(command(config, tmp_path / "out")) == 0
    detector = load_any_detector(str(tmp_path / "out"), "cpu")
    film = make_phantom(0, height_px=400).film
    *_, last = detector.detect(Request(1, film, Settings(steps=2, samples=1)))
    assert isinstance(last, Finished)
    assert last.detection.provenance.model == "trial"


FURTHER = """
[refiner-2]
reach = 2
steps = 3
batch = 4
shift = 1.0
target_sigma = 1.2
dropout = 0.1
[refiner-3]
steps = 3
batch = 4
shift = 1.0
target_sigma = 1.5
"""


def test_refiners_that_look_wider_or_once_more_are_part_of_the_weights(tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG + FURTHER)
    out = tmp_path / "out"
    for part in ("coarse", "refiner", "refiner-2", "refiner-3"):
        assert not (out / "trial.safetensors").exists()
        assert run(command(config, out, part=part)) == 0
    detector = load_detector(str(out), "cpu")
    assert detector.model.config.looks == (1, 2, 1)
    film = make_phantom(0, height_px=400).film
    *_, last = detector.detect(Request(1, film, Settings(steps=2, samples=1)))
    assert isinstance(last, Finished)
    seeds = [v for k, v in detector.model.state_dict().items() if "body.down.0.first.weight" in k]
    assert not any(torch.equal(a, b) for a in seeds for b in seeds if a is not b)


def test_a_part_of_another_method_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(PAPER_CONFIG)
    with pytest.raises(ValueError, match="no part 'refiner', only unet"):
        run(command(config, tmp_path / "out", part="refiner"))


def test_a_training_whose_time_is_up_says_so_and_can_go_on(tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG)
    assert run(command(config, tmp_path / "out", minutes=1e-9)) == 1
    assert run(command(config, tmp_path / "out")) == 0


def test_phantoms_make_up_their_share_of_a_batch() -> None:
    blank = torch.zeros(10, 1, 1, dtype=torch.uint8)
    films = TrainingSet(blank, blank, torch.zeros(10, 1, 19, 2), phantoms=4)
    drawn = films.draw(2000, 0.2, torch.Generator().manual_seed(0))
    assert float((drawn >= 6).float().mean()) == pytest.approx(0.2, abs=0.03)


def test_waves_displace_no_further_than_they_may() -> None:
    waves = random_waves(8, 1.5, 32.0, torch.Generator().manual_seed(3))
    assert waves is not None
    places = torch.rand(8, 500, 2, generator=torch.Generator().manual_seed(4)) * 40
    displaced = waves.at(places).norm(dim=-1)
    assert 0.2 < float(displaced.max()) <= 1.5


class Undecided(nn.Module):
    """In place of a refiner: equal logits everywhere, whose gradient tells the targets."""

    def __init__(self, config: ModelConfig, _: float) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.zeros(1, config.crop, config.crop))

    @override
    def forward(self, crops: Tensor, landmark: Tensor) -> Tensor:
        return self.logits.expand(len(crops), -1, -1)


@pytest.mark.parametrize("few_hot", [False, True])
def test_a_refiner_is_shown_where_each_reader_put_a_landmark(
    monkeypatch: pytest.MonkeyPatch, *, few_hot: bool
) -> None:
    monkeypatch.setattr(parts, "Refiner", Undecided)
    blank = torch.zeros(1, MODEL.grid_height * MODEL.fine, MODEL.grid_width * MODEL.fine)
    one, other, nobody = (torch.full((19, 2), x) for x in (14.0, 16.0, torch.nan))
    films = TrainingSet(
        blank.byte(), blank.byte(), torch.stack([one, other, nobody])[None], phantoms=0
    )
    still = dataclasses.replace(
        PART, rotation_deg=0.0, scale=0.0, shift=0.0, target_sigma=0.5, few_hot=few_hot
    )
    part = RefinerPart(MODEL, films, still, 0.0)
    part.loss(torch.Generator().manual_seed(0)).backward()  # type: ignore[no-untyped-call]
    (logits,) = part.network.parameters()
    assert logits.grad is not None
    target = 1 / MODEL.crop**2 - logits.grad[0]
    middle = MODEL.crop // 2
    row = target.sum(0)
    of_the_mean = float(row[middle - 2 : middle + 2].sum())
    of_the_readers = [float(row[middle + at - 2 : middle + at + 2].sum()) for at in (-4, 4)]
    half = [1 / 4, 1 / 4] if few_hot else [0.0, 0.0]
    assert of_the_mean == pytest.approx(1 / 2 if few_hot else 1.0, abs=0.02)
    assert of_the_readers == pytest.approx(half, abs=0.03)


def test_a_training_sets_out_from_the_weights_named(tmp_path: Path) -> None:
    config = tmp_path / "trial.toml"
    config.write_text(CONFIG)
    assert run(command(config, tmp_path / "first")) == 0
    further = tmp_path / "further.toml"
    start = f'start = "{(tmp_path / "first").as_posix()}"\n'
    still = CONFIG.replace("steps = 4", "steps = 0")
    further.write_text(start + still)
    assert run(command(further, tmp_path / "second")) == 0
    first, second = (
        load_file(tmp_path / name / "trial.safetensors") for name in ("first", "second")
    )
    assert all(torch.equal(v, second[k]) for k, v in first.items())

"""What the command refuses before it loses anything."""

from pathlib import Path

import pytest

from landmark_gui.diffusion.checkpoint import WeightsError
from landmark_gui.diffusion.training.command import run
from tests.diffusion.training.test_training import CONFIG, command


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "trial.toml"
    file.write_text(CONFIG)
    return file


def test_no_weights_are_made_of_a_part_that_is_not_done(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(command(config, out, part="refiner", minutes=1e-9)) == 1
    assert run(command(config, out, part="coarse")) == 0
    assert not (out / "trial.safetensors").exists()
    assert run(command(config, out, part="refiner")) == 0
    assert (out / "trial.safetensors").exists()


def test_a_training_is_not_begun_anew_over_one_that_is_there(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(command(config, out, minutes=1e-9)) == 1
    before = (out / "coarse.checkpoint.safetensors").read_bytes()
    with pytest.raises(ValueError, match="out holds a training; --resume goes on"):
        run(command(config, out, resume=False))
    assert (out / "coarse.checkpoint.safetensors").read_bytes() == before


def test_weights_to_set_out_from_are_missed_before_films_are_read(
    config: Path, tmp_path: Path
) -> None:
    config.write_text('start = "nowhere"\n' + CONFIG)
    with pytest.raises(WeightsError, match="nowhere"):
        run(command(config, tmp_path / "out"))
    assert not (tmp_path / "out").exists()

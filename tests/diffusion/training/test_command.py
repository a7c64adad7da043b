"""What the command refuses before it loses anything."""

import argparse
import errno
import os
from pathlib import Path

import pytest
from safetensors.torch import save_file

from landmark_gui import __version__
from landmark_gui.__main__ import main
from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.manifest import WeightsError, find_entry
from landmark_gui.diffusion.paper import PaperNetwork
from landmark_gui.diffusion.training.command import run
from landmark_gui.diffusion.training.run_folder import taken
from landmark_gui.exchange import replacing
from tests.diffusion.training.test_dataset import SOURCE, write_films
from tests.diffusion.training.test_training import CONFIG, command
from tests.weights import write_tiny


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


@pytest.mark.parametrize("part", ["coarse", "refiner"])
def test_a_recipe_that_is_refused_does_not_take_the_place_of_the_one_that_was_trained(
    config: Path, tmp_path: Path, part: str
) -> None:
    out, another = tmp_path / "out", tmp_path / "another.toml"
    assert run(command(config, out)) == 0
    another.write_text(CONFIG.replace(f"[{part}]", f"[{part}]\nweight_decay = 0.5"))
    with pytest.raises(ValueError, match=f"{part}.* is damaged or of another recipe"):
        run(command(another, out))
    assert (out / "recipe.toml").read_text() == CONFIG


def test_weights_to_set_out_from_are_missed_before_films_are_read(
    config: Path, tmp_path: Path
) -> None:
    config.write_text('start = "nowhere"\n' + CONFIG)
    with pytest.raises(WeightsError, match="nowhere"):
        run(command(config, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def train(config: Path, out: Path, *more: str) -> int:
    words = ["train", str(config), "--data", ".", "--out", str(out), "--device", "cpu"]
    return main([*words, "--resume", *more])


def test_a_full_disk_ends_a_training_in_a_sentence_and_leaves_what_was_there(
    config: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    assert train(config, out, "--minutes", "1e-9") == 1
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(replacing, "_flush_to_disk", full)
    assert train(config, out) == 2
    assert "coarse.checkpoint.safetensors could not be written: No space" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


@pytest.mark.parametrize("kept", [0, 20, 5000])
def test_a_checkpoint_that_is_cut_off_is_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: int
) -> None:
    out = tmp_path / "out"
    assert train(config, out, "--minutes", "1e-9") == 1
    file = out / "coarse.checkpoint.safetensors"
    file.write_bytes(file.read_bytes()[:kept])
    assert train(config, out) == 2
    assert "coarse.checkpoint.safetensors is damaged or of another" in capsys.readouterr().err


def test_what_does_not_serve_is_said_before_films_are_read(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(config, tmp_path / "out", "--device", "cpu:x") == 2
    assert "no device 'cpu:x' here" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_weights_of_another_shape_are_no_start(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "paper"
    paper.mkdir()
    save_file(PaperNetwork(PRESETS["tiny-paper"]).state_dict(), paper / "tiny.safetensors")
    write_manifest(paper, "tiny", PRESETS["tiny-paper"], {})
    config.write_text(f'start = "{paper.as_posix()}"\n' + CONFIG)
    assert train(config, tmp_path / "out") == 2
    assert "The weights to start from do not fit 'coarse'" in capsys.readouterr().err


def test_weights_that_find_more_or_fewer_landmarks_are_no_start(
    config: Path, tmp_path: Path
) -> None:
    config.write_text(f'start = "{write_tiny(tmp_path, "aariz29", 29).as_posix()}"\n' + CONFIG)
    theirs = r"'tiny' to start from find 29 landmarks \(aariz29\), this recipe 19 \(isbi19\)"
    with pytest.raises(ValueError, match=theirs):
        run(command(config, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_none_is_named(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").touch()
    assert train(config, tmp_path / "out") == 2
    assert f"{tmp_path / 'out'} cannot be written to: File exists." in capsys.readouterr().err


def test_two_trainings_do_not_make_the_same_part_in_one_folder(
    config: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with taken(out, "refiner"):
        for part in ("all", "refiner"):
            with pytest.raises(
                ValueError, match=r"Another training of 'refiner' is running in .*out; "
            ):
                run(command(config, out, part=part))
        assert run(command(config, out, part="coarse")) == 0
    assert run(command(config, out)) == 0
    assert not list(out.glob("*.lock"))


@pytest.mark.parametrize(("fold", "name"), [(None, "trial"), (0, "trial-0")])
def test_every_recipe_and_fold_has_a_folder_of_its_own(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fold: int | None, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_films(tmp_path, list("abcdef"))
    config.write_text(CONFIG + SOURCE)
    words = argparse.Namespace(**{**vars(command(config, tmp_path, fold=fold)), "out": None})
    assert run(words) == 0
    assert (tmp_path / "runs" / name / "trial.safetensors").is_file()


def test_weights_tell_what_made_them(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start, out = write_tiny(tmp_path), tmp_path / "out"
    config.write_text(f'start = "{start.as_posix()}"\n' + CONFIG)
    assert run(command(config, out, seed=7)) == 0
    entry = find_entry(str(out)).values
    assert entry["remark"] == "for a test"
    assert entry["made_by"] == {
        "recipe": "trial.toml",
        "seed": 7,
        "fold": None,
        "start_sha256": find_entry(str(start)).values["sha256"],
        "app_version": __version__,
    }
    assert (out / "recipe.toml").read_bytes() == config.read_bytes()
    weights = f"Weights: {out / 'trial.safetensors'}; use them with --weights {out}\n"
    assert capsys.readouterr().err.endswith(weights)


@pytest.mark.skipif(os.name != "posix", reason="other systems keep no such modes")
def test_weights_are_as_readable_as_any_other_file(config: Path, tmp_path: Path) -> None:
    assert train(config, tmp_path / "out", "--seed", str(2**63 - 1)) == 0
    weights = tmp_path / "out" / "trial.safetensors"
    (tmp_path / "plain").touch()
    assert weights.stat().st_mode == (tmp_path / "plain").stat().st_mode

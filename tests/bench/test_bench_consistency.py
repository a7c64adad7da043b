import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from landmark_gui.__main__ import main
from landmark_gui.bench.consistency import Tally
from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.network import LandmarkModel
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.paths import shape_file

SHAPE = ShapeModel.read(shape_file("isbi19"))
HEAD = {
    n: Point(100 * z.real, 100 * z.imag) for n, z in zip(SHAPE.landmarks, SHAPE.mean, strict=True)
}


def test_a_head_with_a_landmark_out_of_place_is_implausible() -> None:
    tally = Tally()
    tally.add(SHAPE, [HEAD, HEAD | {"Me": HEAD["Me"].moved(0.0, 80.0)}], HEAD, 0.1)
    told = tally.figures()
    assert told["heads"] == 2
    assert told["share_implausible"] == 0.5
    assert told["contradicted_landmarks_a_head"] >= 0.5
    assert told["mean_error_mm"] == pytest.approx(8.0 / 19 / 2, abs=1e-3)


@pytest.mark.parametrize("words", [[], ["--artefact", "square"]])
def test_samples_single_draws_and_readers_are_measured_on_the_same_films(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch.manual_seed(0)
    save_file(LandmarkModel(PRESETS["tiny"]).state_dict(), tmp_path / "tiny.safetensors")
    write_manifest(tmp_path, "tiny", PRESETS["tiny"], {})
    films = tmp_path / "films"
    assert main(["phantom", str(films), "--count", "2", "--height", "160"]) == 0
    words = [*words, "--truth", str(films / "truth.csv"), "--spacing", "0.5", "--samples", "3"]
    capsys.readouterr()
    words += ["--weights", str(tmp_path), "--json"]
    assert main(["bench", "consistency", str(films), *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["films"] == 2
    assert told["samples_of_the_chain"]["heads"] == told["each_by_itself"]["heads"] == 6
    assert told["readers"]["heads"] == 2
    assert told["readers"]["mean_error_mm"] == 0

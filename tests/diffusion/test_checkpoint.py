import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file, save_file

from landmark_gui import paths
from landmark_gui.diffusion import checkpoint
from landmark_gui.diffusion.calibration import Calibration
from landmark_gui.diffusion.checkpoint import (
    find_weights,
    load_model,
    sha256_of,
    write_calibration,
)
from landmark_gui.diffusion.detector import load_any_detector
from landmark_gui.diffusion.manifest import MANIFEST, WeightsError

if TYPE_CHECKING:
    from tests.conftest import Records

CPU = torch.device("cpu")
_ODD = ('"config": {}', '"config": {"of_a_later_version": 1}, "sha256": "0"')


@pytest.fixture
def folder(tiny_weights: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_weights, tmp_path / "weights"))


def test_weights_come_back_as_they_were_written(folder: Path) -> None:
    model = load_model(find_weights(str(folder)), CPU)
    stored = load_file(folder / "tiny.safetensors")
    assert all(torch.equal(value, stored[name]) for name, value in model.state_dict().items())
    assert not model.training


@pytest.mark.parametrize(("said", "helps"), [(None, False), (False, False), (True, True)])
def test_a_manifest_says_whether_conditioning_helps(
    folder: Path,
    said: bool | None,  # noqa: FBT001 - parametrised
    helps: bool,  # noqa: FBT001 - parametrised
) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["weights"][0] |= {} if said is None else {"conditioning_helps": said}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert find_weights(str(folder)).conditioning_helps is helps


def change(folder: Path, **changes: object) -> None:
    """Change what the manifest says of the weights."""
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["weights"][0] |= changes
    (folder / MANIFEST).write_text(json.dumps(manifest))


def with_config(folder: Path, **changes: object) -> None:
    config = json.loads((folder / MANIFEST).read_text())["weights"][0]["config"]
    change(folder, config={**config, **changes})


@pytest.mark.parametrize(
    "wrong",
    [
        {"landmarks": 10**9},
        {"landmarks": 1.5},
        {"landmarks": None},
        {"grid_height": 0},
        {"crop": 10**9},
        {"fine": -1},
        {"encoder": [8, 8192, 16]},
        {"refiner": [8] * 100},
        {"looks": [1, 10**6]},
        {"method": "another"},
        {"method": []},
        {"scheme": 5},
    ],
)
def test_a_manifest_of_a_network_that_cannot_be_is_refused(
    folder: Path, wrong: dict[str, object]
) -> None:
    with_config(folder, **wrong)
    with pytest.raises(WeightsError, match=r"manifest\.json. is damaged"):
        find_weights(str(folder))


@pytest.mark.parametrize("name", ["encoder", "denoiser", "refiner"])
def test_a_network_without_levels_does_not_fit(folder: Path, name: str) -> None:
    with_config(folder, **{name: []})
    with pytest.raises(WeightsError, match="do not fit"):
        load_model(find_weights(str(folder)), CPU)


def test_no_network_is_made_before_its_weights_are_known_to_be_the_right_ones(folder: Path) -> None:
    with_config(folder, encoder=[])
    change(folder, sha256="0" * 64)
    with pytest.raises(WeightsError, match="hash differs"):
        load_model(find_weights(str(folder)), CPU)


@pytest.mark.parametrize("name", ["", "..", "."])
def test_a_folder_is_no_file_of_weights(folder: Path, name: str) -> None:
    change(folder, file=name)
    with pytest.raises(WeightsError, match="'tiny' are listed"):
        load_model(find_weights(str(folder)), CPU)


def test_weights_that_the_system_does_not_give_away_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checkpoint, "sha256_of", refuse)
    with pytest.raises(WeightsError, match="'tiny' cannot be read"):
        load_model(find_weights(str(folder)), CPU)


def test_altered_weights_are_refused(folder: Path) -> None:
    file = folder / "tiny.safetensors"
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(WeightsError, match="hash differs"):
        load_model(find_weights(str(folder)), CPU)


def test_absent_weights_are_named(folder: Path) -> None:
    (folder / "tiny.safetensors").unlink()
    with pytest.raises(WeightsError, match="'tiny' are listed"):
        load_model(find_weights(str(folder)), CPU)


def test_weights_of_another_shape_are_refused(folder: Path) -> None:
    file = folder / "tiny.safetensors"
    save_file({"other": torch.zeros(1)}, file)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["weights"][0]["sha256"] = sha256_of(file)
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(WeightsError, match="do not fit"):
        load_model(find_weights(str(folder)), CPU)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(WeightsError, match="known"):
        find_weights("no such weights")


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        pytest.param("[" * 100_000, id="deep"),
        "{}",
        "[]",
        '{"weights": ["x"]}',
        '{"weights": [{"file": "x"}]}',
    ]
    + [f'{{"default": "x", "weights": [{{"name": "x", "file": "x", {rest}}}]}}' for rest in _ODD],
)
def test_a_broken_manifest_is_said_so(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text)
    with pytest.raises(WeightsError, match=r"manifest\.json"):
        find_weights(str(folder))


def test_a_manifest_cannot_point_outside_its_folder(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["weights"][0]["file"] = "../../elsewhere.safetensors"
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert find_weights(str(folder)).file == folder / "elsewhere.safetensors"


def test_the_shipped_weights_are_those_of_the_manifest_and_small_enough() -> None:
    weights = find_weights()
    assert sha256_of(weights.file) == weights.sha256
    files = list(paths.weights_folder().glob("*.safetensors"))
    assert sum(file.stat().st_size for file in files) <= 16 * 2**20


def with_calibration(folder: Path, **changes: object) -> None:
    weights = find_weights(str(folder))
    write_calibration(weights, replace(Calibration.none(19), temperature=(1.5,) * 19), {})
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["weights"][0]["calibration"] |= changes
    (folder / MANIFEST).write_text(json.dumps(manifest))


def test_a_calibration_travels_with_its_weights(folder: Path) -> None:
    assert find_weights(str(folder)).calibration == Calibration.none(19)
    with_calibration(folder)
    assert find_weights(str(folder)).calibration.temperature == (1.5,) * 19


def test_a_calibration_of_other_weights_does_not_count(folder: Path) -> None:
    with_calibration(folder, weights_sha256="0" * 64)
    assert find_weights(str(folder)).calibration == Calibration.none(19)


@pytest.mark.parametrize(
    "wrong",
    [
        {"shares": [0.5]},
        {"temperature": [1.0] * 18},
        {"temperature": [float("nan")] * 19},
        {"temperature": [0.0] * 19},
        {"temperature": ["1"] * 19},
        {"told_at": -1.0},
        {"breadth_power": 99.0},
        {"error_power": float("inf")},
        {"error_factor": [-1.0] * 19},
        {"error_factor": [1.0] * 18},
        {"region_mass": [[0.5, 0.9]] * 19},
        {"disc_mass": [[0.5, 0.9, 1.5]] * 19},
        {"films": float("inf")},
    ],
)
def test_a_calibration_that_cannot_be_is_said_so(folder: Path, wrong: dict[str, object]) -> None:
    with_calibration(folder, **wrong)
    with pytest.raises(WeightsError, match="calibration"):
        find_weights(str(folder))


def test_a_calibration_of_an_earlier_version_does_not_count_and_is_logged(
    folder: Path, log_records: "Records"
) -> None:
    with_calibration(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["weights"][0]["calibration"]["told_at"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert find_weights(str(folder)).calibration == Calibration.none(19)
    assert "earlier version; calibrate it again" in log_records.take()[0]


@pytest.mark.parametrize(
    ("films", "told_at", "calibrated"),
    [(20, True, True), (0, True, False), (20, False, False)],
    ids=["calibrated", "by nothing", "by an earlier version"],
)
def test_weights_tell_whether_their_regions_are_calibrated(
    folder: Path, log_records: "Records", films: int, *, told_at: bool, calibrated: bool
) -> None:
    assert not load_any_detector(str(folder), "cpu").ready().calibrated
    with_calibration(folder, films=films)
    manifest = json.loads((folder / MANIFEST).read_text())
    if not told_at:  # which an earlier version did not state
        del manifest["weights"][0]["calibration"]["told_at"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert load_any_detector(str(folder), "cpu").ready().calibrated is calibrated
    assert bool(log_records.take()) is not told_at

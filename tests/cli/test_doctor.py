import hashlib
import json
import sys
from pathlib import Path
from types import ModuleType

import platformdirs
import pytest

from landmark_gui import __version__, paths
from landmark_gui.__main__ import main

NETWORK = b"weights"


@pytest.fixture(autouse=True)
def well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which all is well; returns the folder of the weights."""
    pretend_device(monkeypatch, {"device": "cpu", "why the CPU": f"{Path.home()}/lib"})
    monkeypatch.setattr(paths, "weights_folder", lambda: tmp_path)
    (tmp_path / "a.safetensors").write_bytes(NETWORK)
    describe_weights(tmp_path, hashlib.sha256(NETWORK).hexdigest())
    return tmp_path


def pretend_device(monkeypatch: pytest.MonkeyPatch, facts: dict[str, str]) -> None:
    module = ModuleType("device")
    vars(module)["describe"] = lambda: facts
    monkeypatch.setitem(sys.modules, "landmark_gui.diffusion.device", module)


def describe_weights(folder: Path, sha256: str) -> None:
    entry = {"name": "a", "file": "a.safetensors", "sha256": sha256}
    (folder / "manifest.json").write_text(json.dumps({"weights": [entry]}), "utf-8")


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_doctor_tells_versions_device_weights_and_folders(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor", "--json"]) == 0
    found = findings(capsys)
    assert found["versions"]["landmark-gui"] == __version__
    assert found["versions"]["python"].startswith("3.")
    assert found["versions"]["Qt"].startswith("6.")
    assert found["versions"].keys() >= {"PySide6-Essentials", "torch", "numpy", "pydicom"}
    assert found["computing"]["device"] == "cpu"
    assert found["weights"] == {"a": "installed, hash matches"}
    assert found["folders"].keys() == {"settings", "record", "weights", "program"}
    assert found["folders"]["settings"] == str(paths.config_folder())
    assert Path(found["folders"]["program"]).name == "landmark_gui"


def test_doctor_never_tells_who_the_user_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    pretend_device(monkeypatch, {"why the CPU": f"no driver in {tmp_path}/lib"})
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert str(tmp_path) not in said
    assert "no driver in ~" in said


def test_damaged_weights_need_attention(well: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (well / "a.safetensors").write_bytes(b"other")
    assert main(["doctor", "--json"]) == 1
    assert "damaged" in findings(capsys)["weights"]["a"]


def test_missing_weights_need_attention(well: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (well / "a.safetensors").unlink()
    assert main(["doctor", "--json"]) == 1
    assert findings(capsys)["weights"]["a"] == "a.safetensors is missing"


@pytest.mark.parametrize("manifest", ["", "[]", '{"weights": [{"name": "a"}]}', '{"weights": 3}'])
def test_a_damaged_manifest_is_a_sentence(
    well: Path, capsys: pytest.CaptureFixture[str], manifest: str
) -> None:
    (well / "manifest.json").write_text(manifest, "utf-8")
    assert main(["doctor", "--json"]) == 1
    assert "is damaged" in findings(capsys)["weights"]["problem"]


def test_an_absent_manifest_is_a_sentence(well: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (well / "manifest.json").unlink()
    assert main(["doctor"]) == 1
    assert "install the program anew" in capsys.readouterr().out


def test_a_torch_that_does_not_load_is_a_sentence_with_what_to_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "landmark_gui.diffusion.device", None)
    assert main(["doctor", "--json"]) == 1
    problem = findings(capsys)["computing"]["problem"]
    assert problem.startswith("torch does not load (")
    assert "pip install --force-reinstall torch" in problem


def without_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the user has neither HOME nor a name, as in a container."""

    def unknown(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(Path, "home", unknown)
    monkeypatch.setattr(platformdirs, "user_config_path", unknown)
    monkeypatch.setattr(platformdirs, "user_data_path", unknown)


def test_a_user_without_a_home_names_folders(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], config_folder: Path
) -> None:
    without_home(monkeypatch)
    assert main(["doctor", "--json"]) == 0
    assert findings(capsys)["folders"]["settings"] == str(config_folder)
    monkeypatch.delenv("LANDMARK_GUI_DATA")
    assert main(["doctor", "--json"]) == 1
    assert "LANDMARK_GUI_CONFIG and LANDMARK_GUI_DATA" in findings(capsys)["folders"]["problem"]


def test_a_user_without_a_home_works_in_the_folders_that_he_names(
    monkeypatch: pytest.MonkeyPatch, config_folder: Path
) -> None:
    without_home(monkeypatch)
    paths.make_folder(config_folder)
    assert config_folder.is_dir()


def test_a_record_that_nobody_can_place_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_home(monkeypatch)
    monkeypatch.delenv("LANDMARK_GUI_DATA")
    assert main(["records", "verify"]) == 1
    assert capsys.readouterr().err.startswith("landmark-gui: you have no home folder; name two ")

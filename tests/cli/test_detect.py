import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from landmark_gui import __version__
from landmark_gui.__main__ import main
from landmark_gui.cli import detect, growing_table
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.orientation import Facing, Polarity
from landmark_gui.domain.prediction import Mode, ReadOut
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.formats.csv import point_table, read_csv, write_csv

CONFIRMED = Status.CONFIRMED


class ScriptedDetector:
    """A fake detector that can be disturbed when a certain film comes."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.troubles: dict[str, BaseException] = {}

    def ready(self) -> Ready:
        return FakeDetector().ready()

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        self.asked.append(request)
        if trouble := self.troubles.get(request.film.info.name):
            raise trouble
        yield from FakeDetector(("S", "N")).detect(request)


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> ScriptedDetector:
    scripted = ScriptedDetector()
    monkeypatch.setattr(detect, "_load", lambda _weights, _device: scripted)
    return scripted


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    (folder / "sub").mkdir(parents=True)
    grey = np.arange(60 * 40, dtype=np.uint16).reshape(60, 40).astype(np.uint8)
    for name in ("a.png", "b.png", "sub/a.png"):
        Image.fromarray(grey).save(folder / name)
    return folder


@pytest.fixture
def run(films: Path, tmp_path: Path) -> Callable[..., int]:
    def detect_with(*options: str) -> int:
        return main(["detect", str(films), "--csv", str(tmp_path / "out.csv"), *options])

    return detect_with


@pytest.mark.usefixtures("detector")
def test_every_film_of_a_folder_is_written_under_its_relative_name(
    run: Callable[..., int], tmp_path: Path
) -> None:
    assert run() == 0
    table = read_csv(tmp_path / "out.csv")
    assert sorted(table) == ["a.png", "b.png", "sub/a.png"]
    assert table["a.png"].annotations["S"].status is Status.PREDICTED
    assert table["a.png"].annotations["Ar"].status is Status.UNSET
    assert point_table(tmp_path / "out.csv")["b.png"].keys() == {"S", "N"}
    assert table["b.png"].predicted["S"] == Point(40 * (1 / 3), 60 * (1 / 3))


def test_options_reach_the_detector(run: Callable[..., int], detector: ScriptedDetector) -> None:
    words = "--mode single --steps 3 --samples 2 --seed 5 --read-out hottest"
    assert run(*words.split()) == 0
    assert {request.settings for request in detector.asked} == {
        Settings(Mode.SINGLE, 3, 2, 5, ReadOut.HOTTEST)
    }


def test_what_is_stated_of_the_films_reaches_the_detector(
    run: Callable[..., int], detector: ScriptedDetector
) -> None:
    assert run("--facing", "left", "--polarity", "inverted") == 0
    assert {(request.settings.facing, request.settings.polarity) for request in detector.asked} == {
        (Facing.LEFT, Polarity.INVERTED)
    }


def test_without_options_the_settings_are_those_of_the_window(
    run: Callable[..., int], detector: ScriptedDetector
) -> None:
    assert run() == 0
    assert detector.asked[0].settings == Settings()


@pytest.mark.usefixtures("detector")
def test_a_film_that_cannot_be_read_is_named_and_the_others_are_done(
    run: Callable[..., int], films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (films / "a.png").write_bytes(b"no picture")
    assert run() == 1
    assert sorted(read_csv(tmp_path / "out.csv")) == ["b.png", "sub/a.png"]
    said = capsys.readouterr().err
    assert "1/3  a.png  FAILED: " in said
    assert "2 of 3 films written to" in said


def test_a_detector_that_breaks_on_one_film_goes_on_with_the_next(
    run: Callable[..., int],
    detector: ScriptedDetector,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    detector.troubles["b.png"] = RuntimeError("the device is gone")
    assert run() == 1
    assert sorted(read_csv(tmp_path / "out.csv")) == ["a.png", "sub/a.png"]
    assert "2/3  b.png  FAILED: the device is gone" in capsys.readouterr().err


def test_an_interrupt_writes_what_is_done(
    run: Callable[..., int],
    detector: ScriptedDetector,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    detector.troubles["sub/a.png"] = KeyboardInterrupt()
    assert run() == 130
    assert sorted(read_csv(tmp_path / "out.csv")) == ["a.png", "b.png"]
    assert "Interrupted: 2 of 3 films" in capsys.readouterr().err


def test_an_interrupt_before_the_first_film_leaves_no_table(
    run: Callable[..., int],
    detector: ScriptedDetector,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    detector.troubles["a.png"] = KeyboardInterrupt()
    assert run("--json") == 130
    said = capsys.readouterr()
    assert not list(tmp_path.glob("*.csv"))
    assert "Interrupted: 0 of 3 films done; no table was written." in said.err
    assert json.loads(said.out)["csv"] is None
    detector.troubles.clear()
    assert run() == 0


@pytest.mark.usefixtures("detector")
def test_json_on_stdout_is_nothing_but_json(
    run: Callable[..., int], films: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (films / "b.png").write_bytes(b"")
    assert run("--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert [film["image"] for film in said["done"]] == ["a.png", "sub/a.png"]
    assert said["failed"] == [{"image": "b.png", "reason": "The file is empty."}]
    assert (said["model"], said["device"], said["interrupted"]) == ("fake", "cpu", False)


@pytest.mark.usefixtures("detector")
def test_a_report_says_by_what_its_table_was_made(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "given.csv"
    assert run() == 0
    given.write_text((tmp_path / "out.csv").read_text().replace("predicted,", "confirmed,"))
    words = "--overwrite --json --mode single --read-out hottest --facing left --seed 5 --given"
    assert run(*words.split(), str(given)) == 0
    assert json.loads(capsys.readouterr().out)["made_by"] == {
        "app_version": __version__,
        "weights": "fake",
        "weights_sha256": "0" * 64,
        "mode": "single",
        "steps": 1,
        "samples": 1,
        "seed": 5,
        "read_out": "hottest",
        "facing": "left",
        "polarity": "recognised",
        "like_sha256": None,
        "given_sha256": hashlib.sha256(given.read_bytes()).hexdigest(),
    }


@pytest.mark.usefixtures("detector")
def test_heatmaps_are_written_under_the_films_names(
    run: Callable[..., int], tmp_path: Path
) -> None:
    assert run("--heatmaps", str(tmp_path / "maps")) == 0
    with np.load(tmp_path / "maps" / "sub" / "a.png.npz") as maps:
        assert maps["maps"].shape == (2, 40, 32)
        assert maps["maps"].dtype == np.float32
    assert (tmp_path / "maps" / "b.png.npz").is_file()


@pytest.mark.usefixtures("detector")
@pytest.mark.skipif(sys.platform == "win32", reason="names are counted with their folder there")
def test_a_map_whose_name_is_too_long_costs_its_own_film_alone(
    run: Callable[..., int], films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (films / "b.png").rename(films / f"{'b' * 250}.png")
    assert run("--heatmaps", str(tmp_path / "maps")) == 1
    assert list(read_csv(tmp_path / "out.csv")) == ["a.png", "sub/a.png"]
    assert "could not be written: File name too long." in capsys.readouterr().err


def test_heatmaps_that_exist_are_not_replaced_unless_told_to(
    run: Callable[..., int], detector: ScriptedDetector, tmp_path: Path
) -> None:
    (tmp_path / "maps").mkdir()
    there = tmp_path / "maps" / "b.png.npz"
    there.write_text("precious")
    assert run("--heatmaps", str(tmp_path / "maps")) == 2
    assert there.read_text() == "precious"
    assert not detector.asked
    assert run("--heatmaps", str(tmp_path / "maps"), "--overwrite") == 0
    assert there.read_bytes() != b"precious"


def test_a_table_that_exists_is_not_replaced_unless_told_to(
    run: Callable[..., int],
    detector: ScriptedDetector,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "out.csv").write_text("a reader's work", "utf-8")
    assert run() == 2
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert (tmp_path / "out.csv").read_text("utf-8") == "a reader's work"
    assert not detector.asked
    assert run("--overwrite") == 0
    assert len(read_csv(tmp_path / "out.csv")) == 3


@pytest.mark.usefixtures("detector")
def test_a_run_that_found_nothing_keeps_the_table_that_was_there(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "out.csv"
    table.write_text("a reader's work", "utf-8")
    words = ["detect", str(films), "--csv", str(table), "--overwrite", "--page", "9"]
    assert main(words) == 1
    assert table.read_text("utf-8") == "a reader's work"
    assert "out.csv was left as it was" in capsys.readouterr().err


@pytest.mark.usefixtures("detector")
def test_a_table_held_by_a_spreadsheet_is_written_beside_it(
    run: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_write = write_csv

    def held(path: Path, cases: list[object]) -> None:
        if path.name == "out.csv":
            raise CannotWrite("out.csv could not be written: another program holds it.")
        really_write(path, cases)  # type: ignore[arg-type]  # only passed through

    monkeypatch.setattr(growing_table, "write_csv", held)
    assert run() == 1
    (spare,) = tmp_path.glob("out-*.csv")
    assert len(read_csv(spare)) == 3


@pytest.mark.usefixtures("detector")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["none", "--csv", "out.csv"], "there is no film or folder none."),
        (["films", "other", "--csv", "out.csv"], "two films would be called a.png"),
        (["empty", "--csv", "out.csv"], "there are no films in empty."),
        (["films", "--csv", "nowhere/out.csv"], "there is no folder nowhere"),
        (["films", "--csv", "empty"], "empty is a folder"),
        (["films"], "the following arguments are required: --csv"),
        (["films", "--csv", "o.csv", "--steps", "0"], "0 is not a whole number of 1 or more"),
        (["films", "--csv", "o.csv", "--seed", "-1"], "-1 is not a whole number from 0 to"),
        (["films", "--csv", "o.csv", "--seed", str(2**63)], f"{2**63} is not a whole number"),
    ],
)
def test_wrong_usage_is_refused_in_one_sentence(
    films: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(films.parent)
    (films.parent / "empty").mkdir()
    shutil.copytree(films, films.parent / "other")
    assert main(["detect", *words]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert sentence in said.err
    assert said.err.count("\n") == 1


@pytest.mark.usefixtures("detector")
def test_one_film_may_be_given_by_itself(films: Path, tmp_path: Path) -> None:
    assert main(["detect", str(films / "b.png"), "--csv", str(tmp_path / "o.csv")]) == 0
    assert list(read_csv(tmp_path / "o.csv")) == ["b.png"]


def test_weights_that_cannot_be_used_end_the_command_with_their_sentence(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load_detector(weights: str | None, device: str) -> None:
        raise WeightsError(f"There are no weights named {weights!r} for {device}.")

    pretend(monkeypatch, "upright", load_upright_detector=load_detector)
    assert run("--weights", "benchmark", "--device", "cpu") == 2
    assert "There are no weights named 'benchmark' for cpu." in capsys.readouterr().err


def test_a_torch_that_does_not_load_is_a_sentence(
    run: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "landmark_gui.diffusion.upright", None)
    assert run() == 1
    assert capsys.readouterr().err.startswith("landmark-gui: import of ")


def pretend(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    module = ModuleType(name)
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, f"landmark_gui.diffusion.{name}", module)


def test_another_page_is_a_film_of_its_own_in_the_table(
    detector: ScriptedDetector, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [Image.fromarray(np.full((60, 40), shade, np.uint8)) for shade in (10, 20)]
    pages[0].save(tmp_path / "film.tif", save_all=True, append_images=pages[1:])
    Image.fromarray(np.zeros((60, 40), np.uint8)).save(tmp_path / "single.png")
    words = ["detect", str(tmp_path), "--csv", str(tmp_path / "out.csv"), "--page", "2"]
    assert main(words) == 1
    assert list(read_csv(tmp_path / "out.csv")) == ["film.tif#2"]
    assert [request.film.pixels.max() for request in detector.asked] == [20]
    refusal = "single.png#2  FAILED: The file has one page only; there is no page 2."
    assert refusal in capsys.readouterr().err

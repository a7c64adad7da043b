"""Every command of the page on weights of one's own runs, in its order, with its recipe."""

import dataclasses
import re
import shlex
from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.diffusion.checkpoint import find_weights
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.training.settings import FilmSource, TrainingSettings
from landmark_gui.exchange.schemes import read_scheme

PAGE = paths.resource("docs", "training.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_every_command_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    opened: list[object] = []

    def window(_: object, **words: object) -> int:
        opened.append(words["weights"])
        return 0

    monkeypatch.setattr("landmark_gui.app.run_window", window)
    (recipe,) = blocks("toml")
    Path("mine.toml").write_text(recipe, "utf-8")
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) > 10
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "landmark-gui"
        assert main(words) == 0, (line, capsys.readouterr().err)
    assert find_weights("runs/mine").calibration.films == 20
    assert opened == ["runs/mine"]


def test_the_page_tells_what_a_recipe_can_say(tmp_path: Path) -> None:
    names = {f.name for f in dataclasses.fields(FilmSource)} | {*PRESETS, "scheme", "start"}
    assert {name for name in names if not re.search(rf"\b{name}\b", PAGE)} == set()
    (listed,) = blocks("json")
    (tmp_path / "clinic.json").write_text(listed, "utf-8")
    assert read_scheme(str(tmp_path / "clinic.json")).abbreviations == ("Sella", "Edge")
    recipe = tmp_path / "mine.toml"
    recipe.write_text('scheme = "clinic.json"\n' + blocks("toml")[0], "utf-8")
    assert TrainingSettings.read(recipe).model.landmarks == 2


def test_the_page_is_linked_from_the_readme_and_from_the_page_for_developers() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert "resources/docs/training.md" in readme.read_text("utf-8")
    assert "(training.md)" in paths.resource("docs", "developers.md").read_text("utf-8")

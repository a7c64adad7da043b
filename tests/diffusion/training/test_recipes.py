"""Settings files of trainings."""

from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.diffusion.training.settings import FilmSource, TrainingSettings
from tests.diffusion.training.test_training import CONFIG, FURTHER

SOURCE = """
[[data.sources]]
films = "clinic/first"
labels = ["reader.csv"]
folds = true
"""


@pytest.mark.parametrize(
    "text", ["", 'name = "a"\npreset = "unknown"\n[data]\n', 'name = "a"\n[data]\nfilm = 1\n']
)
def test_settings_that_describe_no_training_are_refused(tmp_path: Path, text: str) -> None:
    config = tmp_path / "bad.toml"
    config.write_text(text)
    with pytest.raises(ValueError, match=r"bad\.toml"):
        TrainingSettings.read(config)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (CONFIG.replace('name = "trial"', 'name = "a/b"'), "'name' is to be a file name"),
        (CONFIG.replace('name = "trial"', 'name = ""'), "'name' is to be a file name"),
        (CONFIG.replace('name = "trial"', "name = 5"), "'name' cannot be 5"),
        (
            CONFIG.replace('preset = "tiny"', 'preset = "big"'),
            "there is no 'big' among the presets .small, ",
        ),
        ("model = 3\n" + CONFIG, "'model' is unknown"),
        ("seed = -1\n" + CONFIG, "'seed' cannot be -1"),
        ("unet = {steps = 4, batch = 2}\n" + CONFIG, "'unet' is unknown"),
        (CONFIG.replace("phantoms = 3", "phantoms = 0"), "neither films nor phantoms"),
        (CONFIG.replace("phantoms = 3", 'phantoms = "3"'), r"of \[data\] cannot be '3'"),
        (CONFIG.replace("phantoms = 3", "sources = [3]"), r"'sources' of \[data\] cannot be"),
        (CONFIG.replace("steps = 4", "steps = -1"), r"'steps' of \[coarse\] cannot be -1"),
        (CONFIG.replace("batch = 2", "batch = 2.5"), r"'batch' of \[coarse\] cannot be 2\.5"),
        (CONFIG.replace("batch = 2", "batch = 2\nema = nan"), "'ema' of .* cannot be nan"),
        (CONFIG.replace("batch = 2", "batch = true"), "'batch' of .* cannot be True"),
        (CONFIG.replace("shift = 1.0", "reach = 3"), "a .refiner-2. can look wider"),
        (CONFIG.replace("batch = 4", "batch = 3"), "must be 4 at least"),
        ((CONFIG + FURTHER).replace("[refiner-2]", "[refiner-4]"), "'refiner-[34]' is unknown"),
        (CONFIG + 'name = "ours"\n', r"\[manifest\] cannot say name"),
        (CONFIG + "when = 2026-01-01\n", r"\[manifest\] cannot hold this"),
        (CONFIG + SOURCE.replace('["reader.csv"]', '"reader.csv"'), "'labels' of .* cannot be"),
        (CONFIG + SOURCE.replace('"reader.csv"', ""), r"'labels' of .* cannot be \[\]"),
        (CONFIG + SOURCE.replace("true", '"yes"'), "'folds' of .* cannot be 'yes'"),
        (CONFIG + SOURCE + SOURCE.replace("first", "second"), "two sources .* in 'clinic'"),
    ],
)
def test_what_a_recipe_cannot_say_is_named_with_the_recipe(
    tmp_path: Path, wrong: str, said: str
) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text(wrong)
    with pytest.raises(ValueError, match=r"wrong\.toml describes no training: .*" + said):
        TrainingSettings.read(config)


@pytest.mark.parametrize(
    ("films", "name"), [("isbi2015/images", "isbi2015"), ("films", "films"), ("a/b/images", "b")]
)
def test_a_source_is_called_by_the_folder_that_holds_all_of_it(films: str, name: str) -> None:
    assert FilmSource(films, ()).name == name


@pytest.mark.parametrize(
    "recipe", sorted(paths.resource("training").glob("*.toml")), ids=lambda p: p.stem
)
def test_a_recipe_that_is_shipped_describes_a_training(recipe: Path) -> None:
    settings = TrainingSettings.read(recipe)
    levels = len(settings.model.encoder)
    assert settings.model.grid_height % 2 ** (levels - 1) == 0
    assert settings.model.grid_width % 2 ** (levels - 1) == 0
    assert all(part.steps % part.cycles == 0 for part in settings.parts.values())

"""Settings files of trainings."""

from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.diffusion.training.settings import TrainingSettings


@pytest.mark.parametrize(
    "text", ["", 'name = "a"\npreset = "unknown"\n[data]\n', 'name = "a"\n[data]\nfilm = 1\n']
)
def test_settings_that_describe_no_training_are_refused(tmp_path: Path, text: str) -> None:
    config = tmp_path / "bad.toml"
    config.write_text(text)
    with pytest.raises(ValueError, match=r"bad\.toml"):
        TrainingSettings.read(config)


@pytest.mark.parametrize(
    "recipe", sorted(paths.resource("training").glob("*.toml")), ids=lambda p: p.stem
)
def test_a_recipe_that_is_shipped_describes_a_training(recipe: Path) -> None:
    settings = TrainingSettings.read(recipe)
    levels = len(settings.model.encoder)
    assert settings.model.grid_height % 2 ** (levels - 1) == 0
    assert settings.model.grid_width % 2 ** (levels - 1) == 0
    assert all(part.steps % part.cycles == 0 for part in settings.parts.values())

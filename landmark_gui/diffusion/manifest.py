"""What the list of weights, `manifest.json`, says of them; it is read without torch."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landmark_gui import paths
from landmark_gui.diffusion.config import ModelConfig
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.schemes import UnreadableScheme, read_scheme_beside

MANIFEST = "manifest.json"


class WeightsError(Exception):
    """The weights cannot be used; the text says why and is fit to be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Weights as a manifest lists them.

    Attributes:
        name: what the user calls them.
        folder: where the manifest lies, and the weights beside it.
        values: all that is said of them.
        config: shape of the model.
        scheme: the landmarks that they find.
    """

    name: str
    folder: Path
    values: dict[str, Any]
    config: ModelConfig
    scheme: LandmarkScheme


def find_entry(wish: str | None = None) -> Entry:
    """Return what is listed of the weights of that name, or of the default ones.

    Args:
        wish: a name in the shipped manifest, or a folder with a manifest of its own.

    Raises:
        WeightsError: no such weights, landmarks that are not known, or a damaged manifest.
    """
    own_folder = wish is not None and Path(wish).is_dir()
    folder = Path(wish) if wish is not None and own_folder else paths.weights_folder()
    manifest = read_manifest(folder)
    with told_if_damaged():
        name = wish if wish is not None and not own_folder else manifest.get("default")
        entries = {entry["name"]: entry for entry in manifest["weights"]}
        if name not in entries:
            known = ", ".join(entries) or "none"
            raise WeightsError(f"There are no weights named '{name}' (known: {known}).")
        values = entries[name]
        config = ModelConfig.from_dict(values["config"])
        scheme = _scheme(values["name"], config, folder)
        names = scheme.abbreviations  # of weights that do not say, no other list is known
        if tuple(values.get("abbreviations", names)) != names:
            raise WeightsError(
                f"The weights '{values['name']}' find other landmarks than {scheme.name} names."
            )
        return Entry(values["name"], folder, values, config, scheme)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest in a folder.

    Raises:
        WeightsError: it cannot be read.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, RecursionError, ValueError) as error:
        raise WeightsError("The list of weights (manifest.json) cannot be read.") from error
    with told_if_damaged():
        if not isinstance(manifest.get("weights"), list):
            raise WeightsError("The list of weights (manifest.json) is incomplete.")
    return manifest


@contextmanager
def told_if_damaged() -> Iterator[None]:
    """Say in words that a manifest is not laid out as one.

    Raises:
        WeightsError: something was not there, or not of its kind.
    """
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise WeightsError(
            "The list of weights (manifest.json) is damaged, or of another version of the program."
        ) from error


def _scheme(weights: str, config: ModelConfig, folder: Path) -> LandmarkScheme:
    """Return the landmarks of weights: a list that comes with the program, or lies beside them."""
    try:
        scheme = read_scheme_beside(config.scheme, folder)
    except UnreadableScheme as error:
        raise WeightsError(
            f"The landmarks of the weights '{weights}' are not known: {error}"
        ) from error
    if len(scheme) != config.landmarks:
        counts = f"{config.landmarks} landmarks, and {scheme.name} names {len(scheme)}"
        raise WeightsError(f"The weights '{weights}' find {counts}.")
    return scheme

"""Where the program's own data lies: in the source tree, or inside the installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def resource(*parts: str) -> Path:
    """Return the path of a file in `resources/`, e.g. `resource("icons", "undo.svg")`."""
    return _shipped("resources").joinpath(*parts)


def scheme_file(name: str) -> Path:
    """Return the path of a landmark scheme, e.g. `isbi19`."""
    return resource("schemes", f"{name}.json")


def weights_folder() -> Path:
    """Return the folder that holds `manifest.json` and the shipped weights."""
    return _shipped("model_weights")

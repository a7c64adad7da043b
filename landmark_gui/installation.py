"""What is installed, where it computes, and why not faster: fit for a report of a fault."""

import hashlib
import json
import platform
import sys
from importlib import import_module, metadata
from pathlib import Path

from landmark_gui import __version__, paths

_PACKAGES = (
    *("PySide6-Essentials", "torch", "numpy", "scipy", "pydicom", "Pillow", "pyqtgraph"),
    *("imagecodecs", "pyjpegls", "pylibjpeg", "pylibjpeg-openjpeg"),
)
_WELL = "installed, hash matches"
Findings = dict[str, dict[str, str]]  # by section, what is found of each thing


def findings() -> Findings:
    """Return versions, device, weights and folders; nothing of films, patients or the user."""
    return {
        "versions": _versions(),
        "computing": _computing(),
        "weights": _weights(paths.weights_folder()),
        "folders": _folders(),
    }


def _versions() -> dict[str, str]:
    versions = {
        "landmark-gui": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "Qt": _qt(),
    }
    return versions | {package: _installed(package) for package in _PACKAGES}


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _qt() -> str:
    # By name: the command line as such does not depend on Qt
    try:
        return str(import_module("PySide6.QtCore").qVersion())
    except ImportError as error:
        return _without_user(f"does not load: {error}")


def _computing() -> dict[str, str]:
    try:
        from landmark_gui.diffusion.device import describe  # noqa: PLC0415 - torch may not load

        return {key: _without_user(fact) for key, fact in describe().items()}
    except (ImportError, OSError) as error:
        remedy = f'type "{Path(sys.executable).name} -m pip install --force-reinstall torch"'
        return {"problem": _without_user(f"torch does not load ({error}); {remedy}")}


def _weights(folder: Path) -> dict[str, str]:
    manifest = folder / "manifest.json"
    try:
        entries = json.loads(manifest.read_text("utf-8"))["weights"]
        return {entry["name"]: _state(folder / entry["file"], entry["sha256"]) for entry in entries}
    except FileNotFoundError:
        return {"problem": f"there is no {_without_user(str(manifest))}; install the program anew"}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return {"problem": _without_user(f"{manifest} is damaged ({error!r})")}


def _state(file: Path, sha256: str) -> str:
    if not file.is_file():
        return f"{file.name} is missing"
    with file.open("rb") as stream:
        matches = hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    return _WELL if matches else f"{file.name} is damaged: its hash is not the manifest's"


def _folders() -> dict[str, str]:
    try:
        own = {"settings": paths.config_folder(), "record": paths.record_file()}
    except paths.NoHome as error:
        return {"problem": str(error)}
    shipped = {"weights": paths.weights_folder(), "program": Path(__file__).resolve().parent}
    return {name: _without_user(str(path)) for name, path in (own | shipped).items()}


def _without_user(text: str) -> str:
    """Return text fit for a public bug report: the home folder bears the user's name."""
    home = str(paths.home())
    return text if home == Path(home).anchor else text.replace(home, "~")


def as_text(findings: Findings) -> str:
    """Return findings as a reader takes them in."""
    width = max(len(name) for section in findings.values() for name in section)
    lines: list[str] = []
    for title, section in findings.items():
        lines += ["", title.upper(), *(f"  {k:<{width}}  {v}" for k, v in section.items())]
    return "\n".join(lines[1:])


def all_well(findings: Findings) -> bool:
    """Tell whether nothing needs attention."""
    weights = findings["weights"].values()
    whole = all("problem" not in findings[section] for section in ("computing", "folders"))
    return whole and all(state == _WELL for state in weights)

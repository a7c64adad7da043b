"""`landmark-gui bench`: the window's and the model's figures, as a table or as JSON."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from landmark_gui import __version__
from landmark_gui.cli.outcome import say

FILM_HEIGHT_PX = 2400  # as the films of the ISBI challenge


def run(words: Sequence[str]) -> int:
    """Measure what is asked for and print it; `exchange` as first word asks for the formats."""
    if words[:1] == ["exchange"]:
        from landmark_gui.bench import exchange  # noqa: PLC0415 - its own words

        return exchange.run(words[1:])
    if words[:1] == ["model"]:
        from landmark_gui.bench import model_table  # noqa: PLC0415 - its own words

        return model_table.run(words[1:])
    if words[:1] == ["following"]:
        from landmark_gui.bench import following  # noqa: PLC0415 - its own words

        return following.run(words[1:])
    args = _parse(words)
    figures: dict[str, object] = {"machine": _machine()}
    with tempfile.TemporaryDirectory() as folder:
        films = _write_films(Path(folder), args.films)
        figures["window"] = _window_figures(films, Path(folder))
    figures["model"] = _model_figures(args)
    say(json.dumps(figures, indent=2) if args.json else "\n".join(_lines(figures)))
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench",
        description="Measures start, detection, stalls and cancel on computed films.",
        epilog="`landmark-gui bench exchange` measures the formats instead, `bench model` what "
        "each part of the method is worth, `bench following` whether landmarks follow known ones.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--films", type=int, default=5, help="films to measure (default: 5)")
    parser.add_argument("--device", default="auto", help="where the model computes")
    parser.add_argument("--weights", default=None, help="name of the weights")
    args = parser.parse_args(words)
    args.films = max(3, args.films)  # one to warm up, one to measure, one to cancel
    return args


def _write_films(folder: Path, count: int) -> list[Path]:
    from landmark_gui.exchange.png import write_png  # noqa: PLC0415 - numpy only when needed
    from landmark_gui.phantom.phantom import make_phantom  # noqa: PLC0415

    paths = [folder / f"film-{seed}.png" for seed in range(count)]
    for seed, path in enumerate(paths):
        write_png(path, make_phantom(seed, height_px=FILM_HEIGHT_PX).film)
    return paths


def _window_figures(films: Sequence[Path], folder: Path) -> dict[str, object]:
    own = {"LANDMARK_GUI_CONFIG": str(folder / "config"), "LANDMARK_GUI_DATA": str(folder / "data")}
    environment = os.environ | own
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "landmark_gui.bench.window", str(time.time())]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, *map(str, films)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _model_figures(args: argparse.Namespace) -> dict[str, object]:
    from landmark_gui.bench import model  # noqa: PLC0415 - torch only when needed
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415
    from landmark_gui.phantom.phantom import make_phantom  # noqa: PLC0415

    films = [make_phantom(seed, height_px=FILM_HEIGHT_PX).film for seed in range(args.films)]
    return {
        **model.measure(load_detector(args.weights, args.device), films),
        "peak_memory_mb": _peak_memory_mb(),
    }


def _peak_memory_mb() -> float | None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _machine() -> dict[str, object]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }


def _lines(figures: dict[str, object], indent: str = "") -> list[str]:
    lines = []
    for key, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}", *_lines(value, indent + "  ")]
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else value
            lines.append(f"{indent}{key.replace('_', ' '):36s}{shown}")
    return lines

"""`landmark-gui bench`: the window's and the model's figures, as a table or as JSON."""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from landmark_gui import __version__
from landmark_gui.bench.apart import measured_apart
from landmark_gui.bench.busy import others_busy
from landmark_gui.bench.memory import peak_memory_mb
from landmark_gui.bench.speed import measure
from landmark_gui.bench.tables import tell
from landmark_gui.cli.numbers import count
from landmark_gui.cli.outcome import Exit, failing_with
from landmark_gui.detection.detector import Detector
from landmark_gui.diffusion.manifest import WeightsError

#: What else can be measured, each with words of its own.
OTHERS = {
    "exchange": "writing films in each format and reading them back",
    "folder": "opening a folder of thousands of films",
    "drag": "dragging a landmark while the model works, and memory",
    "model": "what each part of the method is worth",
    "consistency": "whether the landmarks of a sample belong to one head",
    "following": "whether landmarks improve when others are set",
    "orientation": "how well facing and polarity are recognised",
    "habit": "what some corrected films teach about the others",
    "measurements": "whether angles and lengths are as far off as is expected",
    "review": "how much a reader must check to find the errors",
    "shape-model": "making the shape model from readers' tables",
}


def run(words: Sequence[str]) -> int:
    """Measure what is asked for and print it; a first word may ask for something else."""
    if words[:1] and words[0] in OTHERS:
        room = words[0].replace("-", "_")
        return int(import_module(f"landmark_gui.bench.{room}").run(words[1:]))
    args = _parse(words)
    from landmark_gui.bench.phantoms import phantoms, written  # noqa: PLC0415 - scipy when needed

    detector = _detector(args)  # first: a window would wait for one that cannot be loaded
    figures: dict[str, object] = {"machine": _machine() | {"other_programs_busy": args.busy}}
    with others_busy(args.busy), tempfile.TemporaryDirectory() as folder:
        films = phantoms(args.films)
        files = written(films, Path(folder))
        words = [str(time.time()), args.weights or "", args.device, *map(str, files)]
        figures["window"] = measured_apart("window", words, Path(folder))
        figures["model"] = measure(detector, films) | {"peak_memory_mb": peak_memory_mb()}
    tell(figures, as_json=args.json)
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench",
        description="Measures startup, detection, stalls and cancelling on computed films.",
        epilog="\n".join(f"`landmark-gui bench {word}`: {what}." for word, what in OTHERS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--films", type=count, default=5, help="films to measure, at least 3 (default: 5)"
    )
    parser.add_argument("--device", default="auto", help="where to compute")
    parser.add_argument("--weights", default=None, help="name of the weights")
    parser.add_argument(
        "--busy",
        type=int,
        default=0,
        help="number of other programs that each keep a core busy (default: 0)",
    )
    args = parser.parse_args(words)
    args.films = max(3, args.films)  # one to warm up, one to measure, one to cancel
    return args


def _detector(args: argparse.Namespace) -> Detector:
    from landmark_gui.diffusion.upright import load_upright_detector  # noqa: PLC0415 - torch

    with failing_with(Exit.USAGE, WeightsError, ValueError):
        return load_upright_detector(args.weights, args.device)


def _machine() -> dict[str, object]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }

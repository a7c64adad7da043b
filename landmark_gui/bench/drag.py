"""`landmark-gui bench drag`: a landmark dragged at 60 frames a second while the model works."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from landmark_gui.bench.apart import measured_apart
from landmark_gui.bench.phantoms import phantoms, written
from landmark_gui.bench.tables import tell
from landmark_gui.cli.numbers import count

FILMS = 6


def run(words: Sequence[str]) -> int:
    """Measure and print."""
    args = _parse(words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(phantoms(FILMS), folder / "films")
        asked = [str(folder / "films")]
        for what in ("frames", "drags", "changes"):
            asked += [f"--{what}", str(getattr(args, what))]
        figures = measured_apart("drag_window", asked, folder)
    tell(figures, as_json=args.json)
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench drag",
        description="Measures the time from a mouse event to the painted frame while the model "
        "detects other films, and how memory grows over many drags and changes of film.",
    )
    parser.add_argument(
        "--frames", type=count, default=3000, help="frames to time (default: %(default)s)"
    )
    parser.add_argument("--drags", type=count, default=10_000, help="drags (default: %(default)s)")
    parser.add_argument(
        "--changes", type=count, default=1000, help="changes of film (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)

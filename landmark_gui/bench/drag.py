"""`landmark-gui bench drag`: a landmark dragged at 60 frames a second while the model works."""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from landmark_gui.bench.apart import measured_apart
from landmark_gui.bench.tables import lines
from landmark_gui.cli.numbers import count
from landmark_gui.cli.outcome import say
from landmark_gui.exchange.png import write_png
from landmark_gui.phantom.phantom import make_phantom

HEIGHT_PX = 2400  # as the films of the ISBI challenge
FILMS = 6


def run(words: Sequence[str]) -> int:
    """Measure and print."""
    args = _parse(words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "films").mkdir()
        for seed in range(FILMS):
            film = make_phantom(seed, height_px=HEIGHT_PX).film
            write_png(folder / "films" / f"film-{seed}.png", film)
        asked = [str(folder / "films")]
        for what in ("frames", "drags", "changes"):
            asked += [f"--{what}", str(getattr(args, what))]
        figures = measured_apart("drag_window", asked, folder)
    say(json.dumps(figures, indent=2) if args.json else "\n".join(lines(figures)))
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench drag",
        description="Measures the time from a mouse event to the painted frame while the model "
        "detects other films, and what many drags and changes of film do to the memory.",
    )
    parser.add_argument("--frames", type=count, default=3000, help="default: %(default)s")
    parser.add_argument("--drags", type=count, default=10_000, help="default: %(default)s")
    parser.add_argument("--changes", type=count, default=1000, help="of film, default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)

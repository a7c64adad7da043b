"""How often the ruler on real films is found, and how right its scale is.

Run by hand on a folder of films whose scale is known, or that show no millimetre ruler:

    python -m tests.imaging.rulers FOLDER --px-per-mm 7.9
    python -m tests.imaging.rulers FOLDER
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import find_films
from landmark_gui.imaging.ruler import find_ruler

CLOSE, FAR = 0.005, 0.02


@dataclass(frozen=True)
class Found:
    """What was said of a film; `off` is the share by which the scale is wrong, if it is known."""

    film: str
    px_per_mm: float | None
    error: float | None
    ticks: int
    off: float | None
    seconds: float

    @property
    def line(self) -> str:
        scale = f"{self.px_per_mm:.3f} px/mm" if self.px_per_mm else "silent"
        off = "" if self.off is None else f"  {self.off:+.2%}"
        return f"{self.film:<24} {scale:>14}{off}  {self.ticks:>3} ticks  {self.seconds:.1f} s"


def looked_at(folder: Path, px_per_mm: float | None) -> Iterator[Found]:
    """Yield what is said of each film of a folder; unreadable ones are passed over."""
    for film in find_films([folder]):
        try:
            grey = read_film(film.path).normalised()
        except UnreadableFilm:
            continue
        begun = time.perf_counter()
        ruler = find_ruler(grey)
        seconds = time.perf_counter() - begun
        if ruler is None:
            yield Found(film.name, None, None, 0, None, seconds)
        else:
            off = ruler.px_per_mm / px_per_mm - 1 if px_per_mm else None
            yield Found(film.name, ruler.px_per_mm, ruler.error, ruler.ticks, off, seconds)


def summary(found: Sequence[Found]) -> dict[str, float | int]:
    """Return how many films spoke, and how many of them were right."""
    offs = [abs(one.off) for one in found if one.off is not None]
    return {
        "films": len(found),
        "spoke": sum(one.px_per_mm is not None for one in found),
        "within_half_a_percent": sum(off <= CLOSE for off in offs),
        "beyond_two_percent": sum(off > FAR for off in offs),
        "worst": max(offs, default=0.0),
        "seconds_at_most": max((one.seconds for one in found), default=0.0),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--px-per-mm", type=float, help="the true scale; none: nothing is right")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found: list[Found] = []
    for one in looked_at(args.folder, args.px_per_mm):
        found.append(one)
        if not args.json:
            print(one.line, flush=True)  # noqa: T201 - a command
    told = summary(found)
    if args.json:
        films = [asdict(one) for one in found]
        print(json.dumps({"films": films, "summary": told}, indent=2))  # noqa: T201 - a command
        return 0
    print("  ".join(f"{name} {value:.4g}" for name, value in told.items()))  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main())

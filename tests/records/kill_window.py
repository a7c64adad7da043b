"""Kills the real window while landmarks are dragged in it, and counts what was lost.

    python -m tests.records.kill_window --kills 100

Whatever the window had shown as saved must be in the record after the kill; only the change under
way may be there or not. The next window must show what the record holds, and soon.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from landmark_gui.exchange.picture.png import write_png
from landmark_gui.imaging.film import read_film
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME

LONGEST_S = 1.5
REOPEN_S = 2.0
State = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """What the kills have done."""

    kills: int = 0
    accepted: int = 0
    lost: int = 0
    refused: int = 0
    not_shown: int = 0
    reopened_s: list[float] = field(default_factory=list)

    @property
    def good(self) -> bool:
        soon = max(self.reopened_s, default=0.0) <= REOPEN_S
        return self.lost + self.refused + self.not_shown == 0 and soon

    def sentence(self) -> str:
        """Return the figures."""
        times = sorted(self.reopened_s) or [0.0]
        late = sum(seconds > REOPEN_S for seconds in times)
        return (
            f"{self.kills} kills, {self.accepted} accepted changes, {self.lost} lost, "
            f"{self.refused} records refused, {self.not_shown} windows that showed something else; "
            f"reopened in {statistics.median(times):.2f} s (median), {times[-1]:.2f} s (longest), "
            f"{late} above {REOPEN_S:g} s"
        )


def kill_one(folder: Path, seed: int, random_state: random.Random) -> list[State]:
    """Open a window, kill it while somebody drags, and return what it said."""
    words = ["-m", "tests.records.window_to_kill", folder / "film.png", folder / "record.sqlite"]
    mine = {"LANDMARK_GUI_CONFIG": str(folder / "config"), "LANDMARK_GUI_DATA": str(folder)}
    window = subprocess.Popen(
        [sys.executable, *map(str, words), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the offscreen platform's remarks
        env=os.environ | mine,
    )
    with window:
        assert window.stdout is not None
        first = window.stdout.readline()
        time.sleep(random_state.uniform(0.0, LONGEST_S))
        window.send_signal(signal.SIGKILL)
        rest = _lines(window.stdout)
    return [json.loads(line) for line in (first, *rest) if line.endswith(b"\n")]


def _lines(pipe: IO[bytes]) -> list[bytes]:
    return pipe.read().splitlines(keepends=True)


def kept(folder: Path) -> State:
    film = read_film(folder / "film.png").info
    with Record.open(folder / "record.sqlite") as record:
        case = record.restore(film, SCHEME).history.current
    said = case.annotations.values()
    return {a.landmark: [a.status.value, a.point and [a.point.x, a.point.y]] for a in said}


def check(said: list[State], before: State, after: State, tally: Tally) -> None:
    """Compare what a window said with what the record held before and after it."""
    tally.kills += 1
    if not said:
        tally.not_shown += 1
        return
    opened = said[0]
    tally.reopened_s.append(opened["value"])
    tally.not_shown += opened["state"] != before
    saved = [line for line in said if line["what"] == "saved"]
    tally.accepted += len(saved)
    if saved:
        different = {name for name in after if after[name] != saved[-1]["state"][name]}
        tally.lost += not different <= _under_way(said)


def _under_way(said: list[State]) -> set[str]:
    """Return the landmarks that a change still under way may have touched."""
    last = said[-1]
    if last["what"] != "trying":
        return set()
    return set(SCHEME.abbreviations) if last["value"] == "undo" else {last["value"]}


def run(kills: int, seed: int) -> Tally:
    tally, random_state = Tally(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_png(folder / "film.png", make_phantom(1, height_px=480).film)
        before = kept(folder)
        for _ in range(kills):
            said = kill_one(folder, random_state.randrange(2**32), random_state)
            tally.refused += not verify(folder / "record.sqlite").whole
            after = kept(folder)
            check(said, before, after, tally)
            before = after
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    begun = time.perf_counter()
    tally = run(args.kills, args.seed)
    sys.stdout.write(f"{tally.sentence()}; {time.perf_counter() - begun:.0f} s\n")
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())

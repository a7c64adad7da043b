"""Kills a process that writes to a record, at random moments, and counts what was lost.

    python -m tests.records.kill_writer --kills 1000

The writer does random verbs and says each time that one is on the disk. Whatever it has said must
be there after the kill, with every undo step; the record must verify; and it must open quickly.
The one verb that was under way may be there or not, but nothing in between.
"""

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from landmark_gui.document.worklist import CaseHistory
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME
from tests.records.one_film import STAMP
from tests.records.script import FILM, alike, fresh, verb

SAID = b"."  # one byte for every verb that is on the disk
LONGEST_S = 0.15
REOPEN_S = 2.0
FILE_KILLS = 50  # after that many a new record: the check reads all of it each time


@dataclass(slots=True)
class Tally:
    """What the kills have done."""

    kills: int = 0
    accepted: int = 0
    lost: int = 0
    refused: int = 0
    reopened_s: list[float] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.lost == self.refused == 0 and max(self.reopened_s) <= REOPEN_S

    def sentence(self) -> str:
        """Return the figures."""
        return (
            f"{self.kills} kills, {self.accepted} accepted changes, {self.lost} lost, "
            f"{self.refused} records refused; reopened in "
            f"{statistics.median(self.reopened_s):.3f} s (median), "
            f"{max(self.reopened_s):.3f} s (longest)"
        )


def write(path: Path, seed: int, out: int) -> None:
    """Do random verbs for ever."""
    with Record.open(path) as record:
        random_state = random.Random(seed)
        restored = record.restore(FILM, SCHEME)
        history, writer = restored.history, Writer(STAMP, SCHEME.name)
        while True:
            after = verb(history, random_state)
            record.append(FILM, difference(history, after, writer))
            os.write(out, SAID)
            history = after


def kill_one(path: Path, seed: int, random_state: random.Random) -> int:
    """Start a writer, kill it, and return how many verbs it said were on the disk."""
    heard, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        try:
            write(path, seed, out)
        finally:
            os._exit(1)
    os.close(out)
    # mostly among the verbs, sometimes while the file is being opened
    time.sleep(random_state.uniform(0.0, LONGEST_S))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as pipe:
        return len(pipe.read())


def check(path: Path, before: CaseHistory, seed: int, said: int, tally: Tally) -> CaseHistory:
    """Compare the record with what the writer was asked to do and said it had done."""
    begun = time.perf_counter()
    with Record.open(path) as record:
        back = record.restore(FILM, SCHEME).history
    tally.reopened_s.append(time.perf_counter() - begun)
    tally.kills += 1
    tally.accepted += said
    tally.refused += not verify(path).whole
    random_state = random.Random(seed)
    expected = before
    for _ in range(said):
        expected = verb(expected, random_state)
    under_way = verb(expected, random_state)
    tally.lost += not (alike(back, expected) or alike(back, under_way))
    return back


def run(kills: int, seed: int) -> Tally:
    tally, random_state = Tally(), random.Random(seed)
    while tally.kills < kills:
        with tempfile.TemporaryDirectory() as folder:
            path, history = Path(folder) / "record.sqlite", fresh()
            for _ in range(min(FILE_KILLS, kills - tally.kills)):
                of_child = random_state.randrange(2**32)
                said = kill_one(path, of_child, random_state)
                history = check(path, history, of_child, said, tally)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    begun = time.perf_counter()
    tally = run(args.kills, args.seed)
    sys.stdout.write(f"{tally.sentence()}; {time.perf_counter() - begun:.0f} s\n")
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())

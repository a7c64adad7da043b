"""Writes a table or a record while system calls are made to fail from outside.

    python -m tests.records.writer_with_faults table|record FILE

Says on stdout what it believes: `saved N` or `refused N` for each of the states of `STATES`.
"""

import random
import sys
from pathlib import Path

from landmark_gui.document.worklist import CaseHistory
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.records.errors import RecordError
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference
from tests.document.cases import SCHEME
from tests.records.one_film import STAMP
from tests.records.script import FILM, fresh, verb

WRITER = Writer(STAMP, SCHEME.name)


def states() -> list[CaseHistory]:
    """Return the same few states for the writer and for whoever checks."""
    random_state, made = random.Random(3), [fresh()]
    while len(made) < 6:
        after = verb(made[-1], random_state)
        if after is not made[-1]:
            made.append(after)
    return made


def say(what: str, number: int) -> None:
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


def write_table(path: Path) -> None:
    try:
        write_csv(path, [states()[-1].current])
    except CannotWrite:
        say("refused", 1)
    else:
        say("saved", 1)


def write_record(path: Path) -> None:
    saved, record = states()[1], None
    for number, state in enumerate(states()[2:], start=2):
        try:
            record = record or Record.open(path, patience_s=0.1)
            record.append(FILM, difference(saved, state, WRITER))
        except RecordError:
            say("refused", number)
        else:
            saved = state
            say("saved", number)


if __name__ == "__main__":
    {"table": write_table, "record": write_record}[sys.argv[1]](Path(sys.argv[2]))

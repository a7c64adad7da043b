"""`-` in place of a table: standard input, through a file that goes away again, or output."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landmark_gui.cli.outcome import say_lines, writing_stdout

STREAM = Path("-")


@contextmanager
def from_stdin(table: Path) -> Iterator[Path]:
    """Give the table itself, or for `-` a file called `stdin.csv` with what comes in."""
    if table != STREAM:
        yield table
        return
    with tempfile.TemporaryDirectory() as folder:
        spooled = Path(folder) / "stdin.csv"
        with spooled.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield spooled


def to_stdout(data: bytes) -> None:
    """Write a table, or other labels, to standard output."""
    if sys.stdout.isatty():  # whose reader wants no bytes, and no names that steer the terminal
        say_lines(data.decode("utf-8", "replace"))
        return
    with writing_stdout():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

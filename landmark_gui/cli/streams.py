"""`-` in place of a table: standard input or output, through a file that goes away again."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def to_stdout(table: Path) -> Iterator[Path]:
    """Give the table itself, or for `-` a file whose content goes out in the end."""
    if table != STREAM:
        yield table
        return
    with tempfile.TemporaryDirectory() as folder:
        spooled = Path(folder) / "stdout.csv"
        yield spooled
        with spooled.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()

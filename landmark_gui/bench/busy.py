"""Other programs that want the processor too, as on a desktop."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def others_busy(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Keep `count` processes beside this one busy, each with one core."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range(count)]  # noqa: S603 - our own
    try:
        yield others
    finally:
        for other in others:
            other.kill()
            other.wait()

"""Files that appear whole or not at all."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from landmark_gui.exchange.errors import CannotWrite

# On Windows a virus scanner or an indexer holds a fresh file for moments: 2.5 s in all
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the same folder; it takes the place of `path` when all is written.

    A failure inside the block leaves what was at `path` as it was, and no temporary file.

    Raises:
        CannotWrite: the disk is full, the folder is read-only, another program holds the file.
    """
    temporary = path.with_name(f".landmark-gui-{uuid4().hex}.tmp")
    try:
        yield temporary
        _flush_to_disk(temporary)
        _put_in_place(temporary, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(f"{path} could not be written: {reason}.") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def replacing_text(path: Path) -> Iterator[TextIO]:
    """Yield a UTF-8 text file that takes the place of `path` when all is written.

    Raises:
        CannotWrite: as `replacing`.
    """
    # surrogatepass: a file name that is no valid Unicode must not lose the whole table;
    # newline: a table's lines end as its own writer says
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file,
    ):
        yield file


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _put_in_place(temporary: Path, path: Path) -> None:
    for pause_s in _PAUSES_S:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    temporary.replace(path)

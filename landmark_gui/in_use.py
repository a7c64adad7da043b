"""Files that are held open here, and that nobody else of this program may open.

POSIX drops all the locks that a process has on a file as soon as the process closes any descriptor
of it. Whoever merely looks whether the open record is a film takes it from under the database:
the next program that closes the record would remove its journal, to which this one goes on writing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class FileId(NamedTuple):
    """Which file it is, whatever it is called."""

    device: int
    number: int


_held: dict[str, frozenset[FileId]] = {}


class HeldFile(OSError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A file that must not be opened, for it is held open."""

    def __init__(self) -> None:
        super().__init__(None, "it is the record, which is open here")


def file_id(path: Path) -> FileId | None:
    """Return which file lies there, or None if none does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileId(found.st_dev, found.st_ino)


def hold(holder: str, paths: Iterable[Path]) -> None:
    """Let nobody open these files, under whatever name, before their release."""
    found = [file for path in paths if (file := file_id(path)) is not None]
    # some network drives number no file: there, one is not to be told from another
    _held[holder] = frozenset(file for file in found if file.number)


def release(holder: str) -> None:
    """Let the files of a holder be opened again."""
    _held.pop(holder, None)


def is_held(path: Path) -> bool:
    """Tell whether a file is held; asks nothing of the drive on which those that are held lie."""
    file = file_id(path)
    # a copy: other threads may hold and release meanwhile
    return any(file in files for files in tuple(_held.values()))


def check_free(path: Path) -> None:
    """Refuse a file that is held.

    Raises:
        HeldFile: it is.
    """
    if is_held(path):
        raise HeldFile

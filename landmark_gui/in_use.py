"""Files that are held open here, and that nobody else of this program may open.

POSIX drops all the locks that a process has on a file as soon as the process closes any descriptor
of it. Whoever merely looks whether the open record is a film takes it from under the database:
the next program that closes the record would remove its journal, to which this one goes on writing.
"""

from collections.abc import Iterable
from pathlib import Path

_held: dict[str, frozenset[tuple[int, int]]] = {}


class HeldFile(OSError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A file that must not be opened, for it is held open."""

    def __init__(self) -> None:
        super().__init__(None, "it is the record, which is open here")


def hold(holder: str, paths: Iterable[Path]) -> None:
    """Let nobody open these files, under whatever name, before their release."""
    _held[holder] = frozenset(number for path in paths if (number := _number(path)))


def release(holder: str) -> None:
    """Let the files of a holder be opened again."""
    _held.pop(holder, None)


def is_held(path: Path) -> bool:
    """Tell whether a file is held; asks nothing of the drive on which those that are held lie."""
    number = _number(path)
    # a copy: other threads may hold and release meanwhile
    return any(number in numbers for numbers in tuple(_held.values()))


def check_free(path: Path) -> None:
    """Refuse a file that is held.

    Raises:
        HeldFile: it is.
    """
    if is_held(path):
        raise HeldFile


def _number(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    # some network drives number no file: there, one is not to be told from another
    return (facts.st_dev, facts.st_ino) if facts.st_ino else None

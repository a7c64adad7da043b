"""Files that appear whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from landmark_gui.exchange.errors import CannotWrite, Unwritable, reason, writing
from landmark_gui.in_place import put_in_place, real, temporary_for
from landmark_gui.in_use import check_free


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path in the same folder; it takes the place of `path` when all is written.

    A failure inside the block leaves what was at `path` as it was, and no temporary file. If `path`
    is a link, what it leads to is replaced.

    Raises:
        Unwritable: the disk is full, the folder is read-only, another program holds the file, or
            what is there is none.
    """
    with writing(path):
        place = real(path)
        temporary = temporary_for(place)
        try:
            check_free(path)
            _check_file(path)
            yield temporary
            _flush_to_disk(temporary)
            put_in_place(temporary, place)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; killed at any moment, it is there whole or not at all.

    Raises:
        CannotWrite: something is there already, or as `replacing`.
    """
    try:
        if not _linked_when_whole(path, data):
            _moved_when_whole(path, data)
    except FileExistsError as error:
        raise CannotWrite(f"{path} exists already.") from error
    except (OSError, ValueError) as error:
        raise Unwritable(f"{path} could not be written: {reason(error)}.") from error


def write_over(path: Path, data: bytes) -> None:
    """Write a file in place of what is there; a failure leaves that as it was.

    Raises:
        Unwritable: as `replacing`.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def _check_file(path: Path) -> None:
    """Keep the devices and pipes of a system: a file in their place would break other programs."""
    if path.exists() and not path.is_file():
        raise Unwritable(f"{path} could not be written: it is not a file.")


def _moved_when_whole(path: Path, data: bytes) -> None:
    """Write to a hidden name and link it; a process that is killed may leave the hidden one."""
    temporary = temporary_for(path)
    try:
        temporary.write_bytes(data)
        _flush_to_disk(temporary)
        _put_where_nothing_is(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put_where_nothing_is(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a drive without links, as memory sticks are
        if path.exists():
            raise FileExistsError(path) from None
        put_in_place(temporary, path)


def _linked_when_whole(path: Path, data: bytes) -> bool:
    """Write to a file without a name and name it at the end; False where there is no such thing.

    Only Linux has it, and not on every drive. A process that is killed leaves nothing at all.
    """
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return False
    try:
        descriptor = os.open(path.parent, flag | os.O_RDWR, 0o666)
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
            return False
        raise
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        return _named(descriptor, path)


def _named(descriptor: int, path: Path) -> bool:
    try:
        # The folder's descriptor is not needed; given, Python follows the link as linkat can
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
    except FileExistsError:
        raise
    except OSError:
        return False  # no /proc, or a drive that cannot link
    return True


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

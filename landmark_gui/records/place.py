"""Where a record lies: how it is called, what lies beside it, and whether over a network."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from landmark_gui.in_place import real

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "davfs", "glusterfs", "lustre"}
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd", "fuse.glusterfs")
_MOUNTS = Path("/proc/mounts")
_MAC_VOLUMES = Path("/Volumes")
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of the Windows API
_MARK = b"SQLite format 3\0"


def uri(path: Path, how: str) -> str:
    """Return the address of a file by which SQLite opens it in some way, as `mode=ro`.

    All of the path is escaped: that of a Windows share begins with two slashes, behind which SQLite
    sees a machine and refuses it.
    """
    return f"file:{quote(os.fsencode(path.absolute()), safe='')}?{how}"


def is_record(path: Path) -> bool:
    """Tell by its first bytes whether a file is a record, or a copy of one.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def beside(path: Path, ending: str) -> Path:
    """Return where SQLite puts a file beside a record, as the journal by `-wal`."""
    return path.with_name(path.name + ending)


def free_name(path: Path, why: str) -> Path:
    """Return a name beside a record that no file has, nor a journal, as `record-damaged-1`."""
    number = 1
    while any(map(Path.exists, _files(free := path.with_stem(f"{path.stem}-{why}-{number}")))):
        number += 1
    return free


def set_aside(path: Path, why: str) -> Path:
    """Give a record and its journal other names, as `record-damaged-1`; return that of the record.

    What cannot be renamed stays.
    """
    path = real(path)
    aside = free_name(path, why)
    rename(path, aside)
    return aside


def rename(path: Path, name: Path) -> None:
    """Give a record and its journal another name; what cannot be renamed stays, nothing is lost."""
    with suppress(OSError):
        for file, there in zip(_files(path), _files(name), strict=True):
            if file.exists() and not there.exists():
                file.rename(there)


def _files(path: Path) -> list[Path]:
    """Return where a record and what SQLite puts beside it may lie."""
    return [path, *(beside(path, ending) for ending in ("-wal", "-shm", "-journal"))]


def over_network(folder: Path) -> bool:
    """Tell whether a folder is on another machine, as far as this system says so."""
    if sys.platform == "win32":
        return _remote_drive(folder)
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:  # macOS has no such list; below this folder it has shares and memory sticks
        return folder.resolve().is_relative_to(_MAC_VOLUMES)
    return is_network(_kind_of_mount(folder.resolve(), mounts))


def is_network(kind: str) -> bool:
    """Tell whether a kind of file system reaches over a network."""
    return kind in _NETWORK or kind.startswith(_NETWORK_FUSE)


def _kind_of_mount(folder: Path, mounts: str) -> str:
    """Return the kind of the file system that holds a folder; the longest mount point wins."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        point = Path(words[1].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind


def _remote_drive(folder: Path) -> bool:
    import ctypes  # noqa: PLC0415 - Windows alone

    root = folder.absolute().anchor
    if root.startswith("\\\\"):
        return True
    windll = getattr(ctypes, "windll")  # noqa: B009 - absent from the stubs elsewhere
    return int(windll.kernel32.GetDriveTypeW(root)) == _REMOTE_DRIVE
